/** Checks that many tests share. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/**
 * Waits for what moves to end: a dialog that fades in has the contrast it will have at its end. Spinners have none. A
 * motion of the component library begins some frames after its class is there.
 */
export const standsStill = (page: Page) =>
  page.evaluate(async () => {
    const isMoving = () =>
      document.querySelector('[class*="-appear"], [class*="-enter"], [class*="-leave"]') !== null ||
      document.getAnimations().some(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    const until = performance.now() + 5000;
    for (let still = 0; still < 3 && performance.now() < until; still = isMoving() ? 0 : still + 1)
      await new Promise((drawn) => {
        requestAnimationFrame(drawn);
        setTimeout(drawn, 500);
      });
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
