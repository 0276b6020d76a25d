/** A workflow for the panel: an app with every kind of parameter, in two versions, and apps that feed it. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import type { CanvasScene } from './canvas-scene.ts';

const input = (name: string, type: string, more: object = {}) => ({ name, type, required: false, ...more });
const output = (name: string, type: string, value: string) => ({ name, type, required: false, values: [value] });

const SHELL = { image: 'tools/shell:1', commands: ['true'] };

const MAKE = {
  ...SHELL,
  name: 'make',
  version: '1.0.0',
  summary: 'Makes files.',
  labels: ['sources'],
  outputs: [
    output('made', 'FILE', 'made.fq'),
    output('folder', 'DIRECTORY', 'all/'),
    output('word', 'STRING', 'a word'),
  ],
};

/** Inputs of every type the platform has; a number is a text with a pattern, a yes or no is a choice. */
const EVERY = {
  ...SHELL,
  name: 'every',
  version: '1.0.0',
  summary: 'Takes everything.',
  description: 'Shows each kind of parameter.\nNothing is computed.',
  labels: ['samples'],
  resources: { cpu: '2C', memory: '4G' },
  commands: ['echo ${title} ${threads} ${mode} ${strict}', 'cat ${reads} ${lanes} > ${report}'],
  inputs: [
    input('reads', 'FILE', { required: true, pattern: '*.fq', description: 'Reads to begin with.' }),
    input('title', 'STRING', { values: ['Untitled'] }),
    input('threads', 'STRING', { pattern: '[0-9]+' }),
    input('mode', 'ENUM', { enum: ['fast', 'exact'] }),
    input('strict', 'ENUM', { enum: ['true', 'false'] }),
    input('index', 'DIRECTORY'),
    input('lanes', 'FILE', { concurrent: 'vars_iter' }),
  ],
  outputs: [output('report', 'FILE', 'report.txt')],
};

/** The next version: `title` has another name, `mode` another list, `strict` is gone. */
const EVERY_2 = {
  ...EVERY,
  version: '2.0.0',
  commands: ['echo ${report-title} ${mode}', 'cat ${reads} ${lanes} > ${report}'],
  inputs: [
    input('reads', 'FILE', { required: true, pattern: '*.fq' }),
    input('report-title', 'STRING'),
    input('threads', 'STRING', { pattern: '[0-9]+' }),
    input('mode', 'ENUM', { enum: ['fast', 'exact', 'both'] }),
    input('index', 'DIRECTORY'),
    input('lanes', 'FILE', { concurrent: 'vars_iter' }),
  ],
};

const FILES = { '/': ['hg38.fa', 'notes.txt'], '/reads/': ['a_1.fq', 'a_2.fq', 'b_1.fq', 'readme.md'] };

export interface PanelScene extends CanvasScene {
  apps: Record<'make' | 'every' | 'every2', string>;
}

/** `make-1` → nothing yet; `every-1` and `every-2` without values; files to choose from. */
export async function panelScene(api: Api, name: string): Promise<PanelScene> {
  const project = await api.createProject(name);
  const path = { eihealth_project_id: project };
  const app = async (body: object): Promise<string> => (await api.call('eihealth.createApp', { path, body })).id;
  const apps = { make: await app(MAKE), every: await app(EVERY), every2: await app(EVERY_2) };
  for (const [folder, files] of Object.entries(FILES)) {
    for (const file of files) await api.upload(project, folder, file, Buffer.from('@r\nACGT\n+\n!!!!\n'));
  }
  const body = {
    name: 'reads',
    version: '1.0.0',
    tasks: [
      { task_name: 'make-1', app_id: apps.make, location: { x: 0, y: 0 } },
      { task_name: 'every-1', app_id: apps.every, location: { x: 420, y: 0 } },
      { task_name: 'every-2', app_id: apps.every, location: { x: 420, y: 380 } },
    ],
  };
  const { id } = await api.call('eihealth.createWorkflow', { path, body });
  return { project, workflow: id, apps, editor: `projects/${project}/workflows/${id}/edit` };
}

export const panelOf = (page: Page): Locator => page.locator('section.we-panel');

/** The panel of a task, once it is there. */
export async function expectPanel(page: Page, name: string): Promise<Locator> {
  const panel = page.getByRole('region', { name: `Task ${name}` });
  await expect(panel).toBeVisible();
  return panel;
}

/** The control of an input: text, choice or reference. */
export const fieldOf = (panel: Locator, input: string): Locator =>
  panel.locator(`[data-field="input:${input}"]`).getByRole('combobox');

interface SavedTask {
  task_name: string;
  app_id: string;
  output_dir?: string;
  resources?: Record<string, string>;
  inputs?: { name: string; values?: string[] }[];
}

/** The tasks as the platform has them. */
export async function savedTasks(api: Api, { project, workflow }: CanvasScene): Promise<SavedTask[]> {
  const path = { eihealth_project_id: project, workflow_id: workflow };
  const { tasks } = await api.call('eihealth.showWorkflow', { path });
  return tasks.map(({ app_info: { app_id }, ...task }: SavedTask & { app_info: { app_id: string } }) => ({
    ...task,
    app_id,
  }));
}
