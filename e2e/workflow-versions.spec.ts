/** Versions: listed, compared on one canvas and field by field, restored; links to a task and to a difference. */
import type { Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import { taskOf as nodeOf } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, signIn, test } from './fixtures.ts';
import { unique } from './names.ts';
import { createVersion, editorPath, openText, prepareWorkflow, savedTexts, setText, taskOf } from './workflow-scene.ts';

/** Two versions: in the second, `first` says something else and stands elsewhere, `second` is gone, `third` is new. */
async function twoVersions(api: Api, name: string, members: Record<string, string> = {}) {
  const scene = await prepareWorkflow(api, name, members);
  const newer = await createVersion(api, scene.project, '1.1.0', [
    taskOf(scene.app, { name: 'first', text: 'another', x: 40 }),
    taskOf(scene.app, { name: 'third', after: 'first', text: 'three', x: 400 }),
  ]);
  return { ...scene, newer, newerScene: { ...scene, workflow: newer } };
}

const canvasOf = (page: Page) => page.getByRole('application', { name: 'Differences on the canvas' });

test('two versions are compared from the editor, on a canvas and field by field', async ({ page, server, api }) => {
  const { newerScene, newer, workflow } = await twoVersions(api, unique('diff'));
  await enter(page, server, ADMIN, editorPath(newerScene));
  await page.getByRole('button', { name: 'Versions' }).click();
  const list = page.getByRole('dialog', { name: 'Versions of notes' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').filter({ hasText: '1.1.0' })).toContainText('open here');
  const older = list.getByRole('listitem').filter({ hasText: '1.0.0' });
  await expect(older).toContainText('version 1.0.0');
  await expect(older).toContainText(ADMIN.user);
  await expectAccessible(page);
  await older.getByRole('link', { name: 'Compare with the open one' }).click();
  await expect(page).toHaveURL(new RegExp(`${newer}/diff\\?with=${workflow}$`));

  const table = page.getByRole('table', { name: 'Changed fields' });
  const changed = table.getByRole('row').filter({ hasText: 'Input text' }).filter({ hasText: 'another' });
  await expect(changed).toContainText('one');
  for (const [task, marks] of [
    ['first', ['changed', 'moved']],
    ['second', ['removed']],
    ['third', ['added']],
  ] as const) {
    const node = canvasOf(page)
      .locator('.react-flow__node')
      .filter({ hasText: new RegExp(task) });
    for (const mark of marks) await expect(node).toContainText(mark);
  }
  await expect(canvasOf(page).getByLabel(/second\.before.*connection removed/)).toBeAttached();
  await expect(canvasOf(page).getByLabel(/third\.before.*new connection/)).toBeAttached();
  const show = table.getByRole('button', { name: 'Show third on the canvas' });
  await show.focus();
  await page.keyboard.press('Enter');
  await expect(canvasOf(page).locator('.react-flow__node.selected')).toContainText('third');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(page).toHaveURL(new RegExp(`${workflow}/diff\\?with=${newer}$`));
  await expect(changed.first()).toBeVisible();
  await expect(canvasOf(page).locator('.react-flow__node').filter({ hasText: 'third' })).toContainText('removed');
});

test('an older version is restored in one step, and saved', async ({ page, server, api }) => {
  const { newerScene, newer, project, workflow } = await twoVersions(api, unique('restore'));
  await enter(page, server, ADMIN, `projects/${project}/workflows/${newer}/diff?with=${workflow}`);
  await page.getByRole('button', { name: 'Restore 1.0.0 in the editor' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'notes 1.1.0' })).toBeVisible();
  await expect(await openText(page, 'second')).toHaveValue('two');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(await openText(page, 'third')).toHaveValue('three');
  expect(await savedTexts(api, project, newer)).toEqual({ first: 'another', third: 'three' });

  await page.goto(new URL(editorPath(newerScene), server.url).href);
  await page.getByRole('button', { name: 'Versions' }).click();
  const older = page.getByRole('dialog').getByRole('listitem').filter({ hasText: '1.0.0' });
  await older.getByRole('button', { name: 'Actions for 1.0.0' }).click();
  await page.getByRole('menuitem', { name: 'Restore and save' }).click();
  await expect(page.getByText('The workflow was saved.')).toBeVisible();
  expect(await savedTexts(api, project, newer)).toEqual({ first: 'one', second: 'two' });
});

test('what is open is saved as a new version, which opens; the old one stays as it was', async ({
  page,
  server,
  api,
}) => {
  const scene = await prepareWorkflow(api, unique('anew'));
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'first', 'for the next version');
  await page.locator('.wh-actions').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Save as new version' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as new version' });
  await expectAccessible(page);
  await dialog.getByLabel('Version', { exact: true }).fill('1.0.0');
  await dialog.getByRole('button', { name: 'Save version' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Version', { exact: true }).fill('2.0.0');
  await dialog.getByRole('button', { name: 'Save version' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'notes 2.0.0' })).toBeVisible();
  await expect(page.locator('.wh').getByText('● saved')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Unsaved edits kept in this browser' })).toHaveCount(0);
  const id = /workflows\/([^/]+)\/edit/.exec(page.url())?.[1] ?? '';
  expect(await savedTexts(api, scene.project, id)).toMatchObject({ first: 'for the next version' });
  expect(await savedTexts(api, scene.project, scene.workflow)).toMatchObject({ first: 'one' });
  await page.getByRole('button', { name: 'Versions' }).click();
  const list = page.getByRole('dialog', { name: 'Versions of notes' });
  await expect(list.getByRole('listitem').first()).toContainText('2.0.0');
});

