/** Putting tasks in order: boxes, aligning and distributing, snapping, layouts; each one step of the history. */
import type { Page } from '@playwright/test';
import {
  canvasOf,
  dragMouse,
  expectSelected,
  holdMouse,
  middleOf,
  openCanvas,
  placeOf,
  said,
  taskOf,
  toolsOf,
  zoomOf,
} from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { restingBox } from './resting.ts';

test.beforeEach(async ({ page, server, api }) => {
  await openCanvas(page, server, api);
});

async function arrange(page: Page, entry: RegExp): Promise<void> {
  await toolsOf(page)
    .getByRole('button', { name: /^(Arrange|排列)$/ })
    .click();
  await page.getByRole('menuitem', { name: entry }).click();
}

async function selectAll(page: Page): Promise<void> {
  await canvasOf(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await expectSelected(page, 'make-1', 'make-2', 'count-1', 'count-2');
}

test('a box selects, tasks are aligned and distributed, the history leads back', async ({ page }) => {
  const [first, second] = [await restingBox(taskOf(page, 'make-1')), await restingBox(taskOf(page, 'make-2'))];
  const panel = page.getByRole('heading', { name: '2 tasks' });
  await page.keyboard.down('Shift');
  await holdMouse(
    page,
    { x: first.x - 20, y: first.y - 20 },
    { x: second.x + second.width / 2, y: second.y + second.height / 2 },
  );
  await expectSelected(page, 'make-1', 'make-2');
  // The panel would take the place the box is being drawn over.
  await expect(panel).toHaveCount(0);
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(panel).toBeVisible();
  await expectSelected(page, 'make-1', 'make-2');

  await arrange(page, /^Align left/);
  await expect.poll(async () => (await placeOf(page, 'make-2')).x).toBe(0);
  await said(page, 'Align left: 2 tasks.');
  await selectAll(page);
  await arrange(page, /^Distribute vertically/);
  await expect(toolsOf(page).getByRole('button', { name: 'Undo distribute tasks' })).toBeVisible();

  const history = toolsOf(page).getByRole('button', { name: 'History' });
  await history.click();
  await expect(page.getByRole('menuitem', { name: 'Now: distribute tasks' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'As opened' }).click();
  await expect.poll(async () => (await placeOf(page, 'make-2')).x).toBe(37);
  await expect(toolsOf(page).getByRole('button', { name: 'Redo align tasks' })).toBeVisible();
  await history.click();
  await page.getByRole('menuitem', { name: 'align tasks', exact: true }).click();
  await expect.poll(async () => (await placeOf(page, 'make-2')).x).toBe(0);
});

test('tasks are chosen one by one and move together, as one step', async ({ page }) => {
  await taskOf(page, 'make-1').locator('.cv-task-app').click();
  await taskOf(page, 'count-1')
    .locator('.cv-task-app')
    .click({ modifiers: ['Shift'] });
  await expectSelected(page, 'make-1', 'count-1');
  await toolsOf(page).getByRole('button', { name: 'Snap to grid and neighbours' }).click();
  const grip = await middleOf(taskOf(page, 'make-1').locator('.cv-task-app'));
  await dragMouse(page, grip, { x: grip.x + 20, y: grip.y + 45 });
  await expect.poll(async () => (await placeOf(page, 'make-1')).y).toBeGreaterThan(20);
  const [one, other] = [await placeOf(page, 'make-1'), await placeOf(page, 'count-1')];
  expect([other.x - one.x, other.y - one.y]).toEqual([560, 12]);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => placeOf(page, 'make-1')).toEqual({ x: 0, y: 0 });
  await expect.poll(() => placeOf(page, 'count-1')).toEqual({ x: 560, y: 12 });
  await expect(toolsOf(page).getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();

  await canvasOf(page).focus();
  await page.keyboard.press('Escape');
  await expect(page.locator('.we-canvas .react-flow__node.selected')).toHaveCount(0);
});

test('a drag snaps to a neighbour along a line, unless it is told not to', async ({ page }) => {
  const start = await middleOf(taskOf(page, 'make-2').locator('.cv-task-title'));
  const scale = await zoomOf(page);
  // 37 to the right of make-1: three short of it.
  await dragMouse(page, start, { x: start.x - 34 * scale, y: start.y + 60 }, async () => {
    await expect(page.locator('.we-guide').first()).toBeVisible();
  });
  await expect.poll(async () => (await placeOf(page, 'make-2')).x).toBe(0);
  await expect(page.locator('.we-guide')).toHaveCount(0);

  await toolsOf(page).getByRole('button', { name: 'Snap to grid and neighbours' }).click();
  const again = await middleOf(taskOf(page, 'make-2').locator('.cv-task-title'));
  await dragMouse(page, again, { x: again.x + 4 * scale, y: again.y + 4 });
  await expect.poll(async () => (await placeOf(page, 'make-2')).x).not.toBe(0);
});

test('layouts go either way, move only what is selected, and one step brings the old places back', async ({ page }) => {
  const gap = async (axis: 'x' | 'y') => (await placeOf(page, 'count-1'))[axis] - (await placeOf(page, 'make-1'))[axis];
  await canvasOf(page).focus();
  await page.keyboard.press('Shift+L');
  await expect.poll(() => gap('y')).toBeGreaterThan(80);
  await page.keyboard.press('l');
  await expect.poll(() => gap('x')).toBeGreaterThan(240);
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => placeOf(page, 'make-2')).toEqual({ x: 37, y: 190 });
  await page.keyboard.press('1');
  await expect(taskOf(page, 'count-2')).toBeInViewport({ ratio: 0.99 });

  await taskOf(page, 'make-2').locator('.cv-task-app').click();
  await taskOf(page, 'count-2')
    .locator('.cv-task-app')
    .click({ modifiers: ['ControlOrMeta'] });
  await expectSelected(page, 'make-2', 'count-2');
  await arrange(page, /^Lay out the selection top to bottom/);
  await expect(toolsOf(page).getByRole('button', { name: 'Undo lay out' })).toBeVisible();
  // The others stay where they were put by hand; what moved stays about where it was.
  expect(await placeOf(page, 'make-1')).toEqual({ x: 0, y: 0 });
  expect(await placeOf(page, 'count-1')).toEqual({ x: 560, y: 12 });
  expect((await placeOf(page, 'make-2')).x).toBe(37);
  expect((await placeOf(page, 'count-2')).x).toBeLessThan(590);

  await toolsOf(page).getByRole('button', { name: 'Arrange' }).click();
  await expect(
    page.getByRole('menuitem', { name: /Lay out tasks never placed.*Every task has a place/ }),
  ).toBeDisabled();
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });

  test('the list of orders and the history speak the language', async ({ page }) => {
    await selectAll(page);
    await toolsOf(page).getByRole('button', { name: '排列' }).click();
    await expect(page.getByRole('menuitem', { name: '从左到右布局所选子任务' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: '右对齐' }).click();
    await said(page, '右对齐：4 个子任务。');
    await toolsOf(page).getByRole('button', { name: '操作历史' }).click();
    await expect(page.getByRole('menuitem', { name: '当前：对齐子任务' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: '打开时的状态' }).click();
    await expect.poll(async () => (await placeOf(page, 'make-2')).x).toBe(37);
  });
});
