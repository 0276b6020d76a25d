/** A project with one saved workflow, and what tests of the editor do with it. */
import type { Locator, Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import { taskOf as nodeOf } from './canvas-scene.ts';

export interface Scene {
  project: string;
  workflow: string;
  /** Id of the app of both tasks. */
  app: string;
}

/** What a task of the scene says: its name, what it depends on, its text. */
interface SceneTask {
  name: string;
  after?: string;
  text?: string;
  x?: number;
}

export const taskOf = (app: string, { name, after, text, x = 0 }: SceneTask) => ({
  task_name: name,
  app_id: app,
  location: { x, y: 0 },
  inputs: [
    ...(after ? [{ name: 'before', values: [`\${${after}.result}`] }] : []),
    ...(text ? [{ name: 'text', values: [text] }] : []),
  ],
});

/** `first → second`, each with a text. */
export async function prepareWorkflow(api: Api, name: string, members: Record<string, string> = {}): Promise<Scene> {
  const project = await api.createProject(name, members);
  const path = { eihealth_project_id: project };
  const { id: app } = await api.call('eihealth.createApp', {
    path,
    body: {
      name: 'write',
      version: '1.0.0',
      image: 'tools/shell:1',
      commands: ['echo ${text} > ${result}'],
      inputs: [
        { name: 'before', type: 'FILE', required: false },
        { name: 'text', type: 'STRING', required: false },
      ],
      outputs: [{ name: 'result', type: 'FILE', required: true, values: ['result.txt'] }],
    },
  });
  const workflow = await createVersion(api, project, '1.0.0', [
    taskOf(app, { name: 'first', text: 'one' }),
    taskOf(app, { name: 'second', after: 'first', text: 'two', x: 340 }),
  ]);
  return { project, workflow, app };
}

export async function createVersion(api: Api, project: string, version: string, tasks: object[]): Promise<string> {
  const body = { name: 'notes', version, summary: `version ${version}`, tasks };
  return (await api.call('eihealth.createWorkflow', { path: { eihealth_project_id: project }, body })).id;
}

/** Saves other tasks into a workflow, as somebody else would. */
export async function saveAsSomebodyElse(api: Api, scene: Scene, tasks: object[]): Promise<void> {
  await api.call('eihealth.updateWorkflow', {
    path: { eihealth_project_id: scene.project, workflow_id: scene.workflow },
    body: { name: 'notes', version: '1.0.0', tasks },
  });
}

/** The text each task has at the server. */
export async function savedTexts(api: Api, project: string, workflow: string): Promise<Record<string, string>> {
  const path = { eihealth_project_id: project, workflow_id: workflow };
  const { tasks } = await api.call('eihealth.showWorkflow', { path });
  return Object.fromEntries(
    tasks.map((task: { task_name: string; inputs?: { name: string; values?: string[] }[] }) => [
      task.task_name,
      task.inputs?.find(({ name }) => name === 'text')?.values?.[0] ?? '',
    ]),
  );
}

export const editorPath = (scene: Scene) => `projects/${scene.project}/workflows/${scene.workflow}/edit`;

/** The field of the task's text, in either language, with its panel open. */
export async function openText(page: Page, task: string): Promise<Locator> {
  await nodeOf(page, task).getByText(task, { exact: true }).click();
  const panel = page.getByRole('region', { name: new RegExp(`${task}$`) });
  return panel.getByRole('combobox', { name: /text$/ });
}

export async function setText(page: Page, task: string, text: string): Promise<void> {
  const field = await openText(page, task);
  await field.fill(text);
  await field.blur();
}
