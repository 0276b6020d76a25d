import { useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '#src/api/errors.ts';
import type { JobSummary } from '#src/api/jobs.ts';
import { invalidate } from '#src/api/query.ts';
import { Button } from '#src/ui/button.tsx';
import { InlineError } from '#src/ui/error-state.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { allows, CALLS, type JobAct } from './job-acts.ts';

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

/** Asks before jobs are cancelled, retried or deleted, and then does it one documented call after the other. */
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

interface Failure {
  name: string;
  error: unknown;
}

/** After these the next call would fail as well. */
const endsAll = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status === 401 || error.status === 503);

function useActing({ projectId, request, onClose, onDone }: Props & { request: ActRequest }) {
  const { t } = useTranslation('jobs');
  const client = useQueryClient();
  const toast = useToast();
  const stopped = useRef(false);
  const [state, setState] = useState({ running: false, done: 0, failures: [] as readonly Failure[] });
  const run = async (jobs: readonly ActedOn[]) => {
    stopped.current = false;
    const failures: Failure[] = [];
    let done = 0;
    setState({ running: true, done, failures });
    for (const { id = '', name = '' } of jobs) {
      if (stopped.current) break;
      try {
        await CALLS[request.act]({ projectId, jobId: id });
        done++;
      } catch (error) {
        failures.push({ name, error });
        if (endsAll(error)) stopped.current = true;
      }
      setState({ running: true, done, failures: [...failures] });
    }
    setState({ running: false, done, failures });
    await invalidate(
      client,
      { topic: 'jobs', eihealth_project_id: projectId },
      ...(jobs.length === 1
        ? [{ topic: 'job' as const, eihealth_project_id: projectId, id: jobs[0]?.id ?? '' }]
        : [{ topic: 'job' as const, eihealth_project_id: projectId }]),
    );
    if (failures.length > 0) return;
    const [first] = jobs;
    toast.done(
      jobs.length === 1
        ? t(`act.${request.act}.doneOne`, { name: first?.name ?? '' })
        : t(`act.${request.act}.doneMany`, { count: done }),
    );
    onClose();
    onDone?.(request.act);
  };
  return {
    ...state,
    run,
    stop: () => {
      stopped.current = true;
    },
  };
}

function Body(props: Props & { request: ActRequest }) {
  const { request, onClose } = props;
  const { act, jobs } = request;
  const { t } = useTranslation(['jobs', 'common']);
  const acting = useActing(props);
  const [eligible] = useState(() => jobs.filter((job) => allows(act, job)));
  const skipped = jobs.length - eligible.length;
  const { running, done, failures } = acting;
  const tried = done + failures.length;
  return (
    <div className="stack">
      <p className="muted">{t(`act.${act}.text`)}</p>
      {skipped > 0 ? <p>{t('act.skipped', { count: skipped })}</p> : null}
      {tried > 0 && jobs.length > 1 ? (
        <Progress
          percent={Math.round((tried / Math.max(1, eligible.length)) * 100)}
          format={() => `${tried}/${eligible.length}`}
          status={failures.length > 0 ? 'exception' : 'normal'}
        />
      ) : null}
      <Failures failures={failures} />
      <div className="dialog-foot">
        {running ? (
          <Button onClick={acting.stop}>{t('act.stop')}</Button>
        ) : (
          <Button onClick={onClose}>{t('common:action.close')}</Button>
        )}
        <Button
          kind={act === 'retry' || act === 'cancel' ? 'primary' : 'danger'}
          busy={running}
          disabledReason={eligible.length === 0 && t('act.none')}
          onClick={() => void acting.run(eligible)}
        >
          {t(`act.${act}.verb`)}
        </Button>
      </div>
    </div>
  );
}

/** Of many alike errors a few are enough to understand. */
const SHOWN = 5;

function Failures({ failures }: { failures: readonly Failure[] }) {
  const { t } = useTranslation('jobs');
  if (failures.length === 0) return null;
  return (
    <div className="stack">
      {failures.slice(0, SHOWN).map(({ name, error }) => (
        <div key={name}>
          <strong>{name}</strong>
          <InlineError error={error} />
        </div>
      ))}
      {failures.length > SHOWN ? <p className="muted">{t('act.more', { count: failures.length - SHOWN })}</p> : null}
    </div>
  );
}
