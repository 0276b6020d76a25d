/** The palette: the apps of the project, found, grouped, added by mouse and by key. */
import type { Page } from '@playwright/test';
import { addWorkflow, canvasOf, expectSelected, taskOf } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { tabTo } from './keyboard.ts';
import { unique } from './names.ts';
import { type PanelScene, panelOf, panelScene } from './panel-scene.ts';

let scene: PanelScene;
let editor: string;
/** Id of an app that nothing uses. */
let plain: string;

const paletteOf = (page: Page) => page.getByRole('region', { name: 'Apps' });
const search = (page: Page) => paletteOf(page).getByRole('textbox', { name: 'Search apps' });
const entry = (page: Page, name: string) =>
  paletteOf(page)
    .locator('.we-palette-app')
    .filter({ has: page.getByText(name, { exact: true }) });
const groups = (page: Page) => paletteOf(page).getByRole('heading', { level: 3 });

test.beforeEach(async ({ page, server, api }) => {
  scene = await panelScene(api, unique('palette'));
  const path = { eihealth_project_id: scene.project };
  const body = { name: 'plain', version: '1.0.0', image: 'tools/shell:1', commands: ['true'] };
  plain = (await api.call('eihealth.createApp', { path, body })).id;
  const long = { ...body, name: `long-${'name-'.repeat(10)}x`, summary: 'A name as long as they come.' };
  await api.call('eihealth.createApp', { path, body: long });
  const empty = await addWorkflow(api, scene.project, 'empty', []);
  editor = `projects/${scene.project}/workflows/${empty}/edit`;
  await enter(page, server, ADMIN, editor);
  await expect(page.locator('.we-palette-name').filter({ hasText: /^make$/ })).toBeVisible();
});

test('apps stand below their labels, are found by every word, and are added with Enter', async ({ page }) => {
  await expect(groups(page)).toHaveText(['samples', 'sources', 'Without a label']);
  await expectAccessible(page);

  await search(page).fill('takes every');
  await expect(paletteOf(page).locator('.we-palette-app')).toHaveCount(1);
  await expect(groups(page)).toHaveCount(0);
  await search(page).fill('sources');
  await expect(entry(page, 'make')).toBeVisible();
  await expect(entry(page, 'every')).toHaveCount(0);
  await search(page).fill('nothing-like-it');
  await expect(paletteOf(page).getByText('No app matches.')).toBeVisible();
  await search(page).fill('');

  // By key alone: into the list, along it, Enter.
  await search(page).focus();
  await tabTo(page, entry(page, 'every').first());
  await page.keyboard.press('ArrowDown');
  await expect(entry(page, 'make')).toBeFocused();
  await page.keyboard.press('Enter');
  await expectSelected(page, 'task-1-make');
  await expect(page.getByText('Added task task-1-make. Its panel is open.')).toHaveCount(1);
  await expect(panelOf(page)).toBeVisible();
});

test('the version is chosen before the app is added; what was used last stands first the next time', async ({
  page,
  server,
}) => {
  const version = paletteOf(page).getByRole('button', { name: 'Version 2.0.0: choose another one of every' });
  await version.click();
  await page.getByRole('menuitem', { name: '1.0.0' }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expectAccessible(page);
  await entry(page, 'every').click();
  await expect(taskOf(page, 'task-1-every').getByText('every 1.0.0')).toBeVisible();
  await paletteOf(page).getByRole('button', { name: 'Version 1.0.0: choose another one of every' }).press('Enter');
  await page.getByRole('menuitem', { name: '2.0.0' }).click();
  await entry(page, 'every').click();
  await expect(taskOf(page, 'task-2-every').getByText('every 2.0.0')).toBeVisible();
  await entry(page, 'plain').dragTo(canvasOf(page), { targetPosition: { x: 300, y: 420 } });
  await expect(taskOf(page, 'task-3-plain')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The workflow was saved.')).toBeVisible();

  await enter(page, server, ADMIN, editor);
  await expect(groups(page)).toHaveText(['Recently used', 'samples', 'sources', 'Without a label']);
  const names = paletteOf(page).locator('.we-palette-name');
  await expect(names.nth(0)).toHaveText('plain');
  await expect(names.nth(1)).toHaveText('every');
});

test('a list known to be outdated is not shown while it is read again', async ({ page, api }) => {
  const navigation = page.getByRole('navigation', { name: 'Navigation' });
  await navigation.getByRole('link', { name: 'Apps', exact: true }).click();
  await expect(page.getByRole('link', { name: 'plain', exact: true })).toBeVisible();
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  await page.route(/\/apps$/, (route) => given.then(() => route.continue()));
  // The console hears of it, and asks; the page is left before the answer.
  const asked = page.waitForRequest(/\/apps$/);
  await api.call('eihealth.deleteApp', { path: { eihealth_project_id: scene.project, app_id: plain } });
  await asked;
  await navigation.getByRole('link', { name: 'Workflows', exact: true }).click();
  await page.getByRole('link', { name: 'empty', exact: true }).click();
  await expect(canvasOf(page)).toBeVisible();
  await expect(paletteOf(page).getByRole('status', { name: 'Loading' })).toBeVisible();
  await expect(paletteOf(page).locator('.we-palette-app')).toHaveCount(0);
  give();
  await expect(entry(page, 'make')).toBeVisible();
  await expect(entry(page, 'plain')).toHaveCount(0);
});

test('a long name stays in its row', async ({ page }) => {
  const row = paletteOf(page).locator('.we-palette-app').filter({ hasText: 'A name as long as they come.' });
  const box = await row.boundingBox();
  expect(box?.height).toBeLessThanOrEqual(54);
  await expect(row).toHaveAttribute('title', 'A name as long as they come.');
  await row.click();
  await expect(page.locator('.we-canvas .react-flow__node')).toHaveCount(1);
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });

  test('it speaks the language', async ({ page }) => {
    const palette = page.getByRole('region', { name: '应用' });
    await expect(palette.getByRole('textbox', { name: '搜索应用' })).toBeVisible();
    await expect(palette.getByRole('heading', { level: 3 }).last()).toHaveText('未加标签');
    await expectAccessible(page);
  });
});
