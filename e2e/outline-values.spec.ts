/** In the outline: choices, GPUs, several tasks in one panel, and tasks that are cut; all by keys. */
import type { Page } from '@playwright/test';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { said } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { arrowTo } from './keyboard.ts';
import { unique } from './names.ts';
import { outlineOf, press } from './outline-scene.ts';
import { fieldOf, type PanelScene, panelOf, panelScene, savedTasks } from './panel-scene.ts';
import { type Words, wordsIn } from './words.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const GPU_TYPES = limits['tasks[].resources.gpu_type'].enum.filter((type) => type !== '');

let scene: PanelScene;

test.beforeEach(async ({ page, server, api }) => {
  scene = await panelScene(api, unique('values'));
  await enter(page, server, ADMIN, `${scene.editor}?view=outline`);
});

async function openTask(page: Page, t: Words, task: string) {
  const outline = outlineOf(page, t);
  await expect(outline.tasks).toHaveCount(3);
  await outline.row('make-1').focus();
  await arrowTo(page, outline.row(task));
  await press(page, 'ArrowRight');
  await expect(outline.row(task)).toHaveAttribute('aria-expanded', 'true');
  return outline;
}

const savedTask = async (api: Parameters<typeof savedTasks>[0], name: string) =>
  (await savedTasks(api, scene)).find(({ task_name }) => task_name === name);

test.describe('in English', () => {
  const t = wordsIn('en-US');

  test('a choice is narrowed down and taken, the one taken comes first, and is cleared', async ({ page }) => {
    const outline = await openTask(page, t, 'every-1');
    const mode = outline.row('mode', 2);
    const choice = page.getByRole('combobox', { name: 'every-1.mode', exact: true });
    await arrowTo(page, mode);
    await press(page, 'Enter');
    await expect(choice).toBeFocused();
    await expect(page.getByRole('option')).toHaveText(['fast', 'exact']);
    await expectAccessible(page);
    await page.keyboard.type('ex');
    await expect(page.getByRole('option')).toHaveText(['exact']);
    await press(page, 'Enter');
    await said(page, t('outline:announce.set', { name: 'every-1.mode', value: 'exact' }));
    await expect(mode).toBeFocused();
    await expect(mode).toContainText('exact');

    await press(page, 'Enter');
    await expect(choice).toBeFocused();
    await expect(page.getByRole('option')).toHaveText(['exact', 'fast']);
    await press(page, 'Escape');
    await expect(mode).toBeFocused();
    await expect(mode).toContainText('exact');
    await press(page, 'Delete');
    await said(page, t('outline:announce.cleared', { name: 'every-1.mode' }));
    await press(page, 'ControlOrMeta+z');
    await expect(mode).toContainText('exact');
  });

  test('several tasks are given a value in one panel, which leads back to their rows', async ({ page, api }) => {
    const outline = outlineOf(page, t);
    await expect(outline.tasks).toHaveCount(3);
    await outline.row('every-1').focus();
    await arrowTo(page, outline.row('every-2'), 'Shift+ArrowDown');
    await expect(outline.selected).toHaveCount(2);
    await press(page, 'Alt+Enter');
    const panel = panelOf(page);
    await expect(panel.getByRole('heading', { name: t('panel:several.title', { count: 2 }) })).toBeVisible();
    // The panel has the focus; the selection is as it was.
    await expect(panel.locator(':focus')).toBeVisible();
    await expect(outline.selected).toHaveCount(2);
    await fieldOf(panel, 'threads').fill('8');
    await fieldOf(panel, 'threads').blur();
    await expectAccessible(page);
    await panel.getByRole('button', { name: t('canvas:panel.close') }).click();
    await expect(panel).toHaveCount(0);
    await expect(outline.row('every-2')).toBeFocused();
    await press(page, 'ControlOrMeta+s');
    await expect
      .poll(async () => (await savedTask(api, 'every-1'))?.inputs?.find(({ name }) => name === 'threads')?.values)
      .toEqual(['8']);
    expect((await savedTask(api, 'every-2'))?.inputs).toContainEqual(
      expect.objectContaining({ name: 'threads', values: ['8'] }),
    );
    await outline.row('every-2').focus();
    await press(page, 'ControlOrMeta+z', 'ArrowRight');
    await arrowTo(page, outline.row('threads', 2));
    await expect(outline.row('threads', 2)).toContainText(t('outline:value.none'));
  });
});

test.describe('in Chinese', () => {
  const t = wordsIn('zh-CN');
  test.use({ locale: 'zh-CN' });

  test('a task asks for GPUs of a type, and as the app says again', async ({ page, api }) => {
    const outline = await openTask(page, t, 'every-2');
    await arrowTo(page, outline.row(t('outline:row.resources'), 2));
    await press(page, 'ArrowRight');
    const count = outline.row(t('canvas:resources.gpu'), 3);
    await arrowTo(page, count);
    await press(page, 'Enter');
    const name = (field: 'gpu' | 'gpu_type') => `every-2.${t(`canvas:resources.${field}`)}`;
    await expect(page.getByRole('textbox', { name: name('gpu'), exact: true })).toBeFocused();
    await page.keyboard.type('2');
    await press(page, 'Enter');
    await said(page, t('outline:announce.set', { name: name('gpu'), value: '2' }));

    const type = outline.row(t('canvas:resources.gpu_type'), 3);
    await arrowTo(page, type);
    await press(page, 'Enter');
    await expect(page.getByRole('combobox', { name: name('gpu_type'), exact: true })).toBeFocused();
    await expect(page.getByRole('option')).toHaveText(GPU_TYPES);
    await expectAccessible(page);
    const [first = ''] = GPU_TYPES;
    await page.keyboard.type(first.toLowerCase());
    await press(page, 'Enter');
    await said(page, t('outline:announce.set', { name: name('gpu_type'), value: first }));
    await expect(type).toBeFocused();
    await expect(type).toContainText(first);
    await press(page, 'ControlOrMeta+s');
    await expect
      .poll(async () => (await savedTask(api, 'every-2'))?.resources)
      .toMatchObject({ gpu: '2', gpu_type: first });

    await press(page, 'Delete');
    await said(page, t('outline:announce.inherits', { name: name('gpu_type') }));
    await expect(type).toContainText(t('outline:value.inherited'));
  });

  test('tasks are cut, come back from the clipboard, and the history leads back', async ({ page }) => {
    const outline = outlineOf(page, t);
    await expect(outline.tasks).toHaveCount(3);
    await outline.row('every-1').focus();
    await arrowTo(page, outline.row('every-2'), 'Shift+ArrowDown');
    await press(page, 'ControlOrMeta+x');
    await said(page, t('gestures:clipboard.cut', { count: 2, names: 'every-1, every-2' }));
    await expect(outline.tasks).toHaveCount(1);
    // The row that took the place of the last one has the focus, so that the next key goes somewhere.
    await expect(outline.grid.locator(':focus')).toBeVisible();
    await press(page, 'ControlOrMeta+v');
    await said(page, t('gestures:clipboard.pasted', { count: 2, names: 'every-1, every-2' }));
    await expect(outline.tasks).toHaveCount(3);
    await expect(outline.selected).toHaveCount(2);
    await expectAccessible(page);
    await press(page, 'ControlOrMeta+z');
    await expect(outline.tasks).toHaveCount(1);
    await press(page, 'ControlOrMeta+z');
    await expect(outline.tasks).toHaveCount(3);
  });
});
