/** Operations on jobs (4.5.2). */
import type { Handlers } from '../platform.ts';
import { batchCancelJobs, batchDeleteJobs, batchRetryJobs } from './batch-jobs.ts';
import { cancelJob, deleteJob, retryJob } from './change-job.ts';
import { showTaskEvents, showTaskInstanceEvents } from './instances/instance-events.ts';
import { showTaskInstances } from './instances/list-instances.ts';
import { showTaskInstanceMetricData } from './instances/metric-data.ts';
import { showTaskInstancePod } from './instances/pod-text.ts';
import { showJobEvents } from './job-events.ts';
import { showJobLog } from './job-log.ts';
import { listJobs } from './list-jobs.ts';
import { showJob } from './show-job.ts';
import { startJob } from './start-job.ts';
import { updateJob } from './update-job.ts';

export const jobHandlers: Handlers<'eihealth'> = {
  listJob: listJobs,
  executeJob: startJob,
  showJob,
  deleteJob,
  showJobEvent: showJobEvents,
  showJobLog,
  showTaskEvents,
  showTaskInstances,
  showTaskInstanceEvents,
  showTaskInstancePod,
  showTaskInstanceMetricData,
  updateJob,
  retryJob,
  cancelJob,
  batchCancelJob: batchCancelJobs,
  batchRetryJob: batchRetryJobs,
  batchDeleteJob: batchDeleteJobs,
};
