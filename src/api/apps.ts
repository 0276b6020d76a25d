import type { Schema } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

export type AppSummary = Schema<'AppListDto'>;
export type App = Schema<'ShowAppResponse'>;

const APPS = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/apps';
const ONE = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/apps/{app_id}';
const app = (projectId: string, appId: string) => ({ ...ofProject(projectId), app_id: appId });
const appsChanged = ({ projectId }: { projectId: string }) => [
  { topic: 'apps' as const, eihealth_project_id: projectId },
];

/** Every app of a project (4.5.1.4); the API does not page. */
export const appsQuery = (projectId: string) =>
  apiQuery('listApp', { projectId }, ['apps'], (signal) =>
    dataOf(eihealth().GET(APPS, { params: { path: ofProject(projectId) }, signal })),
  );

/** One app with its parameters (4.5.1.6). */
export const appQuery = (projectId: string, appId: string) =>
  apiQuery('showApp', { projectId, id: appId }, ['apps'], (signal) =>
    dataOf(eihealth().GET(ONE, { params: { path: app(projectId, appId) }, signal })),
  );

/** Registers an app (4.5.1.5). */
export const createApp = apiMutation({
  operation: 'createApp',
  run: ({ projectId, body }: { projectId: string; body: Schema<'AppReq'> }) =>
    dataOf(eihealth().POST(APPS, { params: { path: ofProject(projectId) }, body })),
  changes: appsChanged,
});

/** Changes an app; its name and version are fixed (4.5.1.7). */
export const updateApp = apiMutation({
  operation: 'updateApp',
  run: ({ projectId, appId, body }: { projectId: string; appId: string; body: Schema<'AppReq'> }) =>
    dataOf(eihealth().PUT(ONE, { params: { path: app(projectId, appId) }, body })),
  changes: appsChanged,
});

/** Deletes an app that no workflow uses (4.5.1.8). */
export const deleteApp = apiMutation({
  operation: 'deleteApp',
  run: ({ projectId, appId }: { projectId: string; appId: string }) =>
    dataOf(eihealth().DELETE(ONE, { params: { path: app(projectId, appId) } })),
  changes: appsChanged,
});
