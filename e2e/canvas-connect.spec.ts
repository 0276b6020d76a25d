/** Connecting on the canvas: by mouse, by two clicks, from a list; elsewhere, and not at all. */
import {
  canvasOf,
  dragMouse,
  EDGE,
  edgeOf,
  expectSelected,
  middleOf,
  openCanvas,
  portOf,
  said,
  taskOf,
  toolsOf,
  zoomOf,
} from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

test.beforeEach(async ({ page, server, api }) => {
  await openCanvas(page, server, api);
});

test('a drag lights up what it may end on, refuses the rest with a reason, and connects', async ({ page }) => {
  const verdict = (task: string, kind: string) => taskOf(page, task).locator(`[data-verdict="${kind}"]`);
  const lines = await middleOf(portOf(page, 'count-2', 'in:lines'));
  const made = await middleOf(portOf(page, 'make-2', 'out:made'));

  await dragMouse(page, await middleOf(portOf(page, 'count-1', 'out:total')), lines, async () => {
    await expect(verdict('count-2', 'no')).toHaveCount(2);
    await expect(page.locator('.react-flow__connection.invalid')).toBeAttached();
  });
  await expect(page.getByRole('alert').filter({ hasText: 'text cannot feed an input of type file' })).toBeVisible();
  await expect(page.locator('[data-verdict]')).toHaveCount(0);

  await dragMouse(page, made, lines, async () => {
    await expect(verdict('count-2', 'yes')).toHaveText(/lines/);
    await expect(verdict('count-1', 'yes')).toHaveText(/lines/);
    await expect(verdict('make-1', 'no')).toHaveText(/made/);
    await expect(page.locator('.react-flow__connection.valid')).toBeAttached();
  });
  await expect(edgeOf(page, 'make-2.made→count-2.lines')).toBeAttached();
  await said(page, 'make-2.made now feeds count-2.lines.');

  // Backwards, onto an input that has a value already: it takes its place, and that is one step.
  await dragMouse(page, await middleOf(portOf(page, 'count-1', 'in:lines')), made);
  await expect(edgeOf(page, 'make-2.made→count-1.lines')).toBeAttached();
  await expect(edgeOf(page, EDGE)).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(edgeOf(page, EDGE)).toBeAttached();
  await expect(edgeOf(page, 'make-2.made→count-1.lines')).toHaveCount(0);
});

test('let go over the bare canvas, a connection asks for the task at its other end', async ({ page }) => {
  const made = await middleOf(portOf(page, 'make-2', 'out:made'));
  const below = { x: made.x + 20, y: made.y + 150 };
  const zoom = await zoomOf(page);
  await dragMouse(page, made, below);
  const takes = page.getByRole('dialog', { name: 'Add a task that takes make-2.made' });
  await expect(takes.getByRole('combobox')).toBeFocused();
  await expect(takes.getByRole('option')).toHaveText([/^count 1\.0\.0.*lines/, /^trim 1\.0\.0.*reads/]);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(takes).toHaveCount(0);
  await expect(page.locator('.we-canvas .react-flow__edge')).toHaveCount(1);

  await dragMouse(page, made, below);
  await takes.getByRole('option', { name: /^trim/ }).click();
  await expect(edgeOf(page, 'make-2.made→task-1-trim.reads')).toBeAttached();
  await expectSelected(page, 'task-1-trim');
  await expect(taskOf(page, 'task-1-trim')).toBeFocused();
  // The port is where the pointer was, though the view made room for the panel since.
  const port = portOf(page, 'task-1-trim', 'in:reads');
  await expect
    .poll(async () => {
      const [from, to] = [await middleOf(portOf(page, 'make-2', 'out:made')), await middleOf(port)];
      const scale = zoom / (await zoomOf(page));
      return Math.hypot((to.x - from.x) * scale - 20, (to.y - from.y) * scale - 150);
    })
    .toBeLessThan(25);

  // The task and its connection are one step.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(taskOf(page, 'task-1-trim')).toHaveCount(0);
  await expect(page.locator('.we-canvas .react-flow__edge')).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'task-1-trim' })).toHaveCount(0);

  // Backwards, from an input.
  const lines = await middleOf(portOf(page, 'count-2', 'in:lines'));
  await dragMouse(page, lines, { x: lines.x - 60, y: lines.y + 60 });
  const feeds = page.getByRole('dialog', { name: 'Add a task that feeds count-2.lines' });
  await expect(feeds.getByRole('option')).toHaveText([/^make 1\.0\.0.*made/, /^trim 1\.0\.0.*clean/]);
  await page.keyboard.press('Enter');
  await expect(edgeOf(page, 'task-1-make.made→count-2.lines')).toBeAttached();
});

