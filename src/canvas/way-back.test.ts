import { expect, it } from 'vitest';
import { roomMade, wayBack } from './way-back.ts';

const view = (x: number, zoom = 1) => ({ x, y: 0, zoom });
const box = (name: string, x = 0) => ({ name, x, y: 0, width: 240, height: 80 });
const boxes = [box('a'), box('b', 400)];

it('goes back to where the view was before it made room, also when it did so more than once', () => {
  const first = roomMade(undefined, view(0), view(-100), boxes);
  expect(wayBack(first, view(-100.2), boxes)).toEqual(view(0));
  const second = roomMade(first, view(-100), view(-180), boxes);
  expect(wayBack(second, view(-180), boxes)).toEqual(view(0));
  expect(wayBack(undefined, view(0), boxes)).toBeUndefined();
});

it('stays where somebody moved the view, and goes back no further than that', () => {
  const first = roomMade(undefined, view(0), view(-100), boxes);
  expect(wayBack(first, view(-90), boxes)).toBeUndefined();
  expect(wayBack(first, view(-100, 1.1), boxes)).toBeUndefined();
  const second = roomMade(first, view(-40), view(-120), boxes);
  expect(wayBack(second, view(-120), boxes)).toEqual(view(-40));
});

it('stays when a task was moved, not when one came or went', () => {
  const made = roomMade(undefined, view(0), view(-100), boxes);
  expect(wayBack(made, view(-100), [box('a'), box('b', 410)])).toBeUndefined();
  expect(wayBack(made, view(-100), [box('b', 400)])).toEqual(view(0));
  expect(wayBack(made, view(-100), [...boxes, box('c', 900)])).toEqual(view(0));
  // A task moved before the view made room once more.
  const again = roomMade(made, view(-100), view(-200), [box('a'), box('b', 500)]);
  expect(wayBack(again, view(-200), [box('a'), box('b', 500)])).toBeUndefined();
});
