/** Where things are once they have come to rest: a view may still be on its way to what was selected. */
import type { Locator } from '@playwright/test';

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The box of an element in the window, when it has been the same for some frames. */
export const restingBox = (target: Locator): Promise<Rect> =>
  target.evaluate(async (element) => {
    const read = () => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    };
    let box = read();
    for (let same = 0; same < 6; ) {
      await new Promise(requestAnimationFrame);
      const now = read();
      same = JSON.stringify(now) === JSON.stringify(box) ? same + 1 : 0;
      box = now;
    }
    return box;
  });
