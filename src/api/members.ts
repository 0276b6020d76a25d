import type { Schema } from '#contracts/index.ts';
import { apiMutation } from './query.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

export type ProjectRole = Schema<'ProjectRoleType'>;

const ONE = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/members/{user_id}';

interface MemberOf {
  projectId: string;
  userId: string;
}

const membersOf = (projectId: string) => [{ topic: 'members' as const, eihealth_project_id: projectId }];

/** Adds a member, or changes the role of one (4.1.3.6). */
export const updateMember = apiMutation({
  operation: 'updateMember',
  run: ({ projectId, userId, role }: MemberOf & { role: ProjectRole }) =>
    dataOf(eihealth().PUT(ONE, { params: { path: { ...ofProject(projectId), user_id: userId } }, body: { role } })),
  changes: ({ projectId }) => membersOf(projectId),
});

/** Removes a member (4.1.3.7). */
export const deleteMember = apiMutation({
  operation: 'deleteMember',
  run: ({ projectId, userId }: MemberOf) =>
    dataOf(eihealth().DELETE(ONE, { params: { path: { ...ofProject(projectId), user_id: userId } } })),
  changes: ({ projectId }) => membersOf(projectId),
});

/** Removes several members (4.1.3.9); the answer says for each whether it succeeded. */
export const batchDeleteMember = apiMutation({
  operation: 'batchDeleteMember',
  run: ({ projectId, userIds }: { projectId: string; userIds: string[] }) =>
    dataOf(
      eihealth().POST('/v1/{project_id}/eihealth-projects/{eihealth_project_id}/members/batch-delete', {
        params: { path: ofProject(projectId) },
        body: { members: userIds.map((user_id) => ({ user_id })) },
      }),
    ),
  changes: ({ projectId }) => membersOf(projectId),
});
