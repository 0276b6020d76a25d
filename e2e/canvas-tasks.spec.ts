/** Tasks on the canvas: added, inserted on a connection, doubled, renamed, deleted; each one step of the history. */
import type { Page } from '@playwright/test';
import {
  canvasOf,
  EDGE,
  edgeOf,
  expectSelected,
  middleOf,
  openCanvas,
  placeOf,
  said,
  taskOf,
  toolsOf,
} from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { restingBox } from './resting.ts';

test.beforeEach(async ({ page, server, api }) => {
  await openCanvas(page, server, api);
});

const app = (page: Page, name: RegExp) =>
  page.getByRole('region', { name: /^(Apps|应用)$/ }).getByRole('button', { name });

/** Drags an app of the palette to a place of the window. */
async function dropApp(page: Page, name: RegExp, at: { x: number; y: number }): Promise<void> {
  const frame = await restingBox(canvasOf(page));
  await app(page, name).dragTo(canvasOf(page), { targetPosition: { x: at.x - frame.x, y: at.y - frame.y } });
}

test('an app becomes a task where it is dropped, or by Enter', async ({ page }) => {
  const below = await middleOf(taskOf(page, 'make-2'));
  await dropApp(page, /^count/, { x: below.x, y: below.y + 130 });
  await expectSelected(page, 'task-1-count');
  await said(page, /task-1-count/);
  const dropped = await restingBox(taskOf(page, 'task-1-count'));
  expect(Math.abs(dropped.y - below.y - 130), 'where it was dropped').toBeLessThan(110);

  await app(page, /^trim/).focus();
  await page.keyboard.press('Enter');
  await expectSelected(page, 'task-2-trim');
  await expect(taskOf(page, 'task-2-trim')).toBeInViewport({ ratio: 0.99 });
  await expect(toolsOf(page).getByRole('button', { name: 'Undo add task-2-trim' })).toBeVisible();
});

test('a task is inserted on an edge, from the palette and from a list', async ({ page }) => {
  await dropApp(page, /^trim/, await middleOf(edgeOf(page, EDGE)));
  await expect(edgeOf(page, 'make-1.made→task-1-trim.reads')).toBeAttached();
  await expect(edgeOf(page, 'task-1-trim.clean→count-1.lines')).toBeAttached();
  await expect(edgeOf(page, EDGE)).toHaveCount(0);
  await said(page, 'task-1-trim now stands between make-1 and count-1.');

  await edgeOf(page, 'task-1-trim.clean→count-1.lines').focus();
  await page.keyboard.press('i');
  const list = page.getByRole('dialog', { name: 'Insert a task between task-1-trim and count-1' });
  await expect(list.getByRole('combobox')).toBeFocused();
  // Neither what has no input nor what makes text fits here.
  await expect(list.getByRole('option')).toHaveText([/^trim 1\.0\.0/]);
  await expect(list.getByRole('status')).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(edgeOf(page, 'task-2-trim.clean→count-1.lines')).toBeAttached();
  await toolsOf(page)
    .getByRole('button', { name: /^Undo insert task-2-trim/ })
    .click();
  await expect(edgeOf(page, 'task-1-trim.clean→count-1.lines')).toBeAttached();
  await toolsOf(page)
    .getByRole('button', { name: /^Undo insert task-1-trim/ })
    .click();
  await expect(edgeOf(page, EDGE)).toBeAttached();

  // What does not fit is added beside the connection, and it is said.
  await dropApp(page, /^make/, await middleOf(edgeOf(page, EDGE)));
  await expect(page.getByText(/^make 1\.0\.0 has no input and output that fit this connection/)).toBeVisible();
  await expect(taskOf(page, 'task-1-make')).toBeVisible();
  await expect(edgeOf(page, EDGE)).toBeAttached();
});

test('tasks are doubled with what connects them, below themselves', async ({ page }) => {
  await taskOf(page, 'make-1').locator('.cv-task-app').click();
  await taskOf(page, 'count-1')
    .locator('.cv-task-app')
    .click({ modifiers: ['Shift'] });
  await expectSelected(page, 'make-1', 'count-1');
  await page.keyboard.press('ControlOrMeta+d');
  await expect(edgeOf(page, 'make-1-2.made→count-1-2.lines')).toBeAttached();
  await expectSelected(page, 'make-1-2', 'count-1-2');
  const [copy, original] = [await placeOf(page, 'make-1-2'), await placeOf(page, 'make-1')];
  expect(copy.x).toBe(original.x);
  expect(copy.y).toBeGreaterThan(original.y);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(taskOf(page, 'make-1-2')).toHaveCount(0);
  await expect(taskOf(page, 'count-1-2')).toHaveCount(0);
});

test('a task is renamed where it stands', async ({ page }) => {
  await taskOf(page, 'make-1').getByText('make-1', { exact: true }).dblclick();
  const field = page.getByRole('textbox', { name: 'Name of make-1' });
  await expect(field).toBeFocused();
  await field.fill('make-2');
  await expect(page.getByText('Another task is named make-2.')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await field.fill('source');
  await page.keyboard.press('Enter');
  await expect(taskOf(page, 'source')).toBeFocused();
  await expect(edgeOf(page, 'source.made→count-1.lines')).toBeAttached();

  await page.keyboard.press('F2');
  await page.keyboard.type('other');
  await page.keyboard.press('Escape');
  await expect(taskOf(page, 'source')).toBeFocused();

  // The panel opens where this task stands; it waits for the second click.
  await taskOf(page, 'count-2').getByText('count-2', { exact: true }).dblclick();
  await expect(page.getByRole('textbox', { name: 'Name of count-2' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'count-2' })).toBeVisible();
  await expect(taskOf(page, 'count-2')).toBeInViewport({ ratio: 0.99 });
});

test('a menu opens at the pointer and by key; what is deleted is named and comes back', async ({ page }) => {
  await taskOf(page, 'make-1').click({ button: 'right' });
  await expectSelected(page, 'make-1');
  await expect(page.getByRole('menuitem', { name: /^Duplicate.*Ctrl\+D/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await taskOf(page, 'make-1').focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: /^Delete/ })).toBeVisible();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await expect(taskOf(page, 'make-1')).toHaveCount(0);
  await said(page, 'Deleted make-1. Connection dropped: make-1.made → count-1.lines.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(edgeOf(page, EDGE)).toBeAttached();
  await expect(page.locator('.undo-toast')).toHaveCount(0);
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });

  test('inserting, renaming and deleting say what they did', async ({ page }) => {
    await dropApp(page, /^trim/, await middleOf(edgeOf(page, EDGE)));
    await said(page, 'task-1-trim 已插入 make-1 与 count-1 之间。');
    await taskOf(page, 'make-1').focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'make-1 的名称' }).fill('make-2');
    await expect(page.getByRole('alert').filter({ hasText: 'make-2' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Delete');
    const toast = page.locator('.undo-toast');
    await expect(toast).toContainText('已删除 1 个子任务：make-1。');
    await expect(toast).toContainText('移除了 1 条连线：make-1.made → task-1-trim.reads。');
    await expectAccessible(page);
  });
});
