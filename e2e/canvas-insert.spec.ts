/** A task that stands by itself is put on a connection: dragged there, or chosen for it. */
import type { Page } from '@playwright/test';
import {
  dragMouse,
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

test.beforeEach(async ({ page, server, api }) => {
  await openCanvas(page, server, api, ({ trim }) => [
    { task_name: 'loose', app_id: trim, location: { x: 300, y: 420 } },
  ]);
  await expect(taskOf(page, 'loose')).toBeVisible();
});

/** What is shown as the place of what is dragged. */
const aimed = (page: Page) => page.locator('.react-flow__edge[data-drop]');

test('dragged onto a connection it is inserted there: with its move one step', async ({ page }) => {
  const before = await placeOf(page, 'loose');
  // Its middle comes to lie on the connection, wherever the hand holds it.
  const [held, middle] = [
    await middleOf(taskOf(page, 'loose').locator('.cv-task-app')),
    await middleOf(taskOf(page, 'loose')),
  ];
  const onto = await middleOf(edgeOf(page, EDGE));
  await dragMouse(page, held, { x: onto.x + held.x - middle.x, y: onto.y + held.y - middle.y }, async () => {
    await expect(aimed(page)).toHaveAttribute('data-id', EDGE);
  });
  await expect(edgeOf(page, 'make-1.made→loose.reads')).toBeAttached();
  await expect(edgeOf(page, 'loose.clean→count-1.lines')).toBeAttached();
  await expect(edgeOf(page, EDGE)).toHaveCount(0);
  await expect(aimed(page)).toHaveCount(0);
  await said(page, 'loose now stands between make-1 and count-1.');
  await expectSelected(page, 'loose');

  await toolsOf(page).getByRole('button', { name: 'Undo insert loose between make-1 and count-1' }).click();
  await expect(edgeOf(page, EDGE)).toBeAttached();
  expect(await placeOf(page, 'loose')).toEqual(before);
});

test('what does not fit is only moved, and no connection is shown as its place', async ({ page }) => {
  const onto = await middleOf(edgeOf(page, EDGE));
  await dragMouse(page, await middleOf(taskOf(page, 'make-2').locator('.cv-task-app')), onto, async () => {
    await expect(taskOf(page, 'make-2')).toHaveClass(/dragging/);
    await expect(aimed(page)).toHaveCount(0);
  });
  await expect(toolsOf(page).getByRole('button', { name: 'Undo move make-2' })).toBeVisible();
  await expect(edgeOf(page, EDGE)).toBeAttached();
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });

  test('it is chosen for a connection by key', async ({ page }) => {
    await edgeOf(page, EDGE).focus();
    await page.keyboard.press('i');
    const list = page.getByRole('dialog', { name: '在 make-1 与 count-1 之间插入子任务' });
    await expect(list.getByRole('combobox')).toBeFocused();
    await expect(list.getByRole('option')).toHaveText([/^loose.*此流程中的子任务，reads → clean/, /^trim 1\.0\.0/]);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await said(page, 'loose 已插入 make-1 与 count-1 之间。');
    await expect(edgeOf(page, 'make-1.made→loose.reads')).toBeAttached();
    await expectSelected(page, 'loose');
    await expect(taskOf(page, 'loose')).toBeInViewport({ ratio: 0.99 });
    const [from, it, to] = [
      await placeOf(page, 'make-1'),
      await placeOf(page, 'loose'),
      await placeOf(page, 'count-1'),
    ];
    expect(it.x, 'right of the source').toBeGreaterThan(from.x);
    expect(it.x, 'left of the target').toBeLessThan(to.x);
  });
});
