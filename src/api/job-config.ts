import type { Schema } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { dataOf, eihealth, ofPlatform } from './transport.ts';

const CONFIG = '/v1/{project_id}/system/job-config';

/** How many finished jobs the platform keeps (4.2.5.1). */
export const jobConfigQuery = () =>
  apiQuery('showJobConfig', {}, ['jobs'], (signal) =>
    dataOf(eihealth().GET(CONFIG, { params: { path: ofPlatform() }, signal })),
  );

/** Sets how many finished jobs are kept (4.2.5.2); those beyond it are dropped in the background. */
export const updateJobConfig = apiMutation({
  operation: 'updateJobConfig',
  run: (body: Schema<'UpdateJobConfigReq'>) => dataOf(eihealth().PUT(CONFIG, { params: { path: ofPlatform() }, body })),
  changes: () => [{ topic: 'jobs' as const }],
});
