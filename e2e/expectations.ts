/** Checks that many tests share. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** A dialog that fades in has the contrast it will have only at its end. Spinners have none. */
const standsStill = (page: Page) =>
  page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });

/** No serious or critical finding of axe on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await standsStill(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.html}`).join('\n')}`);
  expect(serious, 'accessibility').toEqual([]);
}

/** Waits for the table row with all of these texts and returns it. */
export async function expectRow(page: Page | Locator, ...texts: (string | RegExp)[]): Promise<Locator> {
  let row = page.getByRole('row');
  for (const text of texts) row = row.filter({ hasText: text });
  await expect(row.first()).toBeVisible();
  return row.first();
}
