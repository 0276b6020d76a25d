/** The sample workflow that is built from nothing: what it consists of, and whether what was saved is the same. */
import type { Schema } from '#contracts/index.ts';
import { parseReference, type Reference } from '#core/workflow/references.ts';
import { SAMPLES_PROJECT } from '#server/platform/samples/samples-project.ts';
import type { Api } from '../api-client.ts';
import { expect } from '../fixtures.ts';

export const SAMPLE = 'variants';

/** A value, several of them, or what an output of another task gives. */
export type SampleInput = { name: string; values: string[]; from?: Reference };

export interface SampleTask {
  name: string;
  display: string;
  /** Name of its app. */
  app: string;
  inputs: SampleInput[];
}

type Workflow = Schema<'ShowWorkflowResponse'>;

export interface Sample {
  project: string;
  /** As the server has it. */
  workflow: Workflow;
  tasks: SampleTask[];
}

export async function readSample(api: Api): Promise<Sample> {
  const { projects } = await api.call('eihealth.listProject', { query: { name: SAMPLES_PROJECT } });
  const project: string = projects.find(({ name }: { name: string }) => name === SAMPLES_PROJECT).id;
  const path = { eihealth_project_id: project };
  const found = await api.call('eihealth.listWorkflow', { path, query: { name: SAMPLE } });
  const { id } = found.workflows.find(({ name }: { name: string }) => name === SAMPLE);
  const workflow: Workflow = await api.call('eihealth.showWorkflow', { path: { ...path, workflow_id: id } });
  const tasks = (workflow.tasks ?? []).map(
    (task): SampleTask => ({
      name: task.task_name ?? '',
      display: task.display_name ?? '',
      app: task.app_info?.app_name ?? '',
      inputs: (task.inputs ?? []).map(({ name = '', values = [] }) => {
        const from = parseReference(values[0] ?? '');
        return from ? { name, values, from } : { name, values };
      }),
    }),
  );
  return { project, workflow, tasks };
}

/**
 * A workflow without what every one has of its own, and without the places of its tasks. The inputs of a task stand in
 * the order in which they were first given, which says nothing.
 */
function bare(workflow: Workflow) {
  const { id, name, create_time, update_time, tasks = [], ...rest } = workflow;
  const byName = (a: { name?: string }, b: { name?: string }) => (a.name ?? '').localeCompare(b.name ?? '');
  return {
    ...rest,
    tasks: tasks.map(({ location, inputs = [], ...task }) => ({ ...task, inputs: inputs.toSorted(byName) })),
  };
}

/** What the server has now is the sample, apart from its name and the places of its tasks. */
export async function expectSample(api: Api, { project, workflow }: Sample, id: string): Promise<void> {
  const path = { eihealth_project_id: project, workflow_id: id };
  const saved: Workflow = await api.call('eihealth.showWorkflow', { path });
  expect(bare(saved)).toEqual(bare(workflow));
}
