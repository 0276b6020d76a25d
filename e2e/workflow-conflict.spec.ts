/** Two people save the same workflow: the second sees both and loses nothing, whichever way is chosen. */
import type { Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import { canvasOf } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';
import type { LiveServer } from './server.ts';
import {
  editorPath,
  openText,
  prepareWorkflow,
  type Scene,
  saveAsSomebodyElse,
  savedTexts,
  setText,
  taskOf,
} from './workflow-scene.ts';

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const offer = (page: Page) => page.getByRole('region', { name: 'Unsaved edits kept in this browser' });

/** Ann edits in one browser; Bob, in another, saves first; then Ann saves. */
async function collide(page: Page, other: Page, server: LiveServer, api: Api): Promise<Scene> {
  const bob = await api.createUser(unique('bob').slice(0, 20));
  const scene = await prepareWorkflow(api, unique('conflict'), { [bob.user]: 'Developer' });
  await enter(page, server, ADMIN, editorPath(scene));
  await enter(other, server, bob, editorPath(scene));
  await setText(page, 'first', 'of Ann');
  await setText(page, 'second', 'second of Ann');
  await setText(other, 'first', 'of Bob');
  await save(other);
  await expect(other.getByText('The workflow was saved.')).toBeVisible();
  await save(page);
  await expect(page.getByRole('heading', { name: 'Somebody else saved this workflow first' })).toBeVisible();
  return scene;
}

test('mine: theirs is overwritten, and kept as a draft', async ({ page, browser, server, api }) => {
  const context = await browser.newContext();
  const scene = await collide(page, await context.newPage(), server, api);
  const table = page.getByRole('table', { name: 'Every field that changed' });
  const row = table.getByRole('row').filter({ hasText: 'of Bob' });
  await expect(row).toContainText('one');
  await expect(row).toContainText('of Ann');
  await expect(row).toContainText('both, differently');
  await expect(table.getByRole('row').filter({ hasText: 'second of Ann' })).toContainText('you');
  await expect(page.getByText('1 field was changed by both, differently.')).toBeVisible();
  await expect(page.getByText('the later one still wins')).toBeVisible();
  await expectAccessible(page);
  expect(await savedTexts(api, scene.project, scene.workflow)).toMatchObject({ first: 'of Bob' });

  await page.getByRole('button', { name: 'Overwrite with mine' }).click();
  await expect(page.getByText('The workflow was saved.')).toBeVisible();
  expect(await savedTexts(api, scene.project, scene.workflow)).toEqual({ first: 'of Ann', second: 'second of Ann' });
  await expect(offer(page)).toContainText('What your saving overwrote');
  await offer(page).getByRole('button', { name: 'Continue editing' }).click();
  await expect(await openText(page, 'first')).toHaveValue('of Bob');
  await context.close();
});

test('theirs: mine goes back by undo, and is kept as a draft', async ({ page, browser, server, api }) => {
  const context = await browser.newContext();
  const scene = await collide(page, await context.newPage(), server, api);
  await page.getByRole('button', { name: 'Back to editing' }).click();
  await expect(await openText(page, 'first')).toHaveValue('of Ann');
  await save(page);
  await page.getByRole('button', { name: 'Take what was saved' }).click();
  // The bar comes in one picture with the editor: later it would push away what is about to be clicked.
  await expect(canvasOf(page)).toBeVisible();
  expect(await offer(page).count()).toBe(1);
  await expect(await openText(page, 'first')).toHaveValue('of Bob');
  await expect(page.locator('.wh').getByText('● saved')).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(await openText(page, 'first')).toHaveValue('of Ann');
  await page.getByRole('button', { name: /^Redo/ }).click();
  expect(await savedTexts(api, scene.project, scene.workflow)).toEqual({ first: 'of Bob', second: 'two' });

  await page.reload();
  await expect(offer(page)).toContainText('set aside');
  await offer(page).getByRole('button', { name: 'Continue editing' }).click();
  await expect(await openText(page, 'second')).toHaveValue('second of Ann');
  await context.close();
});

test('a new version: both are saved', async ({ page, browser, server, api }) => {
  const context = await browser.newContext();
  const scene = await collide(page, await context.newPage(), server, api);
  await page.getByRole('button', { name: 'Save mine as a new version' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as new version' });
  await dialog.getByLabel('Version', { exact: true }).fill('1.1.0');
  await dialog.getByRole('button', { name: 'Save version' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'notes 1.1.0' })).toBeVisible();
  const id = /workflows\/([^/]+)\/edit/.exec(page.url())?.[1] ?? '';
  expect(id).not.toBe(scene.workflow);
  expect(await savedTexts(api, scene.project, id)).toEqual({ first: 'of Ann', second: 'second of Ann' });
  expect(await savedTexts(api, scene.project, scene.workflow)).toEqual({ first: 'of Bob', second: 'two' });
  await context.close();
});

test('deleted meanwhile: the edits become a workflow again', async ({ page, server, api }) => {
  const scene = await prepareWorkflow(api, unique('deleted'));
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'first', 'still here');
  await api.call('eihealth.deleteWorkflow', {
    path: { eihealth_project_id: scene.project, workflow_id: scene.workflow },
  });
  await save(page);
  await expect(page.getByRole('heading', { name: 'This workflow was deleted while you edited it' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save mine as a new workflow' }).click();
  await page.getByRole('button', { name: 'Save version' }).click();
  await expect(page).not.toHaveURL(new RegExp(scene.workflow));
  const id = /workflows\/([^/]+)\/edit/.exec(page.url())?.[1] ?? '';
  expect(await savedTexts(api, scene.project, id)).toEqual({ first: 'still here', second: 'two' });
});

test('in Chinese', async ({ browser, server, api }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const scene = await prepareWorkflow(api, unique('chinese'));
  const page = await context.newPage();
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'first', '我的');
  await saveAsSomebodyElse(api, scene, [taskOf(scene.app, { name: 'first', text: '他人的' })]);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByRole('heading', { name: '他人先保存了此流程' })).toBeVisible();
  await expect(page.getByRole('table', { name: '所有更改的字段' })).toContainText('双方，不同');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});
