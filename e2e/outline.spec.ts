/**
 * Everything the canvas does to a workflow is done in the outline by keys, found by role and name as a screen reader
 * finds it, and said aloud.
 */
import type { Page } from '@playwright/test';
import { canvasScene, said } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { arrowTo } from './keyboard.ts';
import { unique } from './names.ts';
import { outlineOf, press, takeFromMenu } from './outline-scene.ts';
import { wordsIn } from './words.ts';

const t = wordsIn('en-US');

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const grid = (page: Page) => outlineOf(page, t).grid;
const tasks = (page: Page) => outlineOf(page, t).tasks;
const rowOf = (page: Page, name: string, level = 1) => outlineOf(page, t).row(name, level);

test.beforeEach(async ({ page, server, api }) => {
  const { editor } = await canvasScene(api, unique('outline'));
  await enter(page, server, ADMIN, `${editor}?view=outline`);
  await expect(tasks(page)).toHaveCount(4);
  await rowOf(page, 'make-1').focus();
});

test('a task is renamed, opened, given values and resources, and cleared again', async ({ page }) => {
  await press(page, 'F2');
  await expect(page.getByRole('textbox', { name: t('outline:field.name', { name: 'make-1' }) })).toBeFocused();
  await page.keyboard.type('make-2');
  await expect(
    page.getByRole('alert').filter({ hasText: t('canvas:panel.nameTaken', { name: 'make-2' }) }),
  ).toBeVisible();
  await press(page, 'Enter', 'ControlOrMeta+a');
  await page.keyboard.type('source');
  await press(page, 'Enter');
  await expect(rowOf(page, 'source')).toBeFocused();
  await said(page, t('canvas:announce.renamed', { name: 'source' }));

  await press(page, 'ArrowRight');
  await expect(rowOf(page, 'source')).toHaveAttribute('aria-expanded', 'true');
  const folder = t('outline:row.folder');
  await arrowTo(page, rowOf(page, folder, 2));
  await press(page, 'Enter');
  await page.keyboard.type('/made');
  await press(page, 'Enter');
  await said(page, t('outline:announce.set', { name: `source.${folder}`, value: '/made' }));

  const resources = rowOf(page, t('outline:row.resources'), 2);
  await arrowTo(page, resources);
  await press(page, 'ArrowRight');
  const cpu = rowOf(page, t('canvas:resources.cpu'), 3);
  await arrowTo(page, cpu);
  await press(page, 'Enter');
  await page.keyboard.type('2C');
  await press(page, 'Enter');
  await said(page, t('outline:announce.set', { name: `source.${t('canvas:resources.cpu')}`, value: '2C' }));
  await expect(cpu).toContainText('2C');
  await press(page, 'Delete');
  await said(page, t('outline:announce.inherits', { name: `source.${t('canvas:resources.cpu')}` }));
  await expectAccessible(page);
});

test('outputs and inputs are connected from either side, and connections taken out', async ({ page }) => {
  await arrowTo(page, rowOf(page, 'make-2'));
  await press(page, 'ArrowRight');
  await arrowTo(page, rowOf(page, 'made', 2));
  await press(page, 'Enter');
  const target = page.getByRole('combobox', { name: t('outline:field.target', { name: 'make-2.made' }) });
  await expect(target).toBeFocused();
  await expect(page.getByRole('option')).toHaveText([/^count-1\.lines/, /^count-2\.lines/]);
  await page.keyboard.type('count-2');
  await press(page, 'Enter');
  await said(page, t('canvas:announce.connected', { from: 'make-2', output: 'made', to: 'count-2', input: 'lines' }));

  // The output's row holds where it goes; Enter goes there.
  await press(page, 'ArrowRight', 'ArrowRight', 'Enter');
  const lines = rowOf(page, 'lines', 2);
  await expect(lines).toBeFocused();
  await expect(lines).toContainText(t('outline:value.from', { from: 'make-2', output: 'made' }));
  await press(page, '=');
  const source = page.getByRole('combobox', { name: t('outline:field.reference', { name: 'count-2.lines' }) });
  await expect(source).toBeFocused();
  // What feeds it now comes first.
  await expect(page.getByRole('option').first()).toHaveText(/^make-2\.made/);
  await page.keyboard.type('make-1');
  await press(page, 'Enter');
  await said(page, t('canvas:announce.connected', { from: 'make-1', output: 'made', to: 'count-2', input: 'lines' }));
  await press(page, 'Delete');
  await said(
    page,
    t('outline:announce.disconnected', { from: 'make-1', output: 'made', to: 'count-2', input: 'lines' }),
  );

  // A reference to nothing: F8 leads to it from anywhere, and says when there is nothing left.
  await press(page, 'Enter');
  await expect(page.getByRole('textbox', { name: 'count-2.lines' })).toBeFocused();
  await page.keyboard.type('${nobody.made}');
  await press(page, 'Enter');
  await expect(lines.getByRole('img', { name: t('canvas:problems.error') })).toBeVisible();
  await press(page, 'Home', 'F8');
  await expect(lines).toBeFocused();
  await press(page, 'Delete');
  await expect(lines.getByRole('img', { name: t('canvas:problems.error') })).toHaveCount(0);
  await press(page, 'F8');
  await said(page, t('outline:announce.noProblem'));
});

