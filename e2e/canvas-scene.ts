/** A small workflow to draw on: two tasks that make a file, two that count lines, one connection. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import { unique } from './names.ts';
import { restingBox } from './resting.ts';
import { ADMIN, type LiveServer } from './server.ts';
import { enter } from './sign-in.ts';

interface Point {
  x: number;
  y: number;
}

export interface CanvasScene {
  project: string;
  /** Address of the editor, below the base. */
  editor: string;
  workflow: string;
}

const port = (name: string, type: string, more: object = {}) => ({ name, type, required: false, ...more });

/** Ids of the apps of a scene. */
type Apps = Record<'make' | 'trim' | 'count', string>;

export async function makeApps(api: Api, project: string): Promise<Apps> {
  const path = { eihealth_project_id: project };
  const app = async (name: string, inputs: object[], outputs: object[]): Promise<string> => {
    const body = { name, version: '1.0.0', image: 'tools/shell:1', commands: ['true'], inputs, outputs };
    return (await api.call('eihealth.createApp', { path, body })).id;
  };
  return {
    make: await app('make', [], [port('made', 'FILE', { values: ['made.txt'] })]),
    trim: await app('trim', [port('reads', 'FILE')], [port('clean', 'FILE', { values: ['clean.txt'] })]),
    count: await app('count', [port('lines', 'FILE')], [port('total', 'STRING', { values: ['total.txt'] })]),
  };
}

export async function addWorkflow(api: Api, project: string, name: string, tasks: object[]): Promise<string> {
  const path = { eihealth_project_id: project };
  return (await api.call('eihealth.createWorkflow', { path, body: { name, version: '1.0.0', tasks } })).id;
}

const nothing = (): object[] => [];

/** The scene in a project of its own; `more` are tasks beside its own four. */
export async function canvasScene(
  api: Api,
  name: string,
  more: (apps: Apps) => object[] = nothing,
): Promise<CanvasScene> {
  const project = await api.createProject(name);
  const apps = await makeApps(api, project);
  const at = (x: number, y: number) => ({ location: { x, y } });
  const workflow = await addWorkflow(api, project, 'lines', [
    { task_name: 'make-1', app_id: apps.make, ...at(0, 0) },
    { task_name: 'make-2', app_id: apps.make, ...at(37, 190) },
    {
      task_name: 'count-1',
      app_id: apps.count,
      inputs: [{ name: 'lines', values: ['${make-1.made}'] }],
      ...at(560, 12),
    },
    { task_name: 'count-2', app_id: apps.count, ...at(590, 260) },
    ...more(apps),
  ]);
  return { project, workflow, editor: `projects/${project}/workflows/${workflow}/edit` };
}

/** The one connection the scene starts with. */
export const EDGE = 'make-1.made→count-1.lines';

/** Opens the scene in a project of its own and waits until it is drawn. */
export async function openCanvas(
  page: Page,
  server: LiveServer,
  api: Api,
  more?: (apps: Apps) => object[],
): Promise<CanvasScene> {
  const scene = await canvasScene(api, unique('canvas'), more);
  await enter(page, server, ADMIN, scene.editor);
  await expect(taskOf(page, 'count-2')).toBeVisible();
  await expect(edgeOf(page, EDGE)).toBeAttached();
  return scene;
}

export const toolsOf = (page: Page): Locator => page.getByRole('toolbar', { name: /^(Canvas tools|画布工具)$/ });

/** What a screen reader was told last. */
export const said = (page: Page, text: string | RegExp): Promise<void> =>
  expect(page.locator('[aria-live="polite"]').filter({ hasText: text })).toHaveCount(1);

export const canvasOf = (page: Page): Locator => page.locator('.we-canvas .react-flow').first();
export const taskOf = (page: Page, name: string): Locator =>
  page.locator(`.we-canvas .react-flow__node[data-id="${name}"]`);
export const portOf = (page: Page, task: string, port: string): Locator =>
  taskOf(page, task).locator(`[data-handleid="${port}"]`);
/** An edge by its ends, `make-1.made→count-1.lines`. */
export const edgeOf = (page: Page, id: string): Locator =>
  page.locator(`.we-canvas .react-flow__edge[data-id="${id}"]`);

export async function expectSelected(page: Page, ...names: string[]): Promise<void> {
  await expect(page.locator('.we-canvas .react-flow__node.selected')).toHaveCount(names.length);
  for (const name of names) await expect(taskOf(page, name)).toHaveClass(/\bselected\b/);
}

/** Where a task stands in the document, by what React Flow was given. */
export async function placeOf(page: Page, name: string): Promise<Point> {
  const style = (await taskOf(page, name).getAttribute('style')) ?? '';
  const [, x, y] = /translate\((-?[\d.]+)px, ?(-?[\d.]+)px\)/.exec(style) ?? [];
  return { x: Number(x), y: Number(y) };
}

/** How large the canvas is drawn. */
export async function zoomOf(page: Page): Promise<number> {
  const style = await page.locator('.we-canvas .react-flow__viewport').getAttribute('style');
  return Number(/scale\(([\d.]+)\)/.exec(style ?? '')?.[1]);
}

/** The middle of something that has come to rest. */
export async function middleOf(target: Locator): Promise<Point> {
  const box = await restingBox(target);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Presses at one place and moves to another, in steps as a hand does, without letting go. */
export async function holdMouse(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // A drag begins where the pointer has left the spot it was pressed at.
  await page.mouse.move(from.x + Math.sign(to.x - from.x), from.y + Math.sign(to.y - from.y));
  await page.mouse.move(to.x, to.y, { steps: 12 });
}

/** Drags with the mouse; `atEnd` looks at what is shown before it is let go. */
export async function dragMouse(page: Page, from: Point, to: Point, atEnd?: () => Promise<void>): Promise<void> {
  await holdMouse(page, from, to);
  await atEnd?.();
  await page.mouse.up();
}
