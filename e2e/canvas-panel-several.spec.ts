/** The panel of several tasks: what they have in common is changed at once. */
import type { Page } from '@playwright/test';
import { canvasOf, edgeOf, expectSelected, taskOf } from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { drop, openPanelScene, pick, save, tab } from './panel-hand.ts';
import { expectPanel, fieldOf, type PanelScene, savedTasks } from './panel-scene.ts';

let scene: PanelScene;

test.beforeEach(async ({ page, server, api }) => {
  scene = await openPanelScene(page, server, api);
});

async function selectBoth(page: Page): Promise<void> {
  await taskOf(page, 'every-1').locator('.cv-task-app').click();
  await taskOf(page, 'every-2')
    .locator('.cv-task-app')
    .click({ modifiers: ['ControlOrMeta'] });
  await expectSelected(page, 'every-1', 'every-2');
}

test('several tasks are changed at once, as one step', async ({ page, api }) => {
  await selectBoth(page);
  const panel = page.getByRole('region', { name: '2 tasks' });
  await expect(panel.getByText('7 inputs are common to all.')).toBeVisible();
  await panel.getByRole('combobox', { name: 'file reads' }).fill('/reads/a_1.fq');
  await panel.getByRole('button', { name: 'Take from a task: index' }).click();
  await drop(fieldOf(panel, 'index'));
  await pick(page, 'make-1.folder');
  await expect(edgeOf(page, 'make-1.folder→every-2.index')).toBeAttached();
  await tab(page, 'Resources').click();
  await panel.getByRole('textbox', { name: 'CPU', exact: true }).fill('4C');
  await tab(page, 'Output').click();
  await panel.getByRole('textbox', { name: 'Output folder' }).fill('/all/{task}');
  await expect(panel.getByText('/‹job folder›/all/every-2/‹instance›')).toBeVisible();
  await expectAccessible(page);

  // Where they differ, no value is shown, and one that is given becomes that of all.
  await taskOf(page, 'every-2').locator('.cv-task-app').click();
  const one = await expectPanel(page, 'every-2');
  await tab(page, 'Inputs').click();
  await fieldOf(one, 'title').fill('Other');
  await selectBoth(page);
  await expect(fieldOf(panel, 'title')).toHaveAttribute('placeholder', 'Mixed');
  await expect(fieldOf(panel, 'title')).toHaveValue('');
  await fieldOf(panel, 'title').fill('Both');
  await canvasOf(page).focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(fieldOf(panel, 'title')).toHaveAttribute('placeholder', 'Mixed');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await save(page);
  for (const task of (await savedTasks(api, scene)).slice(1)) {
    expect(task).toMatchObject({ resources: { cpu: '4C' }, output_dir: `/all/${task.task_name}` });
    const values = Object.fromEntries(task.inputs?.map((input) => [input.name, input.values]) ?? []);
    expect(values).toMatchObject({ title: ['Both'], index: ['${make-1.folder}'], reads: ['/reads/a_1.fq'] });
  }
});
