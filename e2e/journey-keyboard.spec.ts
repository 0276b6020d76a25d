/** The main job by keyboard alone; the tasks are connected in the parameter panel. Nothing here points or clicks. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { ADMIN, expect, test } from './fixtures.ts';
import { type AppToRegister, COUNT, drawnWorkflow, EDGE, EXTRACT, expectSucceeded, FASTQ, RESULT } from './journey.ts';
import { arrowTo, choose, jump, press, tabTo, type } from './keyboard.ts';
import { unique } from './names.ts';

async function addParameter(page: Page, kind: 'Input' | 'Output', name: string, file?: string): Promise<void> {
  await press(page, page.getByRole('button', { name: `Add ${kind.toLowerCase()}` }));
  const group = page.getByRole('group', { name: new RegExp(`^${kind} 1`) });
  const field = group.getByRole('textbox', { name: /: Name$/ });
  // The new fields stand before the button that made them.
  await expect(field).toBeVisible();
  await tabTo(page, field, 'Shift+Tab');
  await type(page, field, name);
  if (file) await type(page, group.getByRole('textbox', { name: /: Path in the output folder$/ }), file);
}

async function registerApp(page: Page, app: AppToRegister): Promise<void> {
  await jump(page, 'Apps', /^Apps/);
  await press(page, page.getByRole('button', { name: 'Create app', exact: true }).first());
  await type(page, page.getByLabel('Name', { exact: true }), app.name);
  await type(page, page.getByLabel('Version', { exact: true }), '1.0.0');
  await type(page, page.getByLabel('Image', { exact: true }), 'library/busybox:1.36');
  await addParameter(page, 'Input', app.input);
  await addParameter(page, 'Output', app.output, app.file);
  const commands = page.getByRole('textbox', { name: 'Commands' });
  await tabTo(page, commands);
  await page.keyboard.type(app.command);
  await expect(commands).toHaveText(app.command);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('heading', { name: app.name, level: 1 })).toBeVisible();
}

test('by keyboard: upload, register, connect in the panel, run, download', async ({ page, server }) => {
  test.setTimeout(240_000);
  const project = unique('by-keys');
  await page.goto(server.url);
  await type(page, page.getByLabel('User name', { exact: true }), ADMIN.user);
  await type(page, page.getByLabel('Password', { exact: true }), ADMIN.password);
  await page.keyboard.press('Enter');

  await press(page, page.getByRole('button', { name: 'Create project', exact: true }).first());
  const drawer = page.getByRole('dialog', { name: 'Create project' });
  await type(page, drawer.getByLabel('Name', { exact: true }), project);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: project, level: 1 })).toBeVisible();

  await jump(page, 'Data', /^Data/);
  const chooser = page.waitForEvent('filechooser');
  await choose(page, page.getByRole('button', { name: 'Upload', exact: true }).first(), 'Choose files');
  await (await chooser).setFiles(FASTQ);
  await expect(page.getByRole('row').filter({ hasText: FASTQ.name })).toBeVisible();

  await registerApp(page, EXTRACT);
  await registerApp(page, COUNT);

  await jump(page, 'Workflows', /^Workflows/);
  await press(page, page.getByRole('button', { name: 'Create workflow', exact: true }).first());
  await type(page, page.getByLabel('Name', { exact: true }), 'reads');
  await page.keyboard.press('ControlOrMeta+Enter');

  const palette = page.getByRole('region', { name: 'Apps' });
  await tabTo(page, palette.getByRole('button', { name: /^count/ }));
  await page.keyboard.press('ArrowDown');
  await expect(palette.getByRole('button', { name: /^extract/ })).toBeFocused();
  await page.keyboard.press('Enter');
  const extract = page.getByRole('region', { name: 'Task task-1-extract' });
  await press(page, extract.getByRole('button', { name: 'Choose a file' }));
  await press(page, page.getByRole('dialog', { name: 'Choose a file' }).getByRole('button', { name: FASTQ.name }));
  await expect(extract.getByRole('combobox', { name: /reads/ })).toHaveValue(/sample\.fq$/);

  await tabTo(page, palette.getByRole('button', { name: /^extract/ }), 'Shift+Tab');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const count = page.getByRole('region', { name: 'Task task-2-count' });
  await press(page, count.getByRole('button', { name: 'Take from a task: lines' }));
  await tabTo(page, count.getByRole('combobox', { name: /lines/ }));
  await page.keyboard.type('extract');
  await expect(page.getByRole('option', { name: 'task-1-extract.sequences' })).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(page.getByText('task-1-extract.sequences now feeds task-2-count.lines.')).toBeAttached();

  await tabTo(page, page.getByRole('button', { name: 'Save', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The workflow was saved.')).toBeVisible();
  const before = await drawnWorkflow(page);
  expect(before.edges).toEqual([expect.stringMatching(EDGE)]);
  await page.reload();
  expect(await drawnWorkflow(page)).toEqual(before);

  await press(page, page.getByRole('button', { name: 'Start job' }));
  await expect(page.getByText('2 instances in all')).toBeVisible();
  await press(page, page.getByRole('button', { name: 'Start job', exact: true }));
  await expectSucceeded(page);

  await tabTo(page, page.getByRole('tab', { selected: true }));
  const outputs = page.getByRole('tab', { name: 'Inputs & outputs' });
  await arrowTo(page, outputs, 'ArrowRight');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('link', { name: new RegExp(`/${COUNT.file}$`) }));
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible();
  const download = page.waitForEvent('download');
  await choose(page, page.getByRole('button', { name: `More actions: ${COUNT.file}` }), 'Download');
  const file = await download;
  expect(file.suggestedFilename()).toBe(COUNT.file);
  expect(await readFile(await file.path(), 'utf8')).toBe(RESULT);
});
