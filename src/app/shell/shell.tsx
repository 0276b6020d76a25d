import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation, useNavigation } from 'react-router';
import { configQuery } from '#src/api/console.ts';
import { followEvents } from '#src/api/events.ts';
import { queryClient } from '#src/api/query-client.ts';
import { nextPage } from '#src/lib/next-page.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useStore } from '#src/lib/use-store.ts';
import { type Session, signedOutReason } from '#src/session/session.ts';
import { useMaybeSession } from '#src/session/use-session.ts';
import { ThemeProvider } from '#src/ui/theme.tsx';
import { ConsoleEnvironment } from '../console-environment.tsx';
import { isEmbedded, useEmbeddedAddress } from '../embed.ts';
import { signInAddress } from '../sign-in-address.ts';
import { Header } from './header.tsx';
import { Navigation, NavigationDrawer } from './navigation.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import './shell.css';

/** Everything behind sign-in: the frame around the pages. Ends when the session does. */
export function Shell() {
  const session = useMaybeSession();
  if (!session) return <ToSignIn />;
  return (
    <ThemeProvider>
      <ConsoleEnvironment>
        {/* Another user in the same tab must not see what the one before has read. */}
        <Frame key={session.user.id + session.cloudProject.id} session={session} />
      </ConsoleEnvironment>
    </ThemeProvider>
  );
}

/** Who is signed out because the session is over comes back to where they were going: a page that loads, or this one. */
function ToSignIn() {
  const reason = useStore(signedOutReason);
  // Once: on the way there this page would lead back to the sign-in page itself. The address of the window is ahead of
  // what is drawn.
  const [to] = useState(() => signInAddress(reason === 'expired' ? (nextPage.get() ?? window.location) : undefined));
  useEffect(() => queryClient.clear(), []);
  return <Navigate replace to={to} />;
}

function Frame({ session }: { session: Session }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [navigationOpen, setNavigationOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const embedded = isEmbedded();
  const { pathname } = useLocation();
  const moving = useNavigation().state !== 'idle';
  useEmbeddedAddress();
  useEffect(() => followEvents(), []);
  useEffect(() => {
    if (pathname) setNavigationOpen(false);
  }, [pathname]);
  const config = useQuery(configQuery());

  return (
    <div className={embedded ? 'shell shell-embedded' : 'shell'}>
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        {t('skip')}
      </button>
      {embedded ? null : (
        <Header session={session} onMenu={narrow ? () => setNavigationOpen(true) : undefined} config={config.data} />
      )}
      <div className="shell-body">
        {embedded || narrow ? null : <Navigation />}
        <main ref={main} tabIndex={-1} className="shell-main" aria-busy={moving}>
          <OfflineBanner readOnly={config.data?.read_only ?? false} />
          {moving ? <div className="shell-progress" /> : null}
          <div className="shell-page">
            <Suspense fallback={null}>
              <Outlet />
            </Suspense>
          </div>
        </main>
      </div>
      {narrow && !embedded ? <NavigationDrawer open={navigationOpen} onClose={() => setNavigationOpen(false)} /> : null}
    </div>
  );
}
