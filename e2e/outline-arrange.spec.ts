/** Tasks are put in place without a picture: chosen by keys, arranged from menus, placed by number and by arrow keys. */
import type { Page } from '@playwright/test';
import { canvasScene, said } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { arrowTo, tabTo } from './keyboard.ts';
import { unique } from './names.ts';
import { outlineOf, press, takeFromMenu } from './outline-scene.ts';
import { wordsIn } from './words.ts';

const t = wordsIn('en-US');
const PLACE = t('outline:row.place');

const outline = (page: Page) => outlineOf(page, t);

/** The place that the row below an open task says. */
function placeRow(page: Page, task: string) {
  return outline(page).grid.locator(`tr[data-kind="place"][data-task="${task}"]`);
}

const expectPlace = (page: Page, task: string, place: string) =>
  expect(placeRow(page, task)).toHaveText(`${PLACE}${place}`);

/** Opens every task, so that all places can be read; the first row has the focus then. */
async function openTasks(page: Page): Promise<void> {
  for (const task of ['make-1', 'make-2', 'count-1', 'count-2']) {
    await arrowTo(page, outline(page).row(task));
    await press(page, 'ArrowRight');
    await expect(outline(page).row(task)).toHaveAttribute('aria-expanded', 'true');
  }
  await press(page, 'Home');
  await expect(outline(page).row('make-1')).toBeFocused();
}

// All rows are drawn, so that each can be read without walking to it.
test.use({ viewport: { width: 1360, height: 1600 } });

test.beforeEach(async ({ page, server, api }) => {
  const { editor } = await canvasScene(api, unique('places'));
  await enter(page, server, ADMIN, `${editor}?view=outline`);
  await expect(outline(page).tasks).toHaveCount(4);
  await outline(page).row('make-1').focus();
});

test('a place is read, typed, refused with a reason, and taken back', async ({ page }) => {
  await press(page, 'ArrowRight');
  const row = outline(page).row(PLACE, 2);
  await arrowTo(page, row);
  await expectPlace(page, 'make-1', '0, 0');
  await press(page, 'Enter');
  const field = page.getByRole('textbox', { name: t('outline:field.place', { name: `make-1.${PLACE}` }) });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('0, 0');
  await press(page, 'ControlOrMeta+a');
  await page.keyboard.type('left, 40');
  await expect(
    page.getByRole('alert').filter({ hasText: t('outline:field.placeForm', { max: 2 ** 24 }) }),
  ).toBeVisible();
  await press(page, 'Enter');
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await press(page, 'ControlOrMeta+a');
  await page.keyboard.type('-120.5, 40');
  await press(page, 'Enter');
  await said(page, t('outline:announce.set', { name: `make-1.${PLACE}`, value: '-120.5, 40' }));
  await expect(row).toBeFocused();
  await expectPlace(page, 'make-1', '-120.5, 40');
  await press(page, 'ControlOrMeta+z');
  await said(page, t('outline:announce.undone', { act: t('canvas:command.moveTasks', { task: 'make-1' }) }));
  await expectPlace(page, 'make-1', '0, 0');
});

test('Alt and the arrow keys move what is selected, from press to release one step', async ({ page }) => {
  await openTasks(page);
  // make-1 and make-2, and on to a place without letting go of them.
  await arrowTo(page, outline(page).row('make-2'), 'Shift+ArrowDown');
  await expect(outline(page).selected).toHaveCount(2);
  await arrowTo(page, placeRow(page, 'make-2'), 'ControlOrMeta+ArrowDown');
  await expect(outline(page).selected).toHaveCount(2);
  await page.keyboard.down('Alt');
  await page.keyboard.down('ArrowRight');
  await page.keyboard.down('ArrowRight');
  await page.keyboard.up('ArrowRight');
  await page.keyboard.up('Alt');
  await said(page, t('outline:announce.placed', { name: 'make-2', x: 47, y: 190, count: 2 }));
  await expectPlace(page, 'make-2', '47, 190');
  await expectPlace(page, 'make-1', '10, 0');
  await expect(placeRow(page, 'make-2')).toBeFocused();

  await arrowTo(page, placeRow(page, 'count-2'));
  await press(page, 'Alt+Shift+ArrowUp');
  await said(page, t('outline:announce.placed', { name: 'count-2', x: 590, y: 240, count: 1 }));
  await press(page, 'ControlOrMeta+z');
  await expectPlace(page, 'count-2', '590, 260');
  await press(page, 'ControlOrMeta+z');
  await expectPlace(page, 'make-2', '37, 190');
  await expectPlace(page, 'make-1', '0, 0');
});

