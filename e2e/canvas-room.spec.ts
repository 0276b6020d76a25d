/** The view makes room for the panel, and goes back once it is closed. */
import type { Page } from '@playwright/test';
import { canvasOf, dragMouse, middleOf, openCanvas, placeOf, taskOf, zoomOf } from './canvas-scene.ts';
import { expect, test } from './fixtures.ts';
import { restingBox } from './resting.ts';

test.beforeEach(async ({ page, server, api }) => {
  await openCanvas(page, server, api);
});

/** Where a task of the left side is in the window. */
const seen = async (page: Page) => {
  const { x = 0, y = 0 } = (await taskOf(page, 'make-1').boundingBox()) ?? {};
  return { x: Math.round(x), y: Math.round(y) };
};

/** Opens the panel of the task it would cover, and waits until the task stands beside it. */
async function openPanel(page: Page): Promise<void> {
  await taskOf(page, 'count-2').locator('.cv-task-app').click();
  const panel = page.getByRole('region', { name: 'Task count-2' });
  await expect(panel).toBeVisible();
  const overlap = async () => {
    const [task, beside] = [await taskOf(page, 'count-2').boundingBox(), await panel.boundingBox()];
    return (task?.x ?? 0) + (task?.width ?? 0) - (beside?.x ?? 0);
  };
  await expect.poll(overlap).toBeLessThanOrEqual(0);
}

const closePanel = async (page: Page) => {
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await expect(page.getByRole('region', { name: 'Task count-2' })).toHaveCount(0);
};

test('the view goes back when the panel is closed, by its button or by a click beside the tasks', async ({ page }) => {
  const before = await seen(page);
  await openPanel(page);
  expect(await seen(page)).not.toEqual(before);
  await closePanel(page);
  await expect.poll(() => seen(page)).toEqual(before);

  await openPanel(page);
  const frame = await canvasOf(page).boundingBox();
  await page.mouse.click((frame?.x ?? 0) + 60, (frame?.y ?? 0) + 30);
  await expect(page.getByRole('region', { name: 'Task count-2' })).toHaveCount(0);
  await expect.poll(() => seen(page)).toEqual(before);
});

test('it stays where somebody moved it meanwhile', async ({ page }) => {
  await openPanel(page);
  const zoomed = await zoomOf(page);
  await canvasOf(page).focus();
  await page.keyboard.press('+');
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(zoomed * 1.19);
  const left = await restingBox(taskOf(page, 'make-1'));
  await closePanel(page);
  expect(await restingBox(taskOf(page, 'make-1'))).toEqual(left);
});

test('it stays where somebody moved a task meanwhile', async ({ page }) => {
  await openPanel(page);
  const from = await middleOf(taskOf(page, 'make-2').locator('.cv-task-app'));
  const place = await placeOf(page, 'make-2');
  await dragMouse(page, from, { x: from.x, y: from.y + 60 });
  await expect.poll(() => placeOf(page, 'make-2')).not.toEqual(place);
  const panel = page.getByRole('region', { name: 'Task make-2' });
  await expect(panel).toBeVisible();
  const left = await restingBox(taskOf(page, 'make-1'));
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await expect(panel).toHaveCount(0);
  expect(await restingBox(taskOf(page, 'make-1'))).toEqual(left);
});

test('all tasks in view stand clear of the map, from the start on', async ({ page }) => {
  const map = page.locator('.cv-minimap');
  const covered = async () => {
    const [task, corner] = [await taskOf(page, 'count-2').boundingBox(), await map.boundingBox()];
    if (!task || !corner) return true;
    return task.x + task.width > corner.x && task.y + task.height > corner.y;
  };
  expect(await covered()).toBe(false);
  await canvasOf(page).focus();
  await page.keyboard.press('0');
  await expect.poll(() => zoomOf(page)).toBe(1);
  await page.keyboard.press('1');
  await expect(taskOf(page, 'make-1')).toBeInViewport({ ratio: 0.99 });
  await expect.poll(covered).toBe(false);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(covered).toBe(false);
});

test('the editor opens once it is known what may be done in it, and nothing moves after', async ({ page }) => {
  const frame = await canvasOf(page).boundingBox();
  const task = await seen(page);
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  await page.route(/\/eihealth-projects\/[^/]+$/, (route) => given.then(() => route.continue()));
  const read = page.waitForResponse(/\/workflows\/[^/]+$/);
  await page.reload();
  await read;
  await expect(page.getByRole('main').getByRole('status', { name: 'Loading' })).toBeVisible();
  await expect(canvasOf(page)).toHaveCount(0);
  give();
  await expect(canvasOf(page)).toBeVisible();
  expect(await canvasOf(page).boundingBox()).toEqual(frame);
  expect(await seen(page)).toEqual(task);
  await taskOf(page, 'make-1').getByText('make-1', { exact: true }).dblclick();
  await expect(page.getByRole('textbox', { name: 'Name of make-1' })).toBeFocused();
});
