import type { Schema } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { dataOf, eihealth, ofPlatform } from './transport.ts';

export type PlatformUser = Schema<'GetUserRsp'>;
export type PlatformRole = Schema<'UserRole'>;
export type UserSettings = Schema<'ShowUserSettingResponse'>;

const ONE = '/v1/{project_id}/users/{user_id}';
const SETTINGS = '/v1/{project_id}/users/{user_id}/settings';
const user = (userId: string) => ({ ...ofPlatform(), user_id: userId });
const usersChanged = () => [{ topic: 'users' as const }];

/** Every user of the platform (4.2.4.5). */
export const usersQuery = () =>
  apiQuery('listUser', {}, ['users'], (signal) =>
    dataOf(eihealth().GET('/v1/{project_id}/users', { params: { path: ofPlatform() }, signal })),
  );

/** One user (4.2.4.8); the platform role decides what the console offers. */
export const userQuery = (userId: string) =>
  apiQuery('showUser', { id: userId }, ['users'], (signal) =>
    dataOf(eihealth().GET(ONE, { params: { path: user(userId) }, signal })),
  );

/** Creates a user (4.2.4.6). */
export const createUser = apiMutation({
  operation: 'createUser',
  run: (body: Schema<'CreateUserReq'>) =>
    dataOf(eihealth().POST('/v1/{project_id}/users', { params: { path: ofPlatform() }, body })),
  changes: usersChanged,
});

/** Changes e-mail or phone of a user (4.2.4.9). */
export const updateUser = apiMutation({
  operation: 'updateUser',
  run: ({ userId, body }: { userId: string; body: Schema<'UpdateUserReq'> }) =>
    dataOf(eihealth().PUT(ONE, { params: { path: user(userId) }, body })),
  changes: usersChanged,
});

/** Changes the platform role of a user (4.2.4.15). */
export const updateUserRole = apiMutation({
  operation: 'updateUserRole',
  run: ({ userId, role }: { userId: string; role: PlatformRole }) =>
    dataOf(eihealth().PUT('/v1/{project_id}/users/{user_id}/role', { params: { path: user(userId) }, body: { role } })),
  changes: usersChanged,
});

/** Limits of a user, and whether they hold (4.2.4.19). */
export const userSettingQuery = (userId: string) =>
  apiQuery('showUserSetting', { id: userId }, ['users'], (signal) =>
    dataOf(eihealth().GET(SETTINGS, { params: { path: user(userId) }, signal })),
  );

/** Sets the limits of a user (4.2.4.18). */
export const updateUserSetting = apiMutation({
  operation: 'updateUserSetting',
  run: ({ userId, body }: { userId: string; body: Schema<'UpdateUserSettingReq'> }) =>
    dataOf(eihealth().PUT(SETTINGS, { params: { path: user(userId) }, body })),
  changes: usersChanged,
});

/** Deletes a user who owns no project (4.2.4.10). */
export const deleteUser = apiMutation({
  operation: 'deleteUser',
  run: (userId: string) => dataOf(eihealth().DELETE(ONE, { params: { path: user(userId) } })),
  changes: usersChanged,
});
