/** Members of a project: 4.1.3.6, .7, .9. */
import type { Schema } from '#contracts/index.ts';
import { refuse } from '../errors.ts';
import { type Handlers, type Platform, type ProjectAccess, RawReply } from './platform.ts';

/** Removes one member. @throws ApiError 400 for the owner, 404 for somebody who is none */
async function removeMember(platform: Platform, project: ProjectAccess, userId: string): Promise<void> {
  if (userId === project.ownerId) throw refuse('01020013', 'The owner cannot be removed');
  const { numDeletedRows } = await platform.db
    .deleteFrom('project_member')
    .where('project_id', '=', project.id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw refuse('01020014', 'The user is not a member of this project');
}

const changed = (platform: Platform, project: ProjectAccess) =>
  platform.bus.publish({ topic: 'members', eihealth_project_id: project.id });

export const memberHandlers: Handlers<'eihealth'> = {
  updateMember: async ({ platform, project, path, body }) => {
    if (path.user_id === project.ownerId) throw refuse('01020013', 'The role of the owner cannot be changed');
    const user = await platform.db
      .selectFrom('iam_user')
      .select('id')
      .where('id', '=', path.user_id)
      .executeTakeFirst();
    if (!user) throw refuse('01020008', 'There is no such user');
    const known = await platform.db
      .selectFrom('project_member')
      .select('role')
      .where('project_id', '=', project.id)
      .where('user_id', '=', user.id)
      .executeTakeFirst();
    await platform.db
      .insertInto('project_member')
      .values({ project_id: project.id, user_id: user.id, role: body.role })
      .onConflict((conflict) => conflict.columns(['project_id', 'user_id']).doUpdateSet({ role: body.role }))
      .execute();
    changed(platform, project);
    return new RawReply(undefined, { status: known ? 200 : 201 });
  },

  deleteMember: async ({ platform, project, path }) => {
    await removeMember(platform, project, path.user_id);
    changed(platform, project);
    return undefined;
  },

  batchDeleteMember: async ({ platform, project, body }) => {
    const ids = body.members.map((member) => member.user_id);
    if (new Set(ids).size !== ids.length) throw refuse('01020028', '/members lists a user twice');
    const names = new Map(
      (await platform.db.selectFrom('iam_user').select(['id', 'name']).where('id', 'in', ids).execute()).map(
        ({ id, name }) => [id, name],
      ),
    );
    const results: Schema<'BatchDeleteMemberRsp'>[] = [];
    for (const id of ids) {
      const failure = await removeMember(platform, project, id).then(
        () => undefined,
        (error: Error) => error.message,
      );
      const name = names.get(id) ?? '';
      results.push(failure ? { id, name, status: 'FAILED', failed_reason: failure } : { id, name, status: 'SUCCESS' });
    }
    changed(platform, project);
    return new RawReply(results, { status: results.some((result) => result.status === 'FAILED') ? 207 : 200 });
  },
};
