/** The outline of a workflow, found by role and name as a screen reader finds it, and walked by keys. */
import { expect, type Locator, type Page } from '@playwright/test';
import { arrowTo } from './keyboard.ts';
import { escaped } from './sample/drawing.ts';
import type { Words } from './words.ts';

/** Rows of the outline in the language of a page. */
export function outlineOf(page: Page, t: Words) {
  const grid = page.getByRole('treegrid', { name: t('outline:label'), exact: true });
  return {
    grid,
    tasks: grid.locator('tr[data-kind="task"]'),
    selected: grid.getByRole('row', { selected: true }),
    /** A task's row, or a row below one by its name in the first column, before which the type of a port is said. */
    row: (name: string, level = 1): Locator =>
      grid
        .locator(`[aria-level="${level}"]`)
        .and(page.getByRole('row'))
        .filter({ has: page.getByRole('rowheader', { name: new RegExp(`(^| )${escaped(name)}$`) }) }),
  };
}

export type Outline = ReturnType<typeof outlineOf>;

export const press = (page: Page, ...keys: string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

/** Walks in an open menu to an entry and takes it; the list within the menu that has it is opened first. */
export async function takeFromMenu(page: Page, entry: string, list?: string): Promise<void> {
  // After its name an entry says its keys, or why it cannot be done.
  const item = (name: string) => page.getByRole('menuitem', { name: new RegExp(`^${escaped(name)}( |$)`) });
  await expect(page.getByRole('menu').locator('[role="menuitem"]:focus')).toBeVisible();
  if (list !== undefined) {
    await arrowTo(page, item(list));
    // The list takes the focus once it is drawn.
    await expect(async () => {
      await page.keyboard.press('ArrowRight');
      await expect(item(list)).not.toBeFocused({ timeout: 1000 });
    }).toPass();
  }
  await arrowTo(page, item(entry));
  await page.keyboard.press('Enter');
}
