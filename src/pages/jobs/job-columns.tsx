import type { TFunction } from 'i18next';
import type { JobSummary } from '#src/api/jobs.ts';
import { paths } from '#src/lib/paths.ts';
import type { Column } from '#src/ui/data-table-types.ts';
import { Link } from '#src/ui/link.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { CopyText, Duration, Tag, Time } from '#src/ui/values.tsx';
import { reasonWords } from './failures.ts';

type Words = TFunction<['jobs', 'common']>;

/** Columns of the job list. Only state and creation time can be sorted: the API has no other keys. */
export function jobColumns(projectId: string, t: Words): Column<JobSummary>[] {
  return [
    {
      key: 'name',
      title: t('column.name'),
      width: 'minmax(200px, 2fr)',
      render: ({ id = '', name = '', description, labels = [] }) => (
        <span className="job-name" title={description || undefined}>
          <Link to={paths.job(projectId, id)} tabIndex={-1}>
            {name}
          </Link>
          {labels.map((label) => (
            <Tag key={label}>{label}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'status',
      title: t('column.status'),
      width: '132px',
      sortable: true,
      narrow: 'aside',
      render: ({ status }) => <Status state={stateOf(status)} />,
    },
    {
      key: 'workflow',
      title: t('column.workflow'),
      width: 'minmax(180px, 1.2fr)',
      render: ({ tool_info }) => (
        <span title={`${tool_info?.tool_name} ${tool_info?.tool_version}`}>
          {tool_info?.tool_name} <span className="muted">{tool_info?.tool_version}</span>
        </span>
      ),
    },
    {
      key: 'reason',
      title: t('column.reason'),
      width: 'minmax(160px, 2fr)',
      narrow: 'none',
      render: ({ failed_reason, failed_message }) =>
        failed_reason ? (
          <span className="job-reason" title={failed_message}>
            {failed_message || reasonWords(failed_reason, t)}
          </span>
        ) : null,
    },
    { key: 'user', title: t('column.user'), width: '110px', narrow: 'none', render: ({ user_name }) => user_name },
    {
      key: 'priority',
      title: t('column.priority'),
      width: '84px',
      align: 'end',
      narrow: 'none',
      render: ({ priority }) => priority,
    },
    {
      key: 'created',
      title: t('column.created'),
      width: '136px',
      sortable: true,
      render: ({ create_time }) => <Time at={create_time} />,
    },
    {
      key: 'duration',
      title: t('column.duration'),
      width: '96px',
      align: 'end',
      render: ({ create_time, finish_time }) => <Duration from={create_time} to={finish_time} />,
    },
    {
      key: 'finished',
      title: t('column.finished'),
      width: '136px',
      hidden: true,
      narrow: 'none',
      render: ({ finish_time }) => <Time at={finish_time} />,
    },
    {
      key: 'output',
      title: t('column.output'),
      width: 'minmax(160px, 1fr)',
      hidden: true,
      narrow: 'none',
      render: ({ output_dir }) => <span className="mono">{output_dir}</span>,
    },
    {
      key: 'id',
      title: t('column.id'),
      width: '160px',
      hidden: true,
      narrow: 'none',
      render: ({ id = '' }) => <CopyText text={id} />,
    },
  ];
}
