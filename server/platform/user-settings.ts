/** Limits of a user: 4.2.4.18, .19. They count only while the limitation is switched on. */
import limits from '#contracts/generated/limits/eihealth.updateUserSetting.ts';
import type { Schema } from '#contracts/index.ts';
import type { Db } from '../db/database.ts';
import type { StoredUserSettings } from '../db/schema.ts';
import { refuse } from '../errors.ts';
import type { Handlers } from './platform.ts';

export type UserSettings = Schema<'UserSettingDto'>;

/** What a limitation begins with: the widest the documents know. */
const WIDEST: Required<UserSettings> = {
  job_quota: limits['settings.job_quota'].maximum,
  job_timeout: limits['settings.job_timeout'].maximum,
  cpu_quota: limits['settings.cpu_quota'].maximum,
  mem_quota: limits['settings.mem_quota'].maximum,
  projects_per_user: limits['settings.projects_per_user'].default,
};

/** The answer for stored settings. Limits given when a user is made are meant to hold. */
export function presentSettings(stored: StoredUserSettings): Schema<'ShowUserSettingResponse'> {
  const { operation, ...given } = stored;
  const limited = operation ?? (Object.keys(given).length > 0 ? 'OPEN' : 'CLOSE');
  return { operation: limited, settings: { ...WIDEST, ...given } };
}

/** The limits that hold for a user now; undefined when none do. @param db a transaction, where it must not change */
export async function limitsOfUser(db: Db, userId: string): Promise<Required<UserSettings> | undefined> {
  const row = await db.selectFrom('iam_user').select('settings').where('id', '=', userId).executeTakeFirst();
  if (!row) return undefined;
  const { operation, settings } = presentSettings(row.settings);
  return operation === 'OPEN' ? { ...WIDEST, ...settings } : undefined;
}

export const userSettingHandlers: Handlers<'eihealth'> = {
  showUserSetting: async ({ platform, path }) => {
    const row = await platform.db
      .selectFrom('iam_user')
      .select('settings')
      .where('id', '=', path.user_id)
      .executeTakeFirst();
    if (!row) throw refuse('01010032', 'There is no such user');
    return presentSettings(row.settings);
  },

  updateUserSetting: async ({ platform, path, body }) => {
    const stored: StoredUserSettings = { ...body.settings, operation: body.operation };
    const { numUpdatedRows } = await platform.db
      .updateTable('iam_user')
      .set({ settings: JSON.stringify(stored) })
      .where('id', '=', path.user_id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw refuse('01010032', 'There is no such user');
    platform.bus.publish({ topic: 'users', id: path.user_id });
    return undefined;
  },
};
