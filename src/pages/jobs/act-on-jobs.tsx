import { useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BATCH_SIZE } from '#src/api/job-batches.ts';
import type { JobSummary } from '#src/api/jobs.ts';
import { invalidate } from '#src/api/query.ts';
import { Button } from '#src/ui/button.tsx';
import { InlineError } from '#src/ui/error-state.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { allows, BATCHES, CALLS, type JobAct } from './job-acts.ts';
import { type ActProgress, byCause, type FailureGroup, runActs } from './run-acts.ts';

type ActedOn = Pick<JobSummary, 'id' | 'name' | 'status' | 'still_running_tasks' | 'output_dir'>;

export interface ActRequest {
  act: JobAct;
  jobs: readonly ActedOn[];
}

interface Props {
  projectId: string;
  /** Undefined: closed. */
  request: ActRequest | undefined;
  onClose(): void;
  /** All calls have been made. */
  onDone?(act: JobAct): void;
}

/** Asks before jobs are cancelled, retried or deleted, and then does it: one by its own call, several in batches. */
export function ActOnJobs(props: Props) {
  const { request, onClose } = props;
  const { t } = useTranslation('jobs');
  const [only] = request?.jobs ?? [];
  const title = request
    ? request.jobs.length === 1
      ? t(`act.${request.act}.one`, { name: only?.name ?? '' })
      : t(`act.${request.act}.many`, { count: request.jobs.length })
    : '';
  return (
    <Dialog open={request !== undefined} title={title} onClose={onClose}>
      {request ? <Body {...props} request={request} /> : null}
    </Dialog>
  );
}

const NOTHING_DONE: ActProgress = { done: 0, failures: [] };

function useActing({ projectId, request, onClose, onDone }: Props & { request: ActRequest }) {
  const { t } = useTranslation('jobs');
  const client = useQueryClient();
  const toast = useToast();
  const stopped = useRef(false);
  const [running, setRunning] = useState(false);
  const { act } = request;
  const [list, setList] = useState<readonly ActedOn[]>(() => request.jobs.filter((job) => allows(act, job)));
  const [progress, setProgress] = useState(NOTHING_DONE);
  const run = async () => {
    // A second try takes what the first one left: stopped before, or refused.
    const jobs = remaining(list, progress);
    setList(jobs);
    stopped.current = false;
    setRunning(true);
    setProgress(NOTHING_DONE);
    const [first] = jobs;
    const only = jobs.length === 1 ? first : undefined;
    const { done, failures } = await runActs(jobs, {
      size: BATCH_SIZE,
      send: async (ids) => {
        if (!only) return BATCHES[act]({ projectId, ids });
        await CALLS[act]({ projectId, jobId: only.id ?? '' });
        return [{ id: only.id ?? '' }];
      },
      stopped: () => stopped.current,
      tell: setProgress,
    });
    setRunning(false);
    const changed = { topic: 'job' as const, eihealth_project_id: projectId };
    await invalidate(
      client,
      { topic: 'jobs', eihealth_project_id: projectId },
      only ? { ...changed, id: only.id ?? '' } : changed,
    );
    // What was stopped half-way says so in the dialog.
    if (failures.length > 0 || done < jobs.length) return;
    toast.done(only ? t(`act.${act}.doneOne`, { name: only.name ?? '' }) : t(`act.${act}.doneMany`, { count: done }));
    onClose();
    onDone?.(act);
  };
  return {
    ...progress,
    list,
    running,
    run,
    stop: () => {
      stopped.current = true;
    },
  };
}

/** What is still to do of a list: all after what was tried, and what failed. */
function remaining(list: readonly ActedOn[], { done, failures }: ActProgress): readonly ActedOn[] {
  const failed = new Set(failures.map(({ id }) => id));
  return list.filter(({ id = '' }, at) => at >= done + failures.length || failed.has(id));
}

function Body(props: Props & { request: ActRequest }) {
  const { request, onClose } = props;
  const { act, jobs } = request;
  const { t } = useTranslation(['jobs', 'common']);
  const acting = useActing(props);
  const { running, list, done, failures } = acting;
  const [skipped] = useState(jobs.length - list.length);
  const tried = done + failures.length;
  return (
    <div className="stack">
      <p className="muted">{t(`act.${act}.text`)}</p>
      {skipped > 0 ? <p>{t('act.skipped', { count: skipped })}</p> : null}
      {tried > 0 && jobs.length > 1 ? (
        <Progress
          aria-label={t('act.progress')}
          percent={Math.round((tried / Math.max(1, list.length)) * 100)}
          format={() => `${tried}/${list.length}`}
          status={failures.length > 0 ? 'exception' : 'normal'}
        />
      ) : null}
      {!running && tried > 0 && list.length > 1 ? (
        <p role="status">{t('act.outcome', { done, failed: failures.length, left: list.length - tried })}</p>
      ) : null}
      {byCause(failures).map((group) => (
        <Cause key={group.jobs[0]?.id} group={group} alone={list.length === 1} />
      ))}
      <div className="dialog-foot">
        {running ? (
          <Button onClick={acting.stop}>{t('act.stop')}</Button>
        ) : (
          <Button onClick={onClose}>{t('common:action.close')}</Button>
        )}
        <Button
          kind={act === 'retry' || act === 'cancel' ? 'primary' : 'danger'}
          busy={running}
          disabledReason={list.length === 0 && t('act.none')}
          onClick={() => void acting.run()}
        >
          {t(`act.${act}.verb`)}
        </Button>
      </div>
    </div>
  );
}

/** Of many names a few are enough to recognise them. */
const SHOWN = 8;

/** One cause of failures and the jobs it befell. */
function Cause({ group, alone }: { group: FailureGroup; alone: boolean }) {
  const { t } = useTranslation('jobs');
  const { error, jobs } = group;
  return (
    <div className="act-cause">
      {alone ? null : <strong>{t('act.failed', { count: jobs.length })}</strong>}
      <InlineError error={error} />
      {alone ? null : (
        <ul className="act-names">
          {jobs.slice(0, SHOWN).map(({ id, name }) => (
            <li key={id}>{name}</li>
          ))}
          {jobs.length > SHOWN ? <li className="muted">{t('act.more', { count: jobs.length - SHOWN })}</li> : null}
        </ul>
      )}
    </div>
  );
}
