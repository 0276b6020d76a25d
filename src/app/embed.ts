import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';

const asks = (search: string) => new URLSearchParams(search).get('embed') === '1';

/** Read once: a console inside another page stays without its frame until it is loaded anew. */
const embedded = typeof location !== 'undefined' && asks(location.search);

/** Whether the console stands inside another page and shows no frame of its own. */
export const isEmbedded = () => embedded;

/** Keeps `?embed=1` in every address, so that a reload inside the frame is without the shell too. */
export function useEmbeddedAddress(): void {
  const location = useLocation();
  const navigate = useNavigate();
  const missing = embedded && !asks(location.search);
  useEffect(() => {
    if (!missing) return;
    const search = new URLSearchParams(location.search);
    search.set('embed', '1');
    navigate(
      { pathname: location.pathname, search: search.toString(), hash: location.hash },
      { replace: true, state: location.state },
    );
  }, [missing, location, navigate]);
}