test('tasks are selected, copied, duplicated, put in order and removed, and the history leads back', async ({
  page,
}) => {
  const selected = grid(page).getByRole('row', { selected: true });
  await press(page, 'Shift+ArrowDown');
  await said(page, t('outline:announce.selected', { count: 2 }));
  await expect(selected).toHaveCount(2);
  await press(page, 'ControlOrMeta+c', 'ControlOrMeta+v');
  await expect(tasks(page)).toHaveCount(6);
  await expect(selected).toHaveCount(2);
  await press(page, 'ControlOrMeta+z');
  await expect(tasks(page)).toHaveCount(4);
  await said(page, /^Undone: paste/);
  await press(page, 'ControlOrMeta+Shift+z');
  await expect(tasks(page)).toHaveCount(6);
  await said(page, /^Redone: paste/);
  await press(page, 'ControlOrMeta+z');

  await press(page, 'Home', 'ControlOrMeta+d');
  await expect(tasks(page)).toHaveCount(5);
  await said(page, /duplicate make-1/);
  await press(page, 'ControlOrMeta+z', 'Home');
  await expect(tasks(page)).toHaveCount(4);

  await expect(rowOf(page, 'make-1')).toBeFocused();
  await press(page, 'Alt+ArrowDown');
  await said(page, t('outline:announce.moved', { name: 'make-1', place: 2, count: 4 }));
  await expect(tasks(page).getByRole('rowheader')).toHaveText(['make-2', 'make-1', 'count-1', 'count-2']);
  await press(page, 'Alt+ArrowDown');
  await said(page, t('outline:announce.cannotMove', { name: 'make-1', other: 'count-1' }));

  await press(page, 'ControlOrMeta+a');
  await expect(selected).toHaveCount(4);
  await press(page, 'Delete');
  await expect(tasks(page)).toHaveCount(0);
  await said(page, /Deleted 4 tasks/);
  await expect(rowOf(page, t('outline:row.add'))).toBeFocused();
  await press(page, 'ControlOrMeta+z');
  await expect(tasks(page)).toHaveCount(4);
  await expectAccessible(page);
});

test('another app takes the place of one; a task is put on a connection; each row has its menu', async ({ page }) => {
  await arrowTo(page, rowOf(page, 'count-2'));
  await press(page, 'ArrowRight');
  const app = rowOf(page, t('outline:row.app'), 2);
  await arrowTo(page, app);
  await press(page, 'Enter');
  const dialog = page.getByRole('dialog', { name: t('panel:replace.title', { task: 'count-2' }) });
  const choice = dialog.getByRole('combobox', { name: t('panel:replace.with') });
  while (!(await choice.evaluate((element) => element === document.activeElement))) await press(page, 'Tab');
  await page.keyboard.type('trim');
  await press(page, 'Enter');
  const apply = dialog.getByRole('button', { name: t('panel:replace.apply') });
  await expect(apply).toBeVisible();
  await expectAccessible(page);
  while (!(await apply.evaluate((element) => element === document.activeElement))) await press(page, 'Tab');
  await press(page, 'Enter');
  await said(page, t('panel:replace.done', { app: 'trim 1.0.0', count: 1 }));
  await expect(app).toBeFocused();
  await expect(app).toContainText('trim 1.0.0');

  await arrowTo(page, rowOf(page, 'count-1'), 'ArrowUp');
  await press(page, 'ArrowRight');
  await arrowTo(page, rowOf(page, 'lines', 2));
  await press(page, 'Shift+F10');
  await expect(page.getByRole('menuitem', { name: t('gestures:act.insert') })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: t('gestures:act.insert') }).press('Enter');
  const list = page.getByRole('dialog', { name: t('gestures:insert.title', { from: 'make-1', to: 'count-1' }) });
  await expect(list.getByRole('option')).toHaveText([/^count-2/, /^trim 1\.0\.0/]);
  await press(page, 'Enter');
  await said(page, t('gestures:announce.inserted', { task: 'count-2', from: 'make-1', to: 'count-1' }));
  await expect(rowOf(page, 'count-2')).toBeFocused();
  await press(page, 'ControlOrMeta+z');
  await expect(rowOf(page, 'lines', 2)).toContainText(t('outline:value.from', { from: 'make-1', output: 'made' }));

  await press(page, 'Home');
  await arrowTo(page, rowOf(page, 'lines', 2));
  await press(page, 'Shift+F10');
  await takeFromMenu(page, t('gestures:act.insert'));
  await expect(list.getByRole('option')).toHaveCount(2);
  await page.keyboard.type('trim 1');
  await expect(list.getByRole('option')).toHaveText([/^trim 1\.0\.0/]);
  await press(page, 'Enter');
  await said(page, t('gestures:announce.inserted', { task: 'task-1-trim', from: 'make-1', to: 'count-1' }));
  await expect(rowOf(page, 'task-1-trim')).toBeFocused();
  await expect(tasks(page)).toHaveCount(5);

  await rowOf(page, 'make-2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: t('gestures:act.rename') }).click();
  await expect(page.getByRole('textbox', { name: t('outline:field.name', { name: 'make-2' }) })).toBeFocused();
  await press(page, 'Escape');
  await expect(rowOf(page, 'make-2')).toBeFocused();
  await press(page, 'ControlOrMeta+Enter');
  await expect(page.locator('.react-flow__node[data-id="make-2"]')).toBeFocused();
  await press(page, 'ControlOrMeta+Enter');
  await expect(rowOf(page, 'make-2')).toBeFocused();
});

