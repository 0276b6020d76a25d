/** What is measured in a page. Scripts stand as text: the loader of the bench would add helpers of its own to functions. */
import type { Page } from '@playwright/test';

export interface Pace {
  /** Frames a second while the inputs were given. */
  frames: number;
  /** Inputs a second; each waits until a frame has shown the one before, as moves of the mouse do by themselves. */
  inputs: number;
}

/** Remembers when something was clicked and when, after that, so many tasks were drawn and painted. */
const WATCH_OPENING = `(() => {
  let clicked = 0;
  addEventListener('click', () => { clicked = performance.now(); }, { capture: true });
  window.__opened = (least) => new Promise((resolve) => {
    const look = () => {
      const nodes = document.querySelectorAll('.react-flow__node').length;
      const edges = document.querySelectorAll('.react-flow__edge, .cv-edge-layer path').length;
      if (clicked && nodes >= least && edges > 0)
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - clicked), 0));
      else requestAnimationFrame(look);
    };
    look();
  });
})()`;

export const watchOpening = (page: Page) => page.addInitScript(WATCH_OPENING);

/** Milliseconds from the click that opens a canvas until at least so many tasks and an edge are painted. */
export async function openingTime(page: Page, least: number, click: () => Promise<void>): Promise<number> {
  const opened = page.evaluate<number>(`window.__opened(${least})`);
  await click();
  return opened;
}

/**
 * Waits until so many tasks are drawn. The page itself looks, frame by frame: the console's content security policy
 * forbids the text that Playwright would have it evaluate again and again.
 */
export const tasksDrawn = (page: Page, count: number) =>
  page.evaluate<void>(`new Promise((resolve) => {
    const look = () =>
      document.querySelectorAll('.react-flow__node').length >= ${count} ? resolve() : requestAnimationFrame(look);
    look();
  })`);

const COUNT_FRAMES = `(() => {
  let [frames, running] = [0, true];
  const started = performance.now();
  const step = () => { frames++; if (running) requestAnimationFrame(step); };
  requestAnimationFrame(step);
  window.__frames = () => { running = false; return (frames * 1000) / (performance.now() - started); };
})()`;

/** Gives inputs one after the other for a while. */
async function pace(page: Page, lasting: number, input: (count: number) => Promise<void>): Promise<Pace> {
  await page.evaluate(COUNT_FRAMES);
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < lasting) await input(count++);
  const inputs = (count * 1000) / (performance.now() - started);
  return { frames: await page.evaluate<number>('window.__frames()'), inputs };
}

export interface Place {
  x: number;
  y: number;
}

/** A place of the canvas where there is nothing, near its middle. */
const FIND_PANE = `(() => {
  const box = document.querySelector('.react-flow__pane').getBoundingClientRect();
  for (let ring = 0; ring < 60; ring++)
    for (let turn = 0; turn < 16; turn++) {
      const x = box.left + box.width / 2 + ring * 4 * Math.cos(turn * Math.PI / 8);
      const y = box.top + box.height / 2 + ring * 4 * Math.sin(turn * Math.PI / 8);
      if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y };
    }
  throw new Error('the canvas has no free place');
})()`;

/** The middle of the task's title nearest to the middle of the canvas, and its name. */
const FIND_TASK = `(() => {
  const box = document.querySelector('.react-flow__pane').getBoundingClientRect();
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  const tasks = [...document.querySelectorAll('.react-flow__node')].map((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return { id: node.dataset.id, x: left + width / 2, y: top + Math.min(height / 2, 20) };
  });
  const far = ({ x, y }) => Math.hypot(x - middle.x, y - middle.y);
  return tasks.sort((a, b) => far(a) - far(b))[0];
})()`;

/** To and fro, within a few hundred pixels. */
const swing = (at: Place, count: number, width: number): [number, number] => [
  at.x + Math.sin(count / 12) * width,
  at.y + Math.cos(count / 17) * width * 0.4 - width * 0.4,
];

async function dragging(page: Page, at: Place, width: number, lasting: number): Promise<Pace> {
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  const measured = await pace(page, lasting, (count) => page.mouse.move(...swing(at, count, width)));
  await page.mouse.up();
  return measured;
}

/** Moves the view by dragging the canvas. */
export const panning = async (page: Page, lasting: number) =>
  dragging(page, await page.evaluate<Place>(FIND_PANE), 250, lasting);

/** Drags one task about. */
export const draggingTask = async (page: Page, lasting: number) =>
  dragging(page, await page.evaluate<Place>(FIND_TASK), 60, lasting);

/** Selects the task nearest to the middle. @returns its name */
export async function selectTask(page: Page): Promise<string> {
  const task = await page.evaluate<Place & { id: string }>(FIND_TASK);
  await page.mouse.click(task.x, task.y);
  return task.id;
}

const NEXT_FRAME = 'new Promise((resolve) => requestAnimationFrame(() => resolve()))';

/** Gives the focus to a task, and sees that it moves by the keys: a page still busy with a selection loses it again. */
async function focusMovable(page: Page): Promise<void> {
  const task = page.locator(`.react-flow__node[data-id="${await selectTask(page)}"]`);
  for (let tries = 0; tries < 10; tries++) {
    await task.focus();
    const before = await task.getAttribute('style');
    await page.keyboard.press('ArrowRight');
    for (let frames = 0; frames < 20; frames++) {
      await page.evaluate(NEXT_FRAME);
      if ((await task.getAttribute('style')) !== before) return;
    }
  }
  throw new Error('the arrow keys move no task');
}

/** Moves one task with the arrow keys. */
export async function nudging(page: Page, lasting: number): Promise<Pace> {
  await focusMovable(page);
  const keys = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'];
  return pace(page, lasting, async (count) => {
    await page.keyboard.press(keys[count % keys.length] ?? 'ArrowUp');
    await page.evaluate(NEXT_FRAME);
  });
}

/** Longest time between two turns of a timer of 4 ms, beyond these, until `window.__longest()` is asked. */
const WATCH_BLOCKING = `(() => {
  let [longest, last] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 4);
    last = now;
  }, 4);
  window.__longest = () => { clearInterval(timer); return longest; };
})()`;

/** Longest time the page could take no input while something was done. */
export async function longestBlock(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(WATCH_BLOCKING);
  await act();
  return page.evaluate<number>('window.__longest()');
}

/**
 * Waits until the editor says something that begins so. The page looks by itself when its words change: searching the
 * whole page again and again, as a locator does, would be what blocks it.
 */
export const saying = (page: Page, beginning: string) =>
  page.evaluate<void>(`new Promise((resolve) => {
    const live = document.querySelector('.cv-live[aria-live]');
    const look = () => live.textContent.startsWith(${JSON.stringify(beginning)}) && resolve();
    new MutationObserver(look).observe(live, { childList: true, characterData: true, subtree: true });
  })`);

/** Heap in use after collecting garbage, in MB. */
export async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}
