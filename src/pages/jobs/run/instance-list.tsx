import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '#contracts/index.ts';
import { taskInstancesQuery } from '#src/api/instances.ts';
import type { Job } from '#src/api/jobs.ts';
import { foldRun, runSegments } from '#src/canvas/run/run.ts';
import { Button } from '#src/ui/button.tsx';
import { Status, StatusGlyph, stateOf } from '#src/ui/status.tsx';
import { Duration } from '#src/ui/values.tsx';
import { type InstancePage, instancePage } from './instance-page.ts';
import { useJobEvents } from './use-job-events.ts';
import { reasonsByInstance, waitingWords } from './why.ts';
import './run.css';

interface Props {
  projectId: string;
  job: Job;
  task: string;
  /** Opens an instance beside the page. */
  onOpen: (index: number) => void;
}

const NO_INSTANCES: readonly Schema<'SubTaskRuntimeDto'>[] = [];

/** The instances of a task in pages, of one state when that is wanted: state, duration, node and why. */
export function InstanceList({ projectId, job, task, onOpen }: Props) {
  const { t } = useTranslation('jobs');
  const [state, setState] = useState('');
  const [wanted, setPage] = useState(0);
  const runtime = job.task_runtime_info?.find(({ task_name }) => task_name === task);
  const instances = runtime?.sub_tasks ?? NO_INSTANCES;
  const shown = useMemo(() => instancePage(instances, state, wanted), [instances, state, wanted]);
  const list = useRef<HTMLUListElement>(null);
  const turned = useRef(false);
  // What had the focus is gone with its page; keys go on from the first of the new one.
  useLayoutEffect(() => {
    if (turned.current && shown.page >= 0) list.current?.querySelector('button')?.focus();
    turned.current = false;
  }, [shown.page]);
  const choose = (next: string) => {
    setState(next);
    setPage(0);
  };
  const turn = (step: number) => {
    turned.current = true;
    setPage(shown.page + step);
  };
  const keys = (event: KeyboardEvent) => moveFocus(event, list.current, turn);
  return (
    <div className="run-list">
      <States runtime={runtime} chosen={state} onChoose={choose} />
      <ul ref={list} aria-label={t('instances')} onKeyDown={keys}>
        <Rows projectId={projectId} job={job} task={task} page={shown} onOpen={onOpen} />
      </ul>
      {shown.count === 0 ? <p className="muted">{t('run.none')}</p> : null}
      <Pager page={shown} onPage={setPage} />
    </div>
  );
}

/** Up and down go from instance to instance, page up and page down from page to page. */
function moveFocus(event: KeyboardEvent, list: HTMLElement | null, turn: (step: number) => void) {
  const pages = { PageUp: -1, PageDown: 1 }[event.key];
  if (pages) {
    event.preventDefault();
    return turn(pages);
  }
  const rows = [...(list?.querySelectorAll('button') ?? [])];
  const at = rows.findIndex((row) => row.matches(':focus'));
  const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  rows[Math.min(Math.max(0, next), rows.length - 1)]?.focus();
}

interface StatesProps {
  runtime: Schema<'TaskRuntimeDto'> | undefined;
  chosen: string;
  onChoose: (state: string) => void;
}

/** How many instances are in which state; each state can be listed alone. */
function States({ runtime, chosen, onChoose }: StatesProps) {
  const { t } = useTranslation(['jobs', 'common']);
  const run = foldRun(runtime ? [runtime] : []).get(runtime?.task_name ?? '');
  const segments = run ? runSegments(run) : [];
  return (
    <fieldset className="run-states" aria-label={t('jobs:instanceState')}>
      <Button size="small" pressed={chosen === ''} onClick={() => onChoose('')}>
        {t('jobs:run.all', { count: run?.total ?? 0 })}
      </Button>
      {segments.map(({ status, count }) => (
        <Button key={status} size="small" pressed={chosen === status} onClick={() => onChoose(status)}>
          <StatusGlyph state={stateOf(status)} /> {`${t(`common:status.${stateOf(status)}`)} ${count}`}
        </Button>
      ))}
    </fieldset>
  );
}

function Rows({ projectId, job, task, page, onOpen }: Props & { page: InstancePage }) {
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const events = useJobEvents(projectId, job);
  const reasons = useMemo(
    () => reasonsByInstance(job, task, events, i18n.language, t),
    [job, task, events, i18n.language, t],
  );
  const waiting = waitingWords(job, task, events, t);
  return page.rows.map(({ index, instance }) => {
    const { status, pod_start_time: from, finish_time: to } = instance;
    const failure = reasons.get(index);
    const why = failure ? failure.reason : status === 'PENDING' ? waiting : undefined;
    return (
      <li key={index}>
        <button type="button" onClick={() => onOpen(index)} title={failure?.message}>
          <span className="mono ellipsis">{instance.sub_task_name ?? `${task}-${index}`}</span>
          <Status state={stateOf(status)} />
          <span className="run-time">{from ? <Duration from={from} {...(to ? { to } : {})} /> : null}</span>
          <span className="muted ellipsis">
            {from ? <NodeName projectId={projectId} jobId={job.id ?? ''} task={task} index={index} /> : null}
          </span>
          {why ? <span className="run-why muted">{why}</span> : null}
        </button>
      </li>
    );
  });
}

interface NodeNameProps {
  projectId: string;
  jobId: string;
  task: string;
  index: number;
}

/** Where the newest attempt of an instance runs or ran; asked for only where it is shown. */
function NodeName(instance: NodeNameProps) {
  const attempts = useQuery({ ...taskInstancesQuery(instance), staleTime: 30_000 });
  return attempts.data?.instances?.[0]?.status?.host_name ?? '';
}

function Pager({ page: { page, pages, count }, onPage }: { page: InstancePage; onPage: (page: number) => void }) {
  const { t } = useTranslation('jobs');
  if (pages === 1) return null;
  return (
    <nav className="run-pager" aria-label={t('run.pages')}>
      <Button
        size="small"
        icon="chevronLeft"
        label={t('run.previousPage')}
        disabledReason={page === 0 && t('run.firstPage')}
        onClick={() => onPage(page - 1)}
      />
      <span aria-live="polite">{t('run.page', { page: page + 1, pages, count })}</span>
      <Button
        size="small"
        icon="chevronRight"
        label={t('run.nextPage')}
        disabledReason={page === pages - 1 && t('run.lastPage')}
        onClick={() => onPage(page + 1)}
      />
    </nav>
  );
}
