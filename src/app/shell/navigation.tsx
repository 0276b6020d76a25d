import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';
import { paths } from '#src/lib/paths.ts';
import { Icon, type IconName } from '#src/ui/icon.tsx';
import { Link } from '#src/ui/link.tsx';
import { Drawer } from '#src/ui/panel.tsx';

interface Place {
  key: 'overview' | 'data' | 'apps' | 'workflows' | 'jobs' | 'members' | 'projects' | 'users' | 'system';
  icon: IconName;
  to: string;
  /** Everything below this address is of the place; the address it leads to when not given. */
  area?: string;
  /** The address itself only, not what lies below it. */
  exact?: boolean;
}

const inProject = (projectId: string): Place[] => [
  { key: 'overview', icon: 'overview', to: paths.project(projectId), exact: true },
  { key: 'data', icon: 'data', to: paths.data(projectId) },
  { key: 'apps', icon: 'app', to: paths.apps(projectId) },
  { key: 'workflows', icon: 'workflow', to: paths.workflows(projectId) },
  { key: 'jobs', icon: 'job', to: paths.jobs(projectId) },
  { key: 'members', icon: 'members', to: paths.members(projectId) },
];

const ON_PLATFORM: Place[] = [
  { key: 'projects', icon: 'project', to: paths.projects(), exact: true },
  { key: 'users', icon: 'user', to: paths.users() },
  { key: 'system', icon: 'settings', to: paths.nodes(), area: '/system' },
];

/** Places of the project one is in, then those of the platform. */
export function Navigation() {
  const { t } = useTranslation();
  return (
    <nav className="shell-nav" aria-label={t('nav.label')}>
      <Places />
    </nav>
  );
}

function Places() {
  const { t } = useTranslation();
  const { projectId } = useParams();
  const { pathname } = useLocation();
  const isHere = ({ to, area = to, exact }: Place) => pathname === to || (!exact && pathname.startsWith(`${area}/`));
  const list = (places: Place[]) => (
    <ul>
      {places.map((place) => (
        <li key={place.key}>
          <Link to={place.to} aria-current={isHere(place) ? 'page' : undefined}>
            <Icon name={place.icon} />
            <span>{t(`nav.${place.key}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {projectId ? list(inProject(projectId)) : null}
      <div className={projectId ? 'shell-nav-platform' : undefined}>
        <p>{t('nav.platform')}</p>
        {list(ON_PLATFORM)}
      </div>
    </>
  );
}

/** The same places on narrow screens. */
export function NavigationDrawer({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} title={t('product')} width={280} side="left">
      <nav className="shell-nav" aria-label={t('nav.label')}>
        <Places />
      </nav>
    </Drawer>
  );
}
