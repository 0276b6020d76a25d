import { expect, it } from 'vitest';
import { wholeView } from './whole-view.ts';

const FRAME = { width: 900, height: 600 };
const CORNER = { width: 180, height: 130 };
const box = (x: number, y: number, width = 240, height = 100) => ({ x, y, width, height });

/** The lower right corner of a box as drawn. */
const cornerOf = (tasks: ReturnType<typeof box>[], last: ReturnType<typeof box>, corner?: typeof CORNER) => {
  const view = wholeView(tasks, FRAME, corner) ?? { x: 0, y: 0, zoom: 0 };
  const at = { x: (last.x + last.width) * view.zoom + view.x, y: (last.y + last.height) * view.zoom + view.y };
  return { ...at, zoom: view.zoom, covered: at.x > FRAME.width - CORNER.width && at.y > FRAME.height - CORNER.height };
};

it('stands above the map, no smaller, where the height leaves room', () => {
  const tasks = [box(0, 0), box(600, 260)];
  expect(cornerOf(tasks, box(600, 260))).toMatchObject({ covered: true, zoom: expect.closeTo(0.957, 2) });
  const clear = cornerOf(tasks, box(600, 260), CORNER);
  expect(clear.covered).toBe(false);
  expect(clear.zoom).toBeGreaterThan(0.95);
});

it('stands left of the map, where that leaves the tasks larger', () => {
  const tall = [box(0, 0), box(0, 700), box(250, 900)];
  const clear = cornerOf(tall, box(250, 900), CORNER);
  expect(clear.covered).toBe(false);
  expect(clear.zoom).toBe(cornerOf(tall, box(250, 900)).zoom);
});

it('does not move for a corner that nothing stands in', () => {
  const tasks = [box(0, 300), box(600, 0)];
  expect(wholeView(tasks, FRAME, CORNER)).toEqual(wholeView(tasks, FRAME));
  expect(wholeView([], FRAME, CORNER)).toBeUndefined();
});

it('stays below the map where the tasks would become much smaller, or the canvas is hardly larger', () => {
  const tasks = [box(0, 0, 900, 600)];
  const large = { width: 400, height: 300 };
  expect(wholeView(tasks, FRAME, large)).toEqual(wholeView(tasks, FRAME));
  expect(wholeView(tasks, { width: 170, height: 120 }, CORNER)).toEqual(wholeView(tasks, { width: 170, height: 120 }));
});
