import { Input } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { jobLogQuery } from '#src/api/jobs.ts';
import { readLogPart } from '#src/api/log-file.ts';
import { readNow } from '#src/api/query-client.ts';
import { formatSize } from '#src/lib/format.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Button } from '#src/ui/button.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState, InlineError } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { useToast } from '#src/ui/toast.ts';
import { createLogReader, type LogReader } from './log-reader.ts';
import { LogView } from './log-view.tsx';
import { useLogSearch } from './use-log-search.ts';

/** How often the end of a log that is being written is asked for. */
const FOLLOW_EVERY = 1_000;

interface LogProps {
  projectId: string;
  jobId: string;
  task: string;
  index: number;
  moving: boolean;
}

/** A fresh address each time it is asked for; addresses expire. */
const addressOf = ({ projectId, jobId, task, index }: Omit<LogProps, 'moving'>) =>
  readNow(jobLogQuery(projectId, jobId, { task_name: task, task_index: String(index) })).then(
    ({ log_storage_link }) => log_storage_link || undefined,
  );

function useReader({ projectId, jobId, task, index }: LogProps): LogReader {
  const [reader] = useState(() =>
    createLogReader({ address: () => addressOf({ projectId, jobId, task, index }), read: readLogPart }),
  );
  useEffect(() => {
    void reader.open();
    return () => reader.close();
  }, [reader]);
  return reader;
}

/** The log of one instance: its end, followed while it is written, searched and downloaded. */
export function InstanceLog(props: LogProps) {
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

function DownloadLog(props: LogProps) {
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
