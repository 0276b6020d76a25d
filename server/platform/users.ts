/** Platform users: 4.2.4.5, .6, .8, .9, .10, .15. */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Schema } from '#contracts/index.ts';
import { isUniqueViolation } from '../db/database.ts';
import type { IamUserTable } from '../db/schema.ts';
import { refuse } from '../errors.ts';
import { hashPassword, passwordProblem } from './iam/passwords.ts';
import { type Handlers, type Platform, presentTime } from './platform.ts';

type UserRow = Selectable<IamUserTable>;

function presentUser(platform: Platform, row: UserRow): Schema<'GetUserRsp'> {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    status: 'ACTIVE',
    ...(row.email ? { email: row.email } : {}),
    ...(row.phone ? { phone: row.phone, areacode: row.areacode } : {}),
    is_domain_owner: row.name === platform.domain.name,
    create_time: presentTime(row.create_time),
    pwd_status: false,
    source: 'PLATFORM',
  };
}

async function findUser(platform: Platform, id: string): Promise<UserRow> {
  const row = await platform.db.selectFrom('iam_user').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw refuse('01010032', 'There is no such user');
  return row;
}

/** A phone number and its country code go together (4.2.4.6). */
function checkPhone(phone: string | undefined, areacode: string | undefined): void {
  if (Boolean(phone) !== Boolean(areacode)) throw refuse('01010058', '/phone and /areacode go together');
}

async function checkUnused(
  platform: Platform,
  column: 'email' | 'phone',
  value: string | undefined,
  exceptId: string,
): Promise<void> {
  if (!value) return;
  const taken = await platform.db
    .selectFrom('iam_user')
    .select('id')
    .where(column, '=', value)
    .where('id', '<>', exceptId)
    .executeTakeFirst();
  if (taken) throw refuse(column === 'email' ? '01010052' : '01010054', `/${column} is in use by another user`);
}

/** Stores a user. @throws ApiError 400 with the documented code for a weak password or a taken name */
export async function storeUser(
  platform: Pick<Platform, 'db' | 'bus'>,
  given: {
    name: string;
    password: string;
    role: 'ADMIN' | 'OPERATOR';
    email?: string;
    phone?: string;
    areacode?: string;
    settings?: Schema<'UserSettingDto'>;
  },
): Promise<string> {
  const problem = passwordProblem(given.password, given.name);
  if (problem) throw refuse(problem.number, problem.message);
  const id = randomUUID().replaceAll('-', '');
  try {
    await platform.db
      .insertInto('iam_user')
      .values({
        id,
        name: given.name,
        password_hash: await hashPassword(given.password),
        role: given.role,
        email: given.email ?? '',
        phone: given.phone ?? '',
        areacode: given.areacode ?? '',
        settings: JSON.stringify(given.settings ?? {}),
        create_time: new Date(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error)) throw refuse('01010034', `/name ${given.name} is taken`);
    throw error;
  }
  platform.bus.publish({ topic: 'users', id });
  return id;
}

export const userHandlers: Handlers<'eihealth'> = {
  listUser: async ({ platform, user }) => {
    const rows = await platform.db.selectFrom('iam_user').selectAll().orderBy('name').execute();
    // Others than administrators see who there is (to add members), not how to reach them.
    const users = rows.map((row) => {
      const shown = presentUser(platform, row);
      if (user.role === 'ADMIN' || row.id === user.id) return shown;
      return { id: shown.id, name: shown.name, role: shown.role, status: shown.status };
    });
    return { count: users.length, users };
  },

  createUser: async ({ platform, body }) => {
    checkPhone(body.phone, body.areacode);
    await checkUnused(platform, 'email', body.email, '');
    await checkUnused(platform, 'phone', body.phone, '');
    return { id: await storeUser(platform, body) };
  },

  showUser: async ({ platform, path }) => presentUser(platform, await findUser(platform, path.user_id)),

  updateUser: async ({ platform, path, body }) => {
    const row = await findUser(platform, path.user_id);
    const phone = body.mobile ?? row.phone;
    const areacode = body.areacode ?? row.areacode;
    if (Boolean(phone) !== Boolean(areacode)) throw refuse('01010058', '/mobile and /areacode go together');
    await checkUnused(platform, 'email', body.email, row.id);
    await checkUnused(platform, 'phone', body.mobile, row.id);
    await platform.db
      .updateTable('iam_user')
      .set({ phone, areacode, ...(body.email !== undefined ? { email: body.email } : {}) })
      .where('id', '=', row.id)
      .execute();
    platform.bus.publish({ topic: 'users', id: row.id });
    return undefined;
  },

  updateUserRole: async ({ platform, user, path, body }) => {
    const row = await findUser(platform, path.user_id);
    if (row.id === user.id || row.name === platform.domain.name)
      throw refuse('01000046', "The role of the owner of the domain and one's own role cannot be changed");
    await platform.db.updateTable('iam_user').set({ role: body.role }).where('id', '=', row.id).execute();
    platform.sessions.forget(row.id);
    platform.bus.publish({ topic: 'users', id: row.id });
    return { id: row.id };
  },

  deleteUser: async ({ platform, user, path }) => {
    const row = await findUser(platform, path.user_id);
    if (row.id === user.id || row.name === platform.domain.name)
      throw refuse('01010041', 'The owner of the domain and oneself cannot be deleted');
    const owned = await platform.db
      .selectFrom('project')
      .select('name')
      .where('owner_id', '=', row.id)
      .executeTakeFirst();
    if (owned) throw refuse('01010037', `The user still owns the project ${owned.name}`);
    await platform.sessions.revokeAll(row.id);
    await platform.db.deleteFrom('iam_user').where('id', '=', row.id).execute();
    platform.bus.publish({ topic: 'users', id: row.id });
    return undefined;
  },
};
