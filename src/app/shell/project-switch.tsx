import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { projectsQuery } from '#src/api/projects.ts';
import { compareNatural } from '#src/lib/format.ts';
import { paths } from '#src/lib/paths.ts';
import { Icon } from '#src/ui/icon.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';

/** Enough to choose from in a menu; the palette and the list know all. */
const SHOWN = 12;

/** Name of the project one is in, and the way to others. */
export function ProjectSwitch() {
  const { t } = useTranslation();
  const { projectId } = useParams();
  const { data } = useQuery(projectsQuery());
  const projects = [...(data?.projects ?? [])].sort((a, b) => compareNatural(a.name ?? '', b.name ?? ''));
  const current = projects.find((project) => project.id === projectId);
  return (
    <MenuButton
      trigger={
        <button type="button" className="bare-button shell-project" aria-label={t('nav.switchProject')}>
          <span className="ellipsis">{current?.name ?? t('nav.noProject')}</span>
          <Icon name="chevronDown" size={12} />
        </button>
      }
      entries={[
        ...projects.slice(0, SHOWN).map((project) => ({
          key: project.id ?? '',
          label: project.name ?? '',
          checked: project.id === projectId,
          to: paths.project(project.id ?? ''),
        })),
        'line',
        { key: 'all', label: t('nav.allProjects'), icon: 'project', to: paths.projects() },
      ]}
    />
  );
}