test('a connection is moved to another input, and a task is added for an output and for an input', async ({ page }) => {
  await press(page, 'ArrowRight');
  await arrowTo(page, rowOf(page, 'made', 2));
  await press(page, 'ArrowRight', 'ArrowDown');
  const use = (to: string) => grid(page).locator(`tr[data-kind="use"]`).filter({ hasText: to });
  await expect(use('count-1.lines')).toBeFocused();
  await press(page, '=');
  const target = page.getByRole('combobox', { name: t('outline:field.target', { name: 'make-1.made' }) });
  await expect(target).toBeFocused();
  await expect(page.getByRole('option')).toHaveText(['count-2.lines']);
  await press(page, 'Enter');
  await said(
    page,
    t('gestures:announce.reconnected', { from: 'make-1', output: 'made', to: 'count-2', input: 'lines' }),
  );
  await expect(use('count-2.lines')).toBeFocused();
  await expect(grid(page).locator('tr[data-kind="use"]')).toHaveCount(1);
  await press(page, 'ControlOrMeta+z');
  await expect(use('count-1.lines')).toBeAttached();

  await arrowTo(page, rowOf(page, 'made', 2), 'ArrowUp');
  await press(page, 'Shift+F10');
  await takeFromMenu(page, t('gestures:act.attach'));
  const takes = page.getByRole('dialog', { name: t('gestures:attach.takes', { port: 'make-1.made' }) });
  await expect(takes.getByRole('option')).toHaveText([/^count 1\.0\.0/, /^trim 1\.0\.0/]);
  await expectAccessible(page);
  await page.keyboard.type('trim');
  await expect(takes.getByRole('option')).toHaveCount(1);
  await press(page, 'Enter');
  await said(
    page,
    t('canvas:announce.connected', { from: 'make-1', output: 'made', to: 'task-1-trim', input: 'reads' }),
  );
  await expect(rowOf(page, 'task-1-trim')).toBeFocused();

  await press(page, 'Home');
  await arrowTo(page, rowOf(page, 'count-2'));
  await press(page, 'ArrowRight');
  await arrowTo(page, rowOf(page, 'lines', 2));
  await press(page, 'Shift+F10');
  await takeFromMenu(page, t('gestures:act.attach'));
  const gives = page.getByRole('dialog', { name: t('gestures:attach.gives', { port: 'count-2.lines' }) });
  await expect(gives.getByRole('option')).toHaveText([/^make 1\.0\.0/, /^trim 1\.0\.0/]);
  await page.keyboard.type('make');
  await expect(gives.getByRole('option')).toHaveCount(1);
  await press(page, 'Enter');
  await expect(tasks(page)).toHaveCount(6);
  await expect(grid(page).locator('tr[data-kind="task"]:focus')).toHaveAttribute('aria-selected', 'true');
  await press(page, 'ControlOrMeta+z', 'ControlOrMeta+z');
  await expect(tasks(page)).toHaveCount(4);
});
