/** Undo while a field of the panel has the focus: what was typed there first, then the steps of the workflow. */
import type { Page } from '@playwright/test';
import { canvasOf, expectSelected, said, taskOf } from './canvas-scene.ts';
import { ADMIN, enter, expect, test } from './fixtures.ts';
import { unique } from './names.ts';
import { editorPath, openText, prepareWorkflow } from './workflow-scene.ts';

test.beforeEach(async ({ page, server, api }) => {
  await enter(page, server, ADMIN, editorPath(await prepareWorkflow(api, unique('undo'))));
  await expect(taskOf(page, 'second')).toBeVisible();
});

const undo = (page: Page) => page.keyboard.press('ControlOrMeta+z');
const redo = (page: Page) => page.keyboard.press('ControlOrMeta+Shift+z');

test('typing is taken back first, then the step before it; the focus stays', async ({ page }) => {
  const text = await openText(page, 'first');
  await text.fill('two');
  await text.press('Tab');
  await text.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('more');
  await expect(text).toHaveValue('twomore');

  await undo(page);
  await expect(text).toHaveValue('two');
  await redo(page);
  await expect(text).toHaveValue('twomore');
  await undo(page);
  await expect(text).toHaveValue('two');
  await undo(page);
  await expect(text).toHaveValue('one');
  await said(page, 'Undone: value of first.text.');
  await expect(text).toBeFocused();

  await undo(page);
  await said(page, 'Nothing to undo');
  await redo(page);
  await expect(text).toHaveValue('two');
  await said(page, 'Redone: value of first.text.');
  await expect(text).toBeFocused();
  // What is typed next is a step as ever.
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await text.press('Tab');
  await expect(page.getByRole('button', { name: 'Undo value of first.text' })).toBeEnabled();
  await expect(text).toHaveValue('two!');
});

test('a name that was entered is a step, and undone as one', async ({ page }) => {
  await openText(page, 'first');
  const name = page.getByRole('textbox', { name: 'Task name' });
  await name.fill('renamed');
  await name.press('Enter');
  await expect(taskOf(page, 'renamed')).toBeVisible();
  await expect(name).toBeFocused();
  await undo(page);
  await expect(taskOf(page, 'first')).toBeVisible();
  await expect(name).toHaveValue('first');
  await expect(name).toBeFocused();
});

test('where what is undone takes the field away, the keys go on from the canvas', async ({ page }) => {
  await taskOf(page, 'first').focus();
  await page.keyboard.press('ControlOrMeta+d');
  await expectSelected(page, 'first-2');
  const text = page.getByRole('region', { name: 'Task first-2' }).getByRole('combobox', { name: /text$/ });
  await text.focus();
  await expect(text).toBeFocused();
  await undo(page);
  await expect(taskOf(page, 'first-2')).toHaveCount(0);
  await expect(canvasOf(page)).toBeFocused();
});