test('the end of a connection is dragged elsewhere; its tools take it out', async ({ page }) => {
  await edgeOf(page, EDGE).focus();
  await page.keyboard.press('Enter');
  const grip = edgeOf(page, EDGE).locator('.react-flow__edgeupdater-target');
  await dragMouse(page, await middleOf(grip), await middleOf(portOf(page, 'count-2', 'in:lines')));
  const moved = 'make-1.made→count-2.lines';
  await expect(edgeOf(page, moved)).toBeAttached();
  await expect(edgeOf(page, EDGE)).toHaveCount(0);
  await expect(toolsOf(page).getByRole('button', { name: 'Undo reconnect count-2.lines' })).toBeVisible();

  const edgeTools = page.getByRole('toolbar', { name: 'Connection from make-1 to count-2' });
  await edgeTools.getByRole('button', { name: 'Disconnect' }).click();
  await expect(edgeOf(page, moved)).toHaveCount(0);
  await said(page, 'count-2.lines is no longer fed by make-1.made.');
  // The tools went with the connection; the keys go on from the canvas.
  await expect(canvasOf(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(edgeOf(page, moved)).toBeAttached();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(edgeOf(page, EDGE)).toBeAttached();

  await edgeOf(page, EDGE).focus();
  await page.keyboard.press('Delete');
  await expect(edgeOf(page, EDGE)).toHaveCount(0);
  await said(page, 'Connection dropped: make-1.made → count-1.lines.');
});

test('tasks are connected by two clicks, and by keyboard from a list', async ({ page }) => {
  await portOf(page, 'make-2', 'out:made').click();
  await expect(taskOf(page, 'count-2').locator('[data-verdict="yes"]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-verdict]')).toHaveCount(0);
  await portOf(page, 'make-2', 'out:made').click();
  await portOf(page, 'count-2', 'in:lines').click();
  await expect(edgeOf(page, 'make-2.made→count-2.lines')).toBeAttached();
  await expect(page.locator('[data-verdict]')).toHaveCount(0);
  // Between the two clicks nothing took a part of the canvas; after them what was chosen can be filled in.
  await expect(page.getByRole('region', { name: 'Task count-2' })).toBeVisible();

  await taskOf(page, 'make-1').focus();
  await page.keyboard.press('c');
  const list = page.getByRole('dialog', { name: 'Connect make-1' });
  await expect(list.getByRole('combobox')).toBeFocused();
  await expect(list.getByRole('option')).toHaveText([/count-2\.lines/]);
  await expect(taskOf(page, 'count-2').locator('[data-verdict="aim"]')).toHaveCount(1);
  await expect(taskOf(page, 'count-2')).toBeInViewport({ ratio: 0.99 });
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(edgeOf(page, 'make-1.made→count-2.lines')).toBeAttached();
  await said(page, 'make-1.made now feeds count-2.lines.');
  await expect(taskOf(page, 'make-1')).toBeFocused();
});

test('a connection has a menu that leads to its ends', async ({ page }) => {
  await edgeOf(page, EDGE).click({ button: 'right', force: true });
  await expect(page.getByRole('menuitem', { name: /^Insert a task here/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: /^Go to the target/ }).click();
  await expectSelected(page, 'count-1');
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });

  test('the menu opens the list, which says what gives way', async ({ page }) => {
    await taskOf(page, 'make-2').click({ button: 'right' });
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: /^连接输出/ }).click();
    const list = page.getByRole('dialog', { name: '连接 make-2' });
    await expect(list.getByRole('combobox')).toBeFocused();
    await expect(list.getByRole('option')).toHaveText([/count-2\.lines/, /count-1\.lines.*将替换 make-1\.made/]);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await said(page, 'make-2.made 已连接到 count-2.lines。');
    await expect(edgeOf(page, 'make-2.made→count-2.lines')).toBeAttached();
  });
});
