/** The inputs in the panel of a task: values by their type, lists of values, references. */
import type { Page } from '@playwright/test';
import { edgeOf, taskOf } from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { press, tabTo } from './keyboard.ts';
import { drop, expectNoList, openPanelScene, option, paste, pick, save } from './panel-hand.ts';
import { expectPanel, fieldOf, type PanelScene, savedTasks } from './panel-scene.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

let scene: PanelScene;

test.beforeEach(async ({ page, server, api }) => {
  scene = await openPanelScene(page, server, api);
});

const undo = (page: Page, act: string) => expect(page.getByRole('button', { name: `Undo ${act}` })).toBeVisible();
test('values of every type are given by keyboard and saved as the platform documents them', async ({ page, api }) => {
  const panel = await expectPanel(page, 'every-1');
  // The folder of this value is not there: the picker begins at the top.
  await fieldOf(panel, 'reads').fill('/none/such.fq');

  // A file out of the data of the project: only what has the suffix is offered.
  await press(page, panel.getByRole('button', { name: 'Choose a file', exact: true }));
  const files = page.getByRole('dialog', { name: 'Choose a file' });
  await press(page, files.getByRole('button', { name: 'reads' }));
  await expect(files.getByRole('button', { name: /^a_1\.fq/ })).toBeVisible();
  await expect(files.getByRole('button', { name: /^readme\.md/ })).toHaveCount(0);
  await expect(files.getByText('Show files without .fq (1 hidden)')).toBeVisible();
  await tabTo(page, files.getByRole('button', { name: /^a_1\.fq/ }));
  await page.keyboard.press('ArrowDown');
  await expect(files.getByRole('button', { name: /^a_2\.fq/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(files).toHaveCount(0);
  await expect(fieldOf(panel, 'reads')).toHaveValue('/reads/a_2.fq');

  // A folder.
  await press(page, panel.getByRole('button', { name: 'Choose a folder' }));
  const folders = page.getByRole('dialog', { name: 'Choose a folder' });
  await press(page, folders.getByRole('button', { name: 'reads' }));
  await press(page, folders.getByRole('button', { name: 'Choose this folder' }));
  await expect(fieldOf(panel, 'index')).toHaveValue(/^\/reads\/?$/);

  // A text with a default, a number, a choice, and a yes or no.
  await expect(fieldOf(panel, 'title')).toHaveAttribute('placeholder', 'App default: Untitled');
  await tabTo(page, fieldOf(panel, 'title'), 'Shift+Tab');
  await page.keyboard.type('Sample 名');
  await tabTo(page, fieldOf(panel, 'threads'));
  await page.keyboard.type('8');
  await tabTo(page, fieldOf(panel, 'mode'));
  await page.keyboard.type('exa');
  await expect(option(page, 'exact')).toBeVisible();
  await page.keyboard.press('Enter');
  await tabTo(page, fieldOf(panel, 'strict'));
  await page.keyboard.press('ArrowDown');
  await expect(option(page, 'true')).toBeVisible();
  await page.keyboard.press('Enter');
  await undo(page, 'value of every-1.strict');

  // A list, pasted from the column of a table.
  await tabTo(page, panel.getByRole('textbox', { name: 'lanes, value 1 of 1' }));
  await paste(page, '/reads/a_1.fq\tleft\n/reads/a_2.fq\tright\n\n/reads/b_1.fq\t\n');
  await expect(panel.getByRole('textbox', { name: 'lanes, value 3 of 3' })).toHaveValue('/reads/b_1.fq');
  await expect(panel.getByText('3 of 128 values')).toBeVisible();
  await expect(taskOf(page, 'every-1').getByText('×3')).toBeVisible();

  await expectAccessible(page);
  await save(page);
  const [, task] = await savedTasks(api, scene);
  const values = new Map(task?.inputs?.map((input) => [input.name, input.values]));
  expect(Object.fromEntries(values)).toEqual({
    reads: ['/reads/a_2.fq'],
    title: ['Sample 名'],
    threads: ['8'],
    mode: ['exact'],
    strict: ['true'],
    index: [expect.stringMatching(/^\/reads\/?$/)],
    lanes: ['/reads/a_1.fq', '/reads/a_2.fq', '/reads/b_1.fq'],
  });
});

test('a list of values is put in order, thinned out, written as text and kept when there are too many', async ({
  page,
}) => {
  const panel = await expectPanel(page, 'every-1');
  const value = (place: number, count: number) =>
    panel.getByRole('textbox', { name: `lanes, value ${place} of ${count}` });
  const more = panel.getByRole('button', { name: 'More for the values of lanes' });
  await value(1, 1).focus();
  await paste(page, '/c\n/a\n/b\n/a');
  await expect(value(4, 4)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(value(3, 4)).toHaveValue('/a');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/d');
  await expect(value(4, 5)).toHaveValue('/d');

  await more.click();
  await page.getByRole('menuitem', { name: 'Remove repeated values' }).click();
  await more.click();
  await page.getByRole('menuitem', { name: 'Sort' }).click();
  await more.click();
  await page.getByRole('menuitem', { name: 'Edit as text' }).click();
  const text = panel.getByRole('textbox', { name: 'lanes' });
  await expect(text).toHaveValue('/a\n/b\n/c\n/d');
  await text.fill('/a\n\n/x');
  await more.click();
  await page.getByRole('menuitem', { name: 'Edit as rows' }).click();
  await expect(value(2, 2)).toHaveValue('/x');

  await panel.getByRole('checkbox', { name: 'Select value 1' }).check();
  await panel.getByRole('button', { name: 'Remove the selected' }).click();
  await expect(value(1, 1)).toHaveValue('/x');

  // More than the platform takes: said, and nothing of it is cut off.
  await value(1, 1).focus();
  const many = Array.from({ length: 5000 }, (_, at) => `/reads/${'long-name-'.repeat(11)}${at}.fq`);
  await paste(page, many.join('\n'));
  await expect(panel.getByText('5001 of 128 values')).toBeVisible();
  await expect(panel.getByText('Input lanes of task every-1 has 5001 values; at most 128 are possible.')).toBeVisible();
  await expect(value(5001, 5001)).toHaveValue(many.at(-1) ?? '');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);
});

test('references are chosen from what the tasks before give; the others say why not', async ({ page, api }) => {
  const panel = await expectPanel(page, 'every-1');
  await panel.getByRole('button', { name: 'Take from a task: reads' }).click();
  await drop(fieldOf(panel, 'reads'));
  await expect(option(page, 'make-1.made')).not.toHaveClass(/disabled/);
  await expect(option(page, 'make-1.folder')).toHaveClass(/disabled/);
  await expect(option(page, 'make-1.folder')).toContainText(
    'An output of type DIRECTORY cannot feed an input of type FILE.',
  );
  await expect(option(page, 'every-2.report')).not.toHaveClass(/disabled/);
  await expectAccessible(page);
  await page.keyboard.type('made');
  await page.keyboard.press('Enter');
  await expect(edgeOf(page, 'make-1.made→every-1.reads')).toBeAttached();

  // The other way round it would be a loop.
  await taskOf(page, 'every-2').locator('.cv-task-app').click();
  const other = await expectPanel(page, 'every-2');
  await other.getByRole('button', { name: 'Take from a task: reads' }).click();
  await drop(fieldOf(other, 'reads'));
  await pick(page, 'every-1.report');
  await expect(edgeOf(page, 'every-1.report→every-2.reads')).toBeAttached();
  await taskOf(page, 'every-1').locator('.cv-task-app').click();
  await panel.getByRole('button', { name: 'Take from a task: lanes' }).click();
  await drop(fieldOf(panel, 'lanes'));
  await expect(option(page, 'every-2.report')).toContainText('would close a loop');
  await page.keyboard.press('Escape');
  await expectNoList(page);

  // A text completes to a reference, too; a reference gives way to a value.
  await panel.getByRole('combobox', { name: 'text title' }).fill('${make-1.w');
  await pick(page, 'make-1.word');
  await expect(edgeOf(page, 'make-1.word→every-1.title')).toBeAttached();
  await panel.getByRole('button', { name: 'Give a value: reads' }).click();
  await expect(edgeOf(page, 'make-1.made→every-1.reads')).toHaveCount(0);
  await panel.getByRole('combobox', { name: 'file reads' }).fill('/reads/a_1.fq');
  await save(page);
  const [, first, second] = await savedTasks(api, scene);
  expect(first?.inputs?.find(({ name }) => name === 'title')?.values).toEqual(['${make-1.word}']);
  expect(first?.inputs?.find(({ name }) => name === 'reads')?.values).toEqual(['/reads/a_1.fq']);
  expect(second?.inputs?.find(({ name }) => name === 'reads')?.values).toEqual(['${every-1.report}']);
});
