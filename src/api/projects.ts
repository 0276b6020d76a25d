import type { Schema } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { dataOf, eihealth, ofPlatform, ofProject } from './transport.ts';

export type ProjectSummary = Schema<'ProjectRsp'>;
export type Project = Schema<'ShowProjectResponse'>;

const COLLECTION = '/v1/{project_id}/eihealth-projects';
const ONE = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}';

/** Every project the user may see (4.1.3.2); the API does not page. */
export const projectsQuery = () =>
  apiQuery('listProject', {}, ['projects'], (signal) =>
    dataOf(eihealth().GET(COLLECTION, { params: { path: ofPlatform() }, signal })),
  );

/** One project with its members and the caller's role (4.1.3.5). */
export const projectQuery = (projectId: string) =>
  apiQuery('showProject', { projectId }, ['projects', 'members'], (signal) =>
    dataOf(eihealth().GET(ONE, { params: { path: ofProject(projectId) }, signal })),
  );

/** Creates a project (4.1.3.1); the caller becomes its owner. */
export const createProject = apiMutation({
  operation: 'createProject',
  run: (body: Schema<'CreateProjectReq'>) =>
    dataOf(eihealth().POST(COLLECTION, { params: { path: ofPlatform() }, body })),
  changes: () => [{ topic: 'projects' }],
});

/** Changes description, tags, state or storage limit (4.1.3.3). */
export const updateProject = apiMutation({
  operation: 'updateProject',
  run: ({ projectId, body }: { projectId: string; body: Schema<'UpdateProjectReq'> }) =>
    dataOf(eihealth().PUT(ONE, { params: { path: ofProject(projectId) }, body })),
  changes: ({ projectId }) => [{ topic: 'projects', eihealth_project_id: projectId }],
});

/** Deletes a frozen project (4.1.3.4); it can be restored for seven days unless `now`. */
export const deleteProject = apiMutation({
  operation: 'deleteProject',
  run: ({ projectId, now }: { projectId: string; now?: boolean }) =>
    dataOf(
      eihealth().DELETE(ONE, {
        params: { path: ofProject(projectId), header: now ? { 'X-Delete-Now': true } : undefined },
      }),
    ),
  changes: () => [{ topic: 'projects' }],
});
