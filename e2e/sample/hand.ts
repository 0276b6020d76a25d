/**
 * Performs steps and counts them: the one place where both happens, so that nothing is done uncounted.
 *
 * A step is
 * - a click of the mouse, be it a double or triple one, or a drag from press to release;
 * - a key, with whatever modifiers are held down for it;
 * - one text entry: all the characters that are typed, or one paste, into one field with no other key in between.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { dragMouse, middleOf } from '../canvas-scene.ts';

/** More keys than it takes from one end of a page to the other. */
const FAR = 200;
/** Milliseconds in which a thing comes to stand where it can be pointed at. */
const SOON = 15_000;

export class Hand {
  /** What was done, in words. */
  readonly log: string[] = [];

  constructor(readonly page: Page) {}

  get steps(): number {
    return this.log.length;
  }

  /** @param times 3 takes all of a field's text */
  async click(target: Locator, times: 1 | 3 = 1): Promise<void> {
    this.log.push(`click ${target}`);
    await target.click({ clickCount: times, timeout: SOON });
  }

  async drag(from: Locator, to: Locator): Promise<void> {
    this.log.push(`drag ${from} to ${to}`);
    // Pointing at both first waits until they stand still.
    await to.hover({ timeout: SOON });
    await from.hover({ timeout: SOON });
    await dragMouse(this.page, await middleOf(from), await middleOf(to));
  }

  async press(key: string): Promise<void> {
    this.log.push(`press ${key}`);
    await this.page.keyboard.press(key);
  }

  /** Presses a key as often as it takes until `target` has the focus. */
  async pressUntil(key: string, target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let times = 0; times < FAR; times++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.press(key);
    }
    throw new Error(`${FAR} times ${key} did not reach ${target}`);
  }

  /** Types into what has the focus. */
  async write(text: string): Promise<void> {
    this.log.push(`write ${text}`);
    await this.page.keyboard.type(text);
  }

  /** Pastes into what has the focus, as from a column of a spreadsheet. */
  async paste(text: string): Promise<void> {
    this.log.push(`paste ${JSON.stringify(text)}`);
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press('ControlOrMeta+v');
  }
}
