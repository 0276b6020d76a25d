/** On a phone the outline is what edits a workflow: with a finger, and with the keys of a keyboard beside it. */
import { canvasScene, said } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';
import { outlineOf } from './outline-scene.ts';
import { wordsIn } from './words.ts';

const WIDTH = 390;
const t = wordsIn('zh-CN');

test.use({ locale: 'zh-CN', viewport: { width: WIDTH, height: 844 }, hasTouch: true });

test.beforeEach(async ({ page, server, api }) => {
  const { editor } = await canvasScene(api, unique('phone'));
  await enter(page, server, ADMIN, editor);
});

test('tasks are chosen with a finger, aligned, found, and the history leads back', async ({ page }) => {
  const outline = outlineOf(page, t);
  await expect(outline.tasks).toHaveCount(4);
  const bar = page.getByRole('toolbar', { name: t('outline:title'), exact: true });
  const button = (name: string) => bar.getByRole('button', { name, exact: true });
  await button(t('outline:act.several')).tap();
  await expect(button(t('outline:act.several'))).toHaveAttribute('aria-pressed', 'true');
  await outline.row('make-2').getByRole('rowheader').tap();
  await outline.row('count-1').getByRole('rowheader').tap();
  await expect(outline.selected).toHaveCount(2);
  await said(page, t('outline:announce.selected', { count: 2 }));
  await button(t('gestures:arrange')).tap();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: t('gestures:act.alignTop') }).tap();
  await said(page, t('gestures:announce.arranged', { act: t('gestures:act.alignTop'), count: 2 }));

  const find = bar.getByRole('combobox', { name: t('gestures:find.label') });
  await find.fill('count-1');
  await find.press('Enter');
  await expect(outline.selected).toHaveCount(1);
  await expect(outline.row('count-1')).toHaveAttribute('aria-selected', 'true');
  await find.press('Escape');
  await find.press('Escape');
  await expect(outline.row('count-1')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const place = outline.row(t('outline:row.place'), 2);
  await expect(place).toContainText('560, 12');

  await button(t('gestures:history.title')).tap();
  await page.getByRole('menuitem', { name: t('gestures:history.start') }).tap();
  await expect(button(t('outline:act.redo'))).toBeEnabled();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(WIDTH);
  await expectAccessible(page);
});

test('values are edited at their rows, the panel is a sheet, and the menu of a row stays on the screen', async ({
  page,
}) => {
  const outline = outlineOf(page, t);
  await expect(outline.tasks).toHaveCount(4);
  await outline.row('make-1').locator('[data-press="toggle"]').tap();
  await expect(outline.row('make-1')).toHaveAttribute('aria-expanded', 'true');
  const place = outline.row(t('outline:row.place'), 2);
  await place.getByText('0, 0', { exact: true }).tap();
  const full = `make-1.${t('outline:row.place')}`;
  const field = page.getByRole('textbox', { name: t('outline:field.place', { name: full }) });
  await expect(field).toBeFocused();
  await field.fill('24，48');
  await expectAccessible(page);
  await field.press('Enter');
  await said(page, t('outline:announce.set', { name: full, value: '24, 48' }));
  await expect(place).toContainText('24, 48');

  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: t('gestures:arrange') }).tap();
  const last = page.getByRole('menuitem', { name: t('gestures:act.layoutDown'), exact: true });
  await expect(last).toBeVisible();
  await expect.poll(async () => (await last.boundingBox())?.x ?? -1).toBeGreaterThanOrEqual(0);
  await last.tap();
  await said(page, t('canvas:announce.laidOut'));
  await expect(place).not.toContainText('24, 48');

  await page
    .getByRole('toolbar', { name: t('outline:title'), exact: true })
    .getByRole('button', { name: t('outline:act.details'), exact: true })
    .tap();
  const panel = page.getByRole('region', { name: /make-1$/ });
  await expect(panel).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: t('canvas:panel.close') }).tap();
  await expect(panel).toHaveCount(0);
  await expect(place).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(WIDTH);
});
