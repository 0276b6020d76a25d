import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { paths } from '#src/lib/paths.ts';
import { Link } from '#src/ui/link.tsx';
import './system.css';

/** Pages of the area, in the order they are offered. */
const PLACES = [
  { key: 'nodes', to: paths.nodes() },
  { key: 'jobs', to: paths.jobConfig() },
] as const;

/** Leads from one page of the area to the others; below the title of each. */
export function SystemPlaces() {
  const { t } = useTranslation('system');
  const { pathname } = useLocation();
  return (
    <nav className="system-places" aria-label={t('area')}>
      {PLACES.map(({ key, to }) => (
        <Link key={key} to={to} aria-current={pathname === to ? 'page' : undefined}>
          {t(`place.${key}`)}
        </Link>
      ))}
    </nav>
  );
}