test('selected tasks are aligned, distributed and laid out from the menu of a row; what cannot be done says why', async ({
  page,
}) => {
  await openTasks(page);
  const arrange = t('gestures:arrange');
  await press(page, 'Shift+F10');
  await page.getByRole('menuitem', { name: arrange }).hover();
  const align = page.getByRole('menuitem', { name: t('gestures:act.alignLeft') });
  await expect(align).toBeDisabled();
  await expect(align).toContainText(t('gestures:why.selectTwo'));
  await expect(page.getByRole('menuitem', { name: t('gestures:act.distributeVertical') })).toContainText(
    t('gestures:why.selectThree'),
  );
  await expectAccessible(page);
  await press(page, 'Escape');
  await expect(outline(page).row('make-1')).toBeFocused();

  // One, and by Ctrl another one that does not follow it.
  await arrowTo(page, outline(page).row('count-1'), 'ControlOrMeta+ArrowDown');
  await press(page, 'ControlOrMeta+Space');
  await said(page, t('outline:announce.selected', { count: 2 }));
  await press(page, 'Shift+F10');
  await takeFromMenu(page, t('gestures:act.alignTop'), arrange);
  await said(page, t('gestures:announce.arranged', { act: t('gestures:act.alignTop'), count: 2 }));
  await expectPlace(page, 'count-1', '560, 0');
  await expectPlace(page, 'count-2', '590, 260');
  await expect(outline(page).row('count-1')).toBeFocused();

  await press(page, 'ControlOrMeta+a');
  await expect(outline(page).selected).toHaveCount(4);
  await press(page, 'Shift+F10');
  await takeFromMenu(page, t('gestures:act.distributeHorizontal'), arrange);
  await said(page, t('gestures:announce.arranged', { act: t('gestures:act.distributeHorizontal'), count: 4 }));
  await press(page, 'Shift+F10');
  await takeFromMenu(page, t('gestures:act.layoutSelectionDown'), arrange);
  await said(page, t('canvas:announce.laidOut'));
  await expect(placeRow(page, 'count-1')).not.toContainText('560, 0');
  await press(page, 'ControlOrMeta+z', 'ControlOrMeta+z', 'ControlOrMeta+z');
  await expectPlace(page, 'count-1', '560, 12');
  await expectPlace(page, 'make-2', '37, 190');
});

test('the tools above the rows lay out the whole; the sheet of keys has those of the outline', async ({ page }) => {
  await openTasks(page);
  const tools = page.getByRole('toolbar', { name: t('canvas:toolbar.label') });
  await tabTo(page, tools.getByRole('button', { name: t('gestures:arrange'), exact: true }), 'Shift+Tab');
  await press(page, 'Enter');
  await takeFromMenu(page, t('gestures:act.layoutDown'));
  await said(page, t('canvas:announce.laidOut'));
  await expect(placeRow(page, 'count-1')).not.toContainText('560, 12');
  await outline(page).row('make-1').focus();
  await press(page, 'ControlOrMeta+z');
  await expectPlace(page, 'count-1', '560, 12');

  await press(page, '?');
  const sheet = page.getByRole('dialog', { name: t('gestures:act.shortcuts') });
  await expect(sheet.getByRole('heading', { name: t('gestures:group.outline') })).toBeVisible();
  await expect(sheet.getByText(t('gestures:outline.nudge'))).toBeVisible();
  await expectAccessible(page);
  await press(page, 'Escape');
  await expect(sheet).toHaveCount(0);
  await expect(outline(page).row('make-1')).toBeFocused();
});
