import type { TFunction } from 'i18next';
import type { ProjectSummary } from '#src/api/projects.ts';
import { projectRole } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import type { Column } from '#src/ui/data-table-types.ts';
import { Link } from '#src/ui/link.tsx';
import { Size, Tag, Time } from '#src/ui/values.tsx';

type Words = TFunction<['projects', 'common']>;

/** State of a project as a word in a box; an active project is nothing special. */
export function ProjectState({ status, t }: { status: string | undefined; t: Words }) {
  if (status === 'ACTIVE') return <span className="muted">{t('status.ACTIVE')}</span>;
  if (status === 'INACTIVE') return <Tag tone="warn">{t('status.INACTIVE')}</Tag>;
  if (status === 'TO_BE_DELETED') return <Tag tone="bad">{t('status.TO_BE_DELETED')}</Tag>;
  return <Tag>{status ?? '–'}</Tag>;
}

/** A role in words; a word we do not know is shown as it is. */
export function roleWords(role: string | undefined, t: Words): string {
  const known = projectRole(role);
  return known ? t(`common:role.${known}`) : (role ?? '–');
}

export function projectColumns(t: Words): Column<ProjectSummary>[] {
  return [
    {
      key: 'name',
      title: t('column.name'),
      width: 'minmax(200px, 2fr)',
      sortable: true,
      render: ({ id = '', name = '', description }) => (
        <span className="project-name" title={description}>
          <Link to={paths.project(id)} tabIndex={-1}>
            {name}
          </Link>
          {description ? <span className="muted">{description}</span> : null}
        </span>
      ),
    },
    {
      key: 'status',
      title: t('column.status'),
      width: '120px',
      sortable: true,
      narrow: 'aside',
      render: ({ status }) => <ProjectState status={status} t={t} />,
    },
    { key: 'role', title: t('column.role'), width: '130px', render: ({ role }) => roleWords(role, t) },
    { key: 'creator', title: t('column.creator'), width: '130px', sortable: true, render: ({ creator }) => creator },
    {
      key: 'tags',
      title: t('column.tags'),
      width: 'minmax(120px, 1fr)',
      narrow: 'none',
      render: ({ tags = [] }) => (
        <span className="project-tags">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'size',
      title: t('column.size'),
      width: '100px',
      align: 'end',
      sortable: true,
      render: ({ size }) => <Size bytes={size} />,
    },
    {
      key: 'updated',
      title: t('column.updated'),
      width: '150px',
      sortable: true,
      render: ({ update_time }) => <Time at={update_time} />,
    },
    {
      key: 'created',
      title: t('column.created'),
      width: '150px',
      sortable: true,
      hidden: true,
      narrow: 'none',
      render: ({ create_time }) => <Time at={create_time} />,
    },
  ];
}
