/** The keyboard as the only way in: moves by Tab until something has the focus. */
import { expect, type Locator, type Page } from '@playwright/test';

/** More than any page has between two places. */
const STEPS = 150;

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab (or Shift+Tab) until `target` has the focus. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < STEPS; step++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${STEPS} times ${key} did not reach ${target}`);
}

export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Reaches a field and types; what stands in it is replaced. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/**
 * Presses a key that moves the focus, and waits until it has: menus move it a frame after the key. A key that moves
 * nothing may be pressed again.
 */
async function step(page: Page, key: string): Promise<void> {
  const before = await page.evaluateHandle(() => document.activeElement);
  await page.keyboard.press(key);
  const hasMoved = (from: Element | null) =>
    document.activeElement !== from && document.activeElement !== document.body;
  await page.waitForFunction(hasMoved, before, { timeout: 2000 }).catch(() => undefined);
}

/** Presses an arrow key until `target` has the focus, as inside a menu, a row of tabs or the rows of an outline. */
export async function arrowTo(page: Page, target: Locator, key = 'ArrowDown'): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let times = 0; times < STEPS; times++) {
    if (await hasFocus(target)) return;
    await step(page, key);
  }
  throw new Error(`${STEPS} times ${key} did not reach ${target}`);
}

/** Opens the menu of a button, steps into it and chooses the entry of that name. */
export async function choose(page: Page, button: Locator, entry: string): Promise<void> {
  await press(page, button);
  const wanted = page.getByRole('menuitem', { name: entry });
  await expect(wanted).toBeVisible();
  await page.keyboard.press('Tab');
  await arrowTo(page, wanted);
  await page.keyboard.press('Enter');
}

/** Goes to a page by the palette (Ctrl+K, its name, Enter) and waits until it stands there. */
export async function jump(page: Page, name: string, first: RegExp): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Jump to' });
  const field = palette.getByRole('combobox');
  await expect(field).toBeFocused();
  await page.keyboard.type(name);
  await expect(palette.getByRole('option').first()).toHaveText(first);
  await page.keyboard.press('Enter');
  await expect(field).toHaveCount(0);
  await expect(page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
}
