/** The main job by hand: from sign-in to the downloaded file, with nothing there before. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { ADMIN, expect, expectAccessible, signIn, test } from './fixtures.ts';
import { type AppToRegister, COUNT, drawnWorkflow, EDGE, EXTRACT, expectSucceeded, FASTQ, RESULT } from './journey.ts';
import { unique } from './names.ts';
import { restingBox } from './resting.ts';

/** Goes to a page and waits until it stands there: what the page before offers may have a like name. */
async function navigate(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Navigation' }).getByRole('link', { name: place, exact: true }).click();
  await expect(page.getByRole('heading', { name: place, level: 1, exact: true })).toBeVisible();
}

async function addParameter(page: Page, kind: 'Input' | 'Output', name: string, file?: string): Promise<void> {
  await page.getByRole('button', { name: `Add ${kind.toLowerCase()}` }).click();
  const group = page.getByRole('group', { name: new RegExp(`^${kind} 1`) });
  await group.getByRole('textbox', { name: /: Name$/ }).fill(name);
  if (file) await group.getByRole('textbox', { name: /: Path in the output folder$/ }).fill(file);
}

async function registerApp(page: Page, app: AppToRegister): Promise<void> {
  await navigate(page, 'Apps');
  await page.getByRole('button', { name: 'Create app', exact: true }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(app.name);
  await page.getByLabel('Version', { exact: true }).fill('1.0.0');
  await page.getByLabel('Image', { exact: true }).fill('library/busybox:1.36');
  await addParameter(page, 'Input', app.input);
  await addParameter(page, 'Output', app.output, app.file);
  const commands = page.getByRole('textbox', { name: 'Commands' });
  await commands.click();
  await commands.pressSequentially(app.command);
  await expect(commands).toHaveText(app.command);
  const submit = page.getByRole('button', { name: 'Create app', exact: true });
  await submit.click();
  await expect(page.getByRole('heading', { name: app.name, level: 1 })).toBeVisible();
}

/** Whether the task lies under the place of the canvas where it was dropped. */
async function expectAt(task: Locator, canvas: Locator, at: { x: number; y: number }): Promise<void> {
  const [box, frame] = [await restingBox(task), await restingBox(canvas)];
  const [x, y] = [frame.x + at.x - box.x, frame.y + at.y - box.y];
  expect(x, 'across').toBeGreaterThan(-2);
  expect(x, 'across').toBeLessThan(box.width);
  expect(y, 'down').toBeGreaterThan(-2);
  expect(y, 'down').toBeLessThan(box.height);
}

/** Drags from the middle of one to the middle of the other, in steps as a hand does. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await restingBox(from), await restingBox(to)];
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 });
  await page.mouse.up();
}

test('by hand: upload, register, draw, run, download', async ({ page, server, api }) => {
  test.setTimeout(180_000);
  const project = unique('by-hand');
  await page.goto(server.url);
  await signIn(page, server, ADMIN);

  await page.getByRole('button', { name: 'Create project', exact: true }).first().click();
  const drawer = page.getByRole('dialog', { name: 'Create project' });
  await drawer.getByLabel('Name', { exact: true }).fill(project);
  await drawer.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name: project, level: 1 })).toBeVisible();

  await navigate(page, 'Data');
  await page.getByRole('button', { name: 'Upload', exact: true }).first().click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'Choose files' }).click();
  await (await chooser).setFiles(FASTQ);
  await expect(page.getByRole('row').filter({ hasText: FASTQ.name })).toBeVisible();

  await registerApp(page, EXTRACT);
  await registerApp(page, COUNT);

  await navigate(page, 'Workflows');
  await page.getByRole('button', { name: 'Create workflow', exact: true }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('reads');
  await page.getByRole('button', { name: 'Create and open' }).click();

  const canvas = page.getByRole('application', { name: 'Workflow canvas' });
  const palette = page.getByRole('region', { name: 'Apps' });
  const task = (name: string) => canvas.getByRole('group', { name: new RegExp(`^Task ${name},`) });
  await palette.getByRole('button', { name: /^extract/ }).dragTo(canvas, { targetPosition: { x: 60, y: 200 } });
  await expectAt(task('task-1-extract'), canvas, { x: 60, y: 200 });
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await palette.getByRole('button', { name: /^count/ }).dragTo(canvas, { targetPosition: { x: 330, y: 320 } });
  await expect(task('task-2-count')).toBeVisible();
  await page.getByRole('button', { name: 'Close the panel' }).click();

  const edge = canvas.getByRole('group', { name: EDGE }).or(canvas.getByLabel(EDGE));
  await drag(
    page,
    task('task-1-extract').locator('[data-handleid="out:sequences"]'),
    task('task-2-count').locator('[data-handleid="in:lines"]'),
  );
  await expect(edge.first()).toBeAttached();

  await task('task-1-extract').getByText('task-1-extract', { exact: true }).click();
  const panel = page.getByRole('region', { name: 'Task task-1-extract' });
  await panel.getByRole('button', { name: 'Choose a file' }).click();
  const picker = page.getByRole('dialog', { name: 'Choose a file' });
  await picker.getByRole('button', { name: FASTQ.name }).click();
  await expect(panel.getByRole('combobox', { name: /reads/ })).toHaveValue(/sample\.fq$/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The workflow was saved.')).toBeVisible();

  const before = await drawnWorkflow(page);
  const workflowId = /workflows\/([^/]+)\/edit/.exec(page.url())?.[1] ?? '';
  await page.reload();
  expect(await drawnWorkflow(page)).toEqual(before);
  expect(before.edges).toEqual([expect.stringMatching(EDGE)]);
  const { projects } = await api.call('eihealth.listProject');
  const id = projects.find((candidate: { name: string }) => candidate.name === project).id;
  const saved = await api.call('eihealth.showWorkflow', { path: { eihealth_project_id: id, workflow_id: workflowId } });
  const count = saved.tasks.find((candidate: { task_name: string }) => candidate.task_name === 'task-2-count');
  expect(count.inputs).toMatchObject([{ name: 'lines', values: ['${task-1-extract.sequences}'] }]);

  await page.getByRole('button', { name: 'Start job' }).click();
  await expect(page.getByRole('heading', { name: 'Start job', level: 1 })).toBeVisible();
  await expect(page.getByText('2 instances in all')).toBeVisible();
  await page.getByRole('button', { name: 'Start job', exact: true }).click();
  await expectSucceeded(page);

  await page.getByRole('tab', { name: 'Inputs & outputs' }).click();
  await page.getByRole('link', { name: new RegExp(`/${COUNT.file}$`) }).click();
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: `More actions: ${COUNT.file}` }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(COUNT.file);
  expect(await readFile(await file.path(), 'utf8')).toBe(RESULT);
});
