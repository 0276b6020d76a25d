/** 4.2.5: how many finished jobs are kept. */
import type { Schema } from '#contracts/index.ts';
import type { Db } from '../../db/database.ts';
import type { Handlers } from '../platform.ts';

const NAME = 'job_config';

/** The documents' default (4.2.5.2). */
const DEFAULT: Schema<'UpdateJobConfigReq'> = { job_retain_number: 5_000_000 };

export async function readJobConfig(db: Db): Promise<Schema<'UpdateJobConfigReq'>> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', NAME).executeTakeFirst();
  return (row?.value as Schema<'UpdateJobConfigReq'> | undefined) ?? DEFAULT;
}

export const jobConfigHandlers: Handlers<'eihealth'> = {
  showJobConfig: ({ platform }) => readJobConfig(platform.db),

  updateJobConfig: async ({ platform, body }) => {
    const value = JSON.stringify({ job_retain_number: body.job_retain_number });
    await platform.db
      .insertInto('setting')
      .values({ name: NAME, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
    return undefined;
  },
};
