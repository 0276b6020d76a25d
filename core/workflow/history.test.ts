import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './commands.ts';
import {
  beginGesture,
  cancelGesture,
  canRedo,
  canUndo,
  commitGesture,
  positionOf,
  redo,
  run,
  startHistory,
  travel,
  undo,
} from './history.ts';
import { anyCommand, anyDocument, task, workflow } from './testing.ts';

const start = workflow(task('a', 'x', {}, { location: { x: 0, y: 0 } }));
const move = (x: number): Command => ({ type: 'moveTasks', positions: { a: { x, y: 0 } } });

describe('history', () => {
  it('travels to any position it knows, and back', () => {
    const end = [1, 2, 3].reduce((history, x) => run(history, move(x)), startHistory(start));
    expect(travel(end, 0).document).toEqual(start);
    expect(positionOf(travel(end, 1))).toBe(1);
    expect(travel(travel(end, 0), 3)).toEqual(end);
    expect(travel(end, 3)).toBe(end);
    expect(travel(end, 99)).toBe(end);
    const open = beginGesture(end);
    expect(travel(open, 0)).toBe(open);
  });

  it('travels to the oldest state it still has', () => {
    const end = [1, 2, 3].reduce((history, x) => run(history, move(x)), startHistory(start, 2));
    expect(travel(end, 0)).toBe(end);
    expect(travel(end, end.base).document.tasks?.[0]?.location?.x).toBe(1);
  });

  it('makes one step of a gesture and folds its moves', () => {
    let history = beginGesture(startHistory(start));
    for (let x = 1; x <= 50; x += 1) history = run(history, move(x));
    expect(undo(history)).toBe(history);
    history = commitGesture(history);
    expect(history.past).toHaveLength(1);
    expect(history.past[0]?.commands).toEqual([move(50)]);
    expect(undo(history).document).toEqual(start);
    expect(redo(undo(history)).document).toEqual(history.document);
  });

  it('makes no step of a gesture that ends where it began, nor of a cancelled one', () => {
    const there = run(run(beginGesture(startHistory(start)), move(5)), move(0));
    const back = commitGesture(there);
    expect(back.past).toHaveLength(0);
    expect(back.document).toBe(start);
    const cancelled = cancelGesture(run(beginGesture(startHistory(start)), move(5)));
    expect(cancelled.document).toBe(start);
    expect(canUndo(cancelled)).toBe(false);
  });

  it('nests gestures', () => {
    let history = run(beginGesture(beginGesture(startHistory(start))), move(1));
    history = run(commitGesture(history), move(2));
    expect(canUndo(history)).toBe(false);
    expect(commitGesture(history).past).toHaveLength(1);
  });

  it('forgets the future on a new command and the oldest steps beyond the limit', () => {
    let history = startHistory(start, 3);
    for (let x = 1; x <= 5; x += 1) history = run(history, move(x));
    expect(history.past).toHaveLength(3);
    for (let i = 0; i < 5; i += 1) history = undo(history);
    expect(history.document.tasks?.[0]?.location).toEqual({ x: 2, y: 0 });
    expect(canRedo(history)).toBe(true);
    expect(canRedo(run(history, move(9)))).toBe(false);
  });

  it('names states, so that a saved one is known again after undo and redo', () => {
    const saved = run(startHistory(start), move(1));
    const later = run(saved, move(2));
    expect(positionOf(later)).not.toBe(positionOf(saved));
    expect(positionOf(undo(later))).toBe(positionOf(saved));
    expect(positionOf(run(undo(later), move(3)))).not.toBe(positionOf(later));
  });

  it('walks back to the start and forward to the end', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(anyCommand, { maxLength: 15 }), (document, commands) => {
        const end = commands.reduce(run, startHistory(document));
        let history = end;
        while (canUndo(history)) history = undo(history);
        expect(JSON.stringify(history.document)).toBe(JSON.stringify(document));
        while (canRedo(history)) history = redo(history);
        expect(JSON.stringify(history.document)).toBe(JSON.stringify(end.document));
      }),
    );
  });
});
