/** What can be done with jobs, and why not. */
import { useTranslation } from 'react-i18next';
import { allowedJobActions } from '#core/job/status.ts';
import { cancelJobs, deleteJobs, type JobOutcome, retryJobs } from '#src/api/job-batches.ts';
import { cancelJob, deleteJob, type JobSummary, retryJob } from '#src/api/jobs.ts';
import { useOffered, usePermission } from '#src/api/use-permission.ts';
import { jobStatus } from './job-status.ts';

export type JobAct = 'cancel' | 'forceCancel' | 'retry' | 'delete';
export const JOB_ACTS: readonly JobAct[] = ['cancel', 'forceCancel', 'retry', 'delete'];

interface Target {
  projectId: string;
  jobId: string;
}

/** The documented call of each act. */
export const CALLS: Readonly<Record<JobAct, (target: Target) => Promise<unknown>>> = {
  cancel: (target) => cancelJob.run({ ...target, force: false }),
  forceCancel: (target) => cancelJob.run({ ...target, force: true }),
  retry: retryJob.run,
  delete: deleteJob.run,
};

/** The documented call of each act for up to 50 jobs. */
export const BATCHES: Readonly<Record<JobAct, (batch: { projectId: string; ids: string[] }) => Promise<JobOutcome[]>>> =
  {
    cancel: (batch) => cancelJobs(batch, false),
    forceCancel: (batch) => cancelJobs(batch, true),
    retry: retryJobs,
    delete: deleteJobs,
  };

type Facts = Pick<JobSummary, 'status' | 'still_running_tasks'>;

/** Whether the state of a job allows an act; a retry also waits for tasks that still run (error 01050227). */
export function allows(act: JobAct, job: Facts): boolean {
  if (act === 'retry' && (job.still_running_tasks?.length ?? 0) > 0) return false;
  return allowedJobActions(jobStatus(job.status)).has(act);
}

/** Reasons by act: role, frozen project, an operation the server lacks. */
export type ActAccess = Readonly<Record<JobAct, string | false>>;

/** What the caller may do with the jobs of a project at all. */
export function useActAccess(projectId: string): ActAccess {
  const run = usePermission(projectId, 'run');
  const cancel = useOffered('eihealth', 'cancelJob');
  const retry = useOffered('eihealth', 'retryJob');
  const remove = useOffered('eihealth', 'deleteJob');
  return {
    cancel: run.reason || cancel.reason,
    forceCancel: run.reason || cancel.reason,
    retry: run.reason || retry.reason,
    delete: run.reason || remove.reason,
  };
}

/** Why a job cannot be given other values; false when it can. */
export function useUpdateReason(projectId: string): (job: Facts) => string | false {
  const { t } = useTranslation('jobs');
  const run = usePermission(projectId, 'run');
  const update = useOffered('eihealth', 'updateJob');
  const retry = useOffered('eihealth', 'retryJob');
  return (job) => {
    const state = t(`state.${jobStatus(job.status)}`);
    const allowed = allowedJobActions(jobStatus(job.status)).has('update');
    return run.reason || update.reason || retry.reason || (allowed ? false : t('why.update', { state }));
  };
}

/** Why an act cannot be done with one job; false when it can. */
export function useActReason(access: ActAccess): (act: JobAct, job: Facts) => string | false {
  const { t } = useTranslation(['jobs', 'common']);
  return (act, job) => {
    if (access[act]) return access[act];
    if (allows(act, job)) return false;
    // The state would allow it: only what still runs stands against it.
    if (allowedJobActions(jobStatus(job.status)).has(act)) return t('why.retryRunning');
    const state = t(`state.${jobStatus(job.status)}`);
    return t(`why.${act}`, { state });
  };
}
