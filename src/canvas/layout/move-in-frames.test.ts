import { describe, expect, it } from 'vitest';
import { groupsOf } from './move-in-frames.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => `task-${at}`);

describe('groups that are moved one after the other', () => {
  it('moves few tasks at once', () => {
    expect(groupsOf(names(0))).toEqual([[]]);
    expect(groupsOf(names(100))).toEqual([names(100)]);
  });

  it('moves one first, then all others, each once, in groups of at most the size', () => {
    const groups = groupsOf(names(1000));
    expect(groups[0]).toEqual(['task-0']);
    expect(groups.slice(1).every((group) => group.length > 0 && group.length <= 100)).toBe(true);
    expect(groups.flat().sort()).toEqual(names(1000).sort());
  });

  it('scatters neighbours', () => {
    const groups = groupsOf(names(301));
    expect(groups.map(({ length }) => length)).toEqual([1, 100, 100, 100]);
    expect(groups[1]?.slice(0, 2)).toEqual(['task-1', 'task-4']);
  });
});
