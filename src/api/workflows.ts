import type { Schema } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

export type WorkflowSummary = Schema<'WorkflowListDto'>;
export type Workflow = Schema<'ShowWorkflowResponse'>;

const WORKFLOWS = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/workflows';
const ONE = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/workflows/{workflow_id}';
const workflow = (projectId: string, workflowId: string) => ({ ...ofProject(projectId), workflow_id: workflowId });
const workflowsChanged = ({ projectId }: { projectId: string }) => [
  { topic: 'workflows' as const, eihealth_project_id: projectId },
];

/** Every workflow of a project (4.5.4.4); the API does not page. */
export const workflowsQuery = (projectId: string) =>
  apiQuery('listWorkflow', { projectId }, ['workflows'], (signal) =>
    dataOf(eihealth().GET(WORKFLOWS, { params: { path: ofProject(projectId) }, signal })),
  );

/** One workflow with its tasks (4.5.4.6). */
export const workflowQuery = (projectId: string, workflowId: string) =>
  apiQuery('showWorkflow', { projectId, id: workflowId }, ['workflows'], (signal) =>
    dataOf(eihealth().GET(ONE, { params: { path: workflow(projectId, workflowId) }, signal })),
  );

/** Saves a new workflow (4.5.4.5). */
export const createWorkflow = apiMutation({
  operation: 'createWorkflow',
  run: ({ projectId, body }: { projectId: string; body: Schema<'WorkflowDto'> }) =>
    dataOf(eihealth().POST(WORKFLOWS, { params: { path: ofProject(projectId) }, body })),
  changes: workflowsChanged,
});

/** Saves a workflow; its name and version are fixed (4.5.4.7). */
export const updateWorkflow = apiMutation({
  operation: 'updateWorkflow',
  run: ({ projectId, workflowId, body }: { projectId: string; workflowId: string; body: Schema<'WorkflowDto'> }) =>
    dataOf(eihealth().PUT(ONE, { params: { path: workflow(projectId, workflowId) }, body })),
  changes: workflowsChanged,
});

/** Deletes a workflow (4.5.4.8). */
export const deleteWorkflow = apiMutation({
  operation: 'deleteWorkflow',
  run: ({ projectId, workflowId }: { projectId: string; workflowId: string }) =>
    dataOf(eihealth().DELETE(ONE, { params: { path: workflow(projectId, workflowId) } })),
  changes: workflowsChanged,
});
