import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#src/api/jobs.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import type { Column } from '#src/ui/data-table-types.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Icon } from '#src/ui/icon.tsx';
import { Link } from '#src/ui/link.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { Duration, Time } from '#src/ui/values.tsx';
import { jobStatus } from './job-status.ts';
import type { JobUrl, SetJobUrl } from './job-url.ts';
import { StateBar } from './state-bar.tsx';
import { type Line, openedLines, taskLines } from './task-lines.ts';
import { useRuns } from './use-runs.ts';

interface Props {
  projectId: string;
  job: Job;
  url: JobUrl;
  setUrl: SetJobUrl;
}

const STATES = ['RUNNING', 'PENDING', 'FAILED', 'SUCCEEDED', 'CANCELLED'] as const;

const keyOf = (line: Line) => (line.kind === 'task' ? line.task : `${line.task} ${line.index}`);

/** Tasks and, below an opened one, its instances. One table, so that 10,000 instances cost no more than ten. */
export function TasksTab({ projectId, job, url, setUrl }: Props) {
  const { t } = useTranslation(['jobs', 'common']);
  const runs = useRuns(job.task_runtime_info);
  const tasks = useMemo(() => taskLines(job, runs), [job, runs]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(url.task ? [url.task] : []));
  const lines = useMemo(() => openedLines(tasks, opened, url.state), [tasks, opened, url.state]);
  const jobPage = paths.job(projectId, job.id ?? '');
  const columns = useColumns(opened, (line) => withQuery(jobPage, logOf(line)));
  const toggle = (task: string) => {
    const next = new Set(opened);
    if (!next.delete(task)) next.add(task);
    setOpened(next);
  };
  const allOpen = opened.size >= tasks.length;
  return (
    <>
      <FilterBar
        choices={[
          {
            key: 'state',
            label: t('instanceState'),
            value: url.state,
            choices: STATES.map((value) => ({ value, label: t(`state.${jobStatus(value)}`) })),
            onChange: (state) => {
              setUrl({ state });
              if (state) setOpened(new Set(tasks.map(({ task }) => task)));
            },
          },
        ]}
        extra={
          <Button onClick={() => setOpened(new Set(allOpen ? [] : tasks.map(({ task }) => task)))}>
            {t(allOpen ? 'task.closeAll' : 'task.openAll')}
          </Button>
        }
      />
      <DataTable
        label={t('tab.tasks')}
        storageKey="job-tasks"
        columns={columns}
        rows={lines}
        rowKey={keyOf}
        rowName={keyOf}
        onOpen={(line) =>
          line.kind === 'task'
            ? toggle(line.task)
            : setUrl({ task: line.task, index: line.index, look: 'overview', attempt: 0 }, { push: true })
        }
        empty={<EmptyState icon="workflow" title={t('task.none')} />}
      />
    </>
  );
}

const logOf = (line: Line) => ({
  tab: 'logs',
  task: line.task,
  index: line.kind === 'instance' ? String(line.index) : undefined,
});

function useColumns(opened: ReadonlySet<string>, logPage: (line: Line) => string): Column<Line>[] {
  const { t } = useTranslation('jobs');
  return [
    {
      key: 'name',
      title: t('column.task'),
      width: 'minmax(200px, 2fr)',
      render: (line) =>
        line.kind === 'task' ? (
          <span className="task-name">
            <Icon name={opened.has(line.task) ? 'chevronDown' : 'chevronRight'} size={12} />
            <span className="ellipsis" title={line.task}>
              {line.name}
            </span>
            <span className="visually-hidden">{t(opened.has(line.task) ? 'task.opened' : 'task.closed')}</span>
          </span>
        ) : (
          <span className="task-instance mono">{line.instance.sub_task_name ?? `${line.task}-${line.index}`}</span>
        ),
    },
    {
      key: 'status',
      title: t('column.status'),
      width: '132px',
      narrow: 'aside',
      render: (line) => <Status state={stateOf(line.kind === 'task' ? line.run.status : line.instance.status)} />,
    },
    {
      key: 'instances',
      title: t('instances'),
      width: 'minmax(176px, 1fr)',
      render: (line) =>
        line.kind === 'task' ? (
          <StateBar run={line.run} />
        ) : (line.instance.job_failed_times ?? 0) > 0 ? (
          <span className="muted">{t('task.failedTimes', { count: line.instance.job_failed_times ?? 0 })}</span>
        ) : null,
    },
    {
      key: 'app',
      title: t('column.app'),
      width: 'minmax(150px, 1fr)',
      narrow: 'none',
      render: (line) => (line.kind === 'task' ? line.app : null),
    },
    {
      key: 'resources',
      title: t('task.resources'),
      width: 'minmax(100px, 0.8fr)',
      narrow: 'none',
      render: (line) => (line.kind === 'task' ? <span className="mono">{line.resources}</span> : null),
    },
    {
      key: 'started',
      title: t('column.started'),
      width: '136px',
      narrow: 'none',
      render: (line) => (line.kind === 'task' ? <Time at={line.from} /> : <Time at={line.instance.pod_start_time} />),
    },
    {
      key: 'duration',
      title: t('column.duration'),
      width: '96px',
      align: 'end',
      render: (line) =>
        line.kind === 'task' ? (
          <Duration from={line.from} to={line.to} />
        ) : (
          <Duration from={line.instance.pod_start_time} to={line.instance.finish_time} />
        ),
    },
    {
      key: 'log',
      title: t('column.log'),
      width: '90px',
      render: (line) => (
        <Link to={logPage(line)} tabIndex={-1}>
          {t('openLog')}
        </Link>
      ),
    },
  ];
}
