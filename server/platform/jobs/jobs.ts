/** Operations on jobs (4.5.2). */
import type { Handlers } from '../platform.ts';
import { cancelJob, deleteJob, retryJob } from './change-job.ts';
import { showJobEvents } from './job-events.ts';
import { showJobLog } from './job-log.ts';
import { listJobs } from './list-jobs.ts';
import { showJob } from './show-job.ts';
import { startJob } from './start-job.ts';

export const jobHandlers: Handlers<'eihealth'> = {
  listJob: listJobs,
  executeJob: startJob,
  showJob,
  deleteJob,
  showJobEvent: showJobEvents,
  showJobLog,
  retryJob,
  cancelJob,
};
