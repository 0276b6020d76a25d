/** The app of a task in its panel: what it is, and another version in its place. */
import { canvasOf, taskOf } from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { drop, openPanelScene, pick, save, tab } from './panel-hand.ts';
import { expectPanel, fieldOf, type PanelScene, savedTasks } from './panel-scene.ts';

let scene: PanelScene;

test.beforeEach(async ({ page, server, api }) => {
  scene = await openPanelScene(page, server, api);
});

test('an app gives way to its next version, and what was given goes along', async ({ page, api }) => {
  const panel = await expectPanel(page, 'every-1');
  await panel.getByRole('combobox', { name: 'text title' }).fill('Kept');
  await panel.getByRole('combobox', { name: 'file reads' }).fill('/reads/a_1.fq');
  await drop(fieldOf(panel, 'mode'));
  await pick(page, 'exact');
  await drop(fieldOf(panel, 'strict'));
  await pick(page, 'true');
  await tab(page, 'App').click();
  await drop(panel.getByRole('combobox', { name: 'Version' }));
  await pick(page, '2.0.0');

  const dialog = page.getByRole('dialog', { name: 'Replace the app of every-1' });
  const fate = (name: string) => dialog.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  await expect(fate('reads')).toContainText('Kept');
  await expect(fate('strict')).toContainText('Dropped');
  // The name that is not there any more is mapped by hand where nothing certain was found.
  await drop(dialog.getByRole('combobox', { name: 'New name of title' }));
  await pick(page, /^report-title/);
  await expect(fate('title')).toContainText('Renamed');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(taskOf(page, 'every-1').getByText('every 2.0.0')).toBeVisible();
  await tab(page, 'Inputs').click();
  await expect(panel.getByRole('combobox', { name: 'report-title' })).toHaveValue('Kept');

  await save(page);
  const [, task] = await savedTasks(api, scene);
  expect(task?.app_id).toBe(scene.apps.every2);
  const values = Object.fromEntries(task?.inputs?.map((input) => [input.name, input.values]) ?? []);
  expect(values).toMatchObject({ 'report-title': ['Kept'], mode: ['exact'], reads: ['/reads/a_1.fq'] });
  expect(values).not.toHaveProperty('strict');

  await canvasOf(page).focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(taskOf(page, 'every-1').getByText('every 1.0.0')).toBeVisible();
});