test('links to a task and to a difference survive signing in', async ({ page, server, api }) => {
  const { newer, project, workflow, newerScene } = await twoVersions(api, unique('survive'));
  await page.goto(new URL(`${editorPath(newerScene)}?task=third`, server.url).href);
  await signIn(page, server, ADMIN);
  await expect(page).toHaveURL(/\/edit\?task=third$/);
  await expect(page.getByRole('region', { name: 'Task third' })).toBeVisible();

  await page.getByRole('button', { name: `Account of ${ADMIN.user}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto(new URL(`projects/${project}/workflows/${newer}/diff?with=${workflow}`, server.url).href);
  await signIn(page, server, ADMIN);
  await expect(page).toHaveURL(new RegExp(`${newer}/diff\\?with=${workflow}$`));
  await expect(page.getByRole('table', { name: 'Changed fields' })).toContainText('another');
});

test('who may only look follows the same links, compares and exports, and is told why nothing changes', async ({
  page,
  server,
  api,
}) => {
  const guest = await api.createUser(unique('guest').slice(0, 20));
  const { newer, project } = await twoVersions(api, unique('look'), { [guest.user]: 'Viewer' });
  await enter(page, server, guest, `projects/${project}/workflows/${newer}?task=third`);
  const panel = page.getByRole('region', { name: 'Task third' });
  await expect(panel.getByRole('combobox', { name: /text$/ })).toBeDisabled();
  await expect(page.getByText('read only', { exact: false }).first()).toBeVisible();
  await expectAccessible(page);
  await nodeOf(page, 'first').click();
  await expect(page).toHaveURL(/task=first$/);
  await page.keyboard.press('Delete');
  await expect(nodeOf(page, 'first')).toBeVisible();

  await page.locator('.wh-actions').getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Download YAML' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('notes-1.1.0.yaml');

  await page.getByRole('button', { name: 'Versions' }).click();
  const older = page
    .getByRole('dialog', { name: 'Versions of notes' })
    .getByRole('listitem')
    .filter({ hasText: '1.0.0' });
  await older.getByRole('button', { name: 'Actions for 1.0.0' }).click();
  await expect(page.getByRole('menuitem', { name: /Restore in the editor.*This needs Developer/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await older.getByRole('link', { name: 'Compare with the open one' }).click();
  await expect(page.getByRole('table', { name: 'Changed fields' })).toContainText('another');
  await expect(page.getByRole('button', { name: 'Restore 1.0.0 in the editor' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.getByRole('navigation', { name: 'The way here' }).getByRole('link', { name: 'notes' }).click();
  await expect(page).toHaveURL(new RegExp(`/workflows/${newer}$`));
});

test('a link leads to a task, and the address follows the selection', async ({ page, server, api }) => {
  const scene = await prepareWorkflow(api, unique('link'));
  await enter(page, server, ADMIN, `${editorPath(scene)}?task=second`);
  await expect(page.getByRole('region', { name: 'Task second' })).toBeVisible();
  await openText(page, 'first');
  await expect(page).toHaveURL(/task=first$/);
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await expect(page).toHaveURL(/\/edit$/);
});

test('a page that takes its time comes, though the selection still has to be told to the address', async ({
  page,
  server,
  api,
}) => {
  const scene = await prepareWorkflow(api, unique('slow'));
  await page.clock.install();
  await enter(page, server, ADMIN, editorPath(scene));
  await nodeOf(page, 'first').click();
  const asked = page.waitForRequest(/assets\/jobs-page/);
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  await page.route(/assets\/jobs-page/, (route) => given.then(() => route.continue()));
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await asked;
  await page.clock.runFor(2000);
  give();
  await expect(page.getByRole('heading', { name: 'Jobs', exact: true })).toBeVisible();
});

test('keys are not for the tasks behind a drawer, also before it has the focus', async ({ page, server, api }) => {
  const scene = await prepareWorkflow(api, unique('behind'));
  await enter(page, server, ADMIN, `${editorPath(scene)}?task=second`);
  await page.getByRole('button', { name: 'Versions' }).click();
  const drawer = page.getByRole('dialog', { name: /^Versions of/ });
  await expect(drawer).toBeVisible();
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Task second' })).toBeVisible();
});

test('without `with` the version before is compared; one alone says so; in Chinese on a phone', async ({
  browser,
  server,
  api,
}) => {
  const { newer, project } = await twoVersions(api, unique('alone'));
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await enter(page, server, ADMIN, `projects/${project}/workflows/${newer}/diff`);
  const table = page.getByRole('table', { name: '更改的字段' });
  await expect(table).toContainText('another');
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const lone = await prepareWorkflow(api, unique('lone'));
  await page.goto(`${server.url}projects/${lone.project}/workflows/${lone.workflow}/diff`);
  await expect(page.getByText('没有其他版本可供比较。')).toBeVisible();
  await context.close();
});
