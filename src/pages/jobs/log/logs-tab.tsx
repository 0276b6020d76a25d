import { Input, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMoving, type Job, jobLogQuery } from '#src/api/jobs.ts';
import { readLogPart } from '#src/api/log-file.ts';
import { queryClient } from '#src/api/query-client.ts';
import { formatSize } from '#src/lib/format.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Button } from '#src/ui/button.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState, InlineError } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { useToast } from '#src/ui/toast.ts';
import type { JobUrl, SetJobUrl } from '../job-url.ts';
import { createLogReader, type LogReader } from './log-reader.ts';
import { LogView } from './log-view.tsx';
import { useLogSearch } from './use-log-search.ts';

interface Props {
  projectId: string;
  job: Job;
  url: JobUrl;
  setUrl: SetJobUrl;
}

/** How often the end of a log that is being written is asked for. */
const FOLLOW_EVERY = 1_000;

/** Which instance's log: the one in the address, else the first that failed or runs. */
function useChosen(job: Job, url: JobUrl) {
  const runtime = job.task_runtime_info ?? [];
  const [fallback] = useState(
    () =>
      runtime.find(({ status }) => status === 'FAILED') ??
      runtime.find(({ status }) => status === 'RUNNING') ??
      runtime[0],
  );
  const entry = runtime.find(({ task_name }) => task_name === url.task) ?? fallback;
  const instances = entry?.sub_tasks ?? [];
  const bad = url.task ? -1 : instances.findIndex(({ status }) => status === 'FAILED');
  const index = Math.min(bad >= 0 ? bad : url.index, Math.max(0, instances.length - 1));
  return { task: entry?.task_name ?? '', instances, index, instance: instances[index] };
}

/** The logs of a job, one instance at a time. */
export function LogsTab(props: Props) {
  const { projectId, job, url, setUrl } = props;
  const { t } = useTranslation(['jobs', 'common']);
  const chosen = useChosen(job, url);
  const { task, index, instance } = chosen;
  // Another attempt writes another file.
  const attempt = `${instance?.job_failed_times ?? 0} ${instance?.pod_create_time ?? ''}`;
  return (
    <div className="log">
      <div className="log-bar">
        <Select
          aria-label={t('column.task')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={task}
          options={(job.tasks ?? []).map(({ task_name = '', display_name }) => ({
            value: task_name,
            label: display_name || task_name,
          }))}
          onChange={(next: string) => setUrl({ task: next, index: 0 })}
        />
        <Select
          aria-label={t('log.instance')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={index}
          options={chosen.instances.map(({ status }, number) => ({
            value: number,
            label: `${number} · ${t(`common:status.${stateOf(status)}`)}`,
          }))}
          onChange={(next: number) => setUrl({ task, index: next })}
        />
        <Status state={stateOf(instance?.status)} />
      </div>
      <OpenLog
        key={`${task} ${index} ${attempt}`}
        projectId={projectId}
        jobId={job.id ?? ''}
        task={task}
        index={index}
        moving={isMoving(job) && (instance?.status === 'RUNNING' || instance?.status === 'PENDING')}
      />
    </div>
  );
}

interface OpenProps {
  projectId: string;
  jobId: string;
  task: string;
  index: number;
  moving: boolean;
}

/** A fresh address each time it is asked for; addresses expire. */
const addressOf = ({ projectId, jobId, task, index }: Omit<OpenProps, 'moving'>) =>
  queryClient
    .fetchQuery({
      ...jobLogQuery(projectId, jobId, { task_name: task, task_index: String(index) }),
      staleTime: 0,
      gcTime: 0,
    })
    .then(({ log_storage_link }) => log_storage_link || undefined);

function useReader({ projectId, jobId, task, index }: OpenProps): LogReader {
  const [reader] = useState(() =>
    createLogReader({ address: () => addressOf({ projectId, jobId, task, index }), read: readLogPart }),
  );
  useEffect(() => {
    void reader.open();
    return () => reader.close();
  }, [reader]);
  return reader;
}

function OpenLog(props: OpenProps) {
  const { moving } = props;
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const reader = useReader(props);
  const state = useStore(reader.state);
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(false);
  const search = useLogSearch(reader, state.version);
  const { loadNew } = reader;

  useEffect(() => {
    // What came between the last look and the end is read when it has ended.
    if (!moving) void loadNew();
    if (!moving || !follow) return;
    const timer = setInterval(() => void loadNew(), FOLLOW_EVERY);
    return () => clearInterval(timer);
  }, [moving, follow, loadNew]);

  if (state.phase === 'reading')
    return state.error ? (
      <ErrorState error={state.error} onRetry={() => void reader.loadTail()} />
    ) : (
      <Skeleton lines={7} />
    );
  if (state.phase === 'none')
    return <EmptyState icon="file" title={t('log.none')} text={t(moving ? 'log.noneYet' : 'log.never')} />;
  return (
    <>
      <div className="log-bar">
        <Input
          type="search"
          className="log-search"
          allowClear
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          value={search.text}
          onChange={(event) => search.setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            search.go(event.shiftKey ? -1 : 1);
          }}
        />
        {search.text ? (
          <>
            <span className="muted" aria-live="polite">
              {search.hits.length > 0 ? t('log.hit', { at: search.at + 1, count: search.hits.length }) : t('log.noHit')}
            </span>
            <Button size="small" icon="arrowUp" label={t('log.previous')} onClick={() => search.go(-1)} />
            <Button size="small" icon="arrowDown" label={t('log.next')} onClick={() => search.go(1)} />
          </>
        ) : null}
        <span className="grow" />
        <span className="muted">
          {t('log.loaded', {
            loaded: formatSize(reader.buffer.end - reader.buffer.start, i18n.language),
            size: formatSize(state.size, i18n.language),
          })}
        </span>
        <Button size="small" pressed={follow} hint={t('log.followHint')} onClick={() => setFollow(!follow)}>
          {t('log.follow')}
        </Button>
        <Button size="small" pressed={wrap} onClick={() => setWrap(!wrap)}>
          {t('log.wrap')}
        </Button>
        <DownloadLog {...props} />
      </div>
      {state.error ? <InlineError error={state.error} /> : null}
      <LogView
        reader={reader}
        follow={follow}
        wrap={wrap}
        onLeaveEnd={() => setFollow(false)}
        onReachEnd={() => setFollow(true)}
        shown={search.line}
        hits={search.hitSet}
      />
    </>
  );
}

function DownloadLog(props: OpenProps) {
  const { t } = useTranslation('jobs');
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const name = useMemo(() => `${props.task}-${props.index}.log`, [props.task, props.index]);
  const download = async () => {
    setBusy(true);
    try {
      const address = await addressOf(props);
      if (!address) return;
      const link = document.createElement('a');
      link.href = address;
      link.download = name;
      link.click();
    } catch (error) {
      toast.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="small" icon="download" busy={busy} onClick={() => void download()}>
      {t('log.download')}
    </Button>
  );
}
