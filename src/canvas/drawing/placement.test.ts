import { describe, expect, it } from 'vitest';
import { placeTasks, savedPlace } from './placement.ts';

const size = () => ({ width: 100, height: 40 });

describe('savedPlace', () => {
  it('needs both coordinates', () => {
    expect(savedPlace({ task_name: 'a', app_id: 'x', location: { x: 0, y: 0 } })).toEqual({ x: 0, y: 0 });
    expect(savedPlace({ task_name: 'a', app_id: 'x', location: { x: 4 } })).toBeUndefined();
  });
});

describe('placeTasks', () => {
  it('never puts two tasks without a place on one spot', () => {
    const tasks = ['a', 'b', 'c', 'd'].map((name) => ({ task_name: name, app_id: 'x' }));
    const places = placeTasks(tasks, [{ from: 'a', to: 'b' }], size);
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
  });
});
