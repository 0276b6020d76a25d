/** Looking at the workflow: finding a task, zooming, the map, the keys; nothing of it changes the document. */
import type { Page } from '@playwright/test';
import { canvasOf, expectSelected, openCanvas, taskOf, toolsOf } from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { restingBox } from './resting.ts';

test.beforeEach(async ({ page, server, api }) => {
  await openCanvas(page, server, api);
});

/** Scale of the drawing, by the width of a task. */
const zoomOf = async (page: Page) => ((await taskOf(page, 'make-1').boundingBox())?.width ?? 0) / 240;

test('tasks are found by typing, and Enter goes from one to the next', async ({ page }) => {
  await canvasOf(page).focus();
  await page.keyboard.press('ControlOrMeta+f');
  const field = page.getByRole('combobox', { name: 'Find a task' });
  await expect(field).toBeFocused();
  await page.keyboard.type('count');
  await expect(page.getByRole('option')).toHaveText([/^count-1/, /^count-2/]);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expectSelected(page, 'count-1');
  // The panel that opened beside the canvas does not cover it.
  await expect(taskOf(page, 'count-1')).toBeInViewport({ ratio: 0.99 });
  const search = page.getByRole('search');
  await expect(search.getByText('1 of 2')).toBeVisible();
  await page.keyboard.press('Enter');
  await expectSelected(page, 'count-2');
  await expect(taskOf(page, 'count-2')).toBeInViewport({ ratio: 0.99 });
  await page.keyboard.press('Shift+Enter');
  await expectSelected(page, 'count-1');
  await field.fill('nothing like it');
  await expect(search.getByText('No task matches nothing like it.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(canvasOf(page)).toBeFocused();
});

test('the view fits all, fits the selection, and a task the panel would cover stays in sight', async ({ page }) => {
  const other = taskOf(page, 'make-1');
  await taskOf(page, 'count-2').locator('.cv-task-app').click();
  await expect(page.getByRole('heading', { name: 'count-2' })).toBeVisible();
  const panel = await restingBox(page.locator('.we-panel'));
  await expect
    .poll(async () => {
      const box = await taskOf(page, 'count-2').boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0);
    })
    .toBeLessThanOrEqual(panel.x);

  await canvasOf(page).focus();
  await page.keyboard.press('2');
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(1.2);
  await page.keyboard.press('0');
  await expect.poll(() => zoomOf(page)).toBeCloseTo(1, 2);
  await page.keyboard.press('-');
  await expect.poll(() => zoomOf(page)).toBeLessThan(0.9);
  await page.keyboard.press('1');
  await expect(other).toBeInViewport({ ratio: 0.99 });
  await expect(taskOf(page, 'count-2')).toBeInViewport({ ratio: 0.99 });
  await expect(toolsOf(page).getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();

  const map = page.locator('.cv-minimap');
  await expect(map).toBeVisible();
  await page.keyboard.press('m');
  await expect(map).toHaveCount(0);
});

test('the menu of the canvas and the sheet of keys list all there is', async ({ page }) => {
  const frame = await restingBox(canvasOf(page));
  await page.mouse.click(frame.x + frame.width / 2, frame.y + frame.height - 60, { button: 'right' });
  await expect(page.getByRole('menuitem', { name: /^Select all.*Ctrl\+A/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: /^Keyboard shortcuts/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Ctrl+Shift+Z')).toBeVisible();
  await expectAccessible(page);
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });

  test('the search and the sheet of keys speak the language', async ({ page }) => {
    await canvasOf(page).focus();
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('count');
    await expect(page.getByRole('search').getByText('找到 2 个')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expectSelected(page, 'count-1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(canvasOf(page)).toBeFocused();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: '键盘快捷键' });
    await expect(sheet.getByText('从左到右布局')).toBeVisible();
    await expect(sheet).not.toContainText(/act\.|keys\.|group\./);
    await expectAccessible(page);
  });
});
