import { expect, it } from 'vitest';
import type { Batch } from './batches.ts';
import { Entries } from './entries.ts';

const ATTEMPTS = ['a', 'b', 'c', 'd', 'e'].map((task) => `job/${task}-0/1`);
const BATCH = { name: 'eih-1', attempts: ATTEMPTS } as unknown as Batch;

it('looks in turn at all that runs, however few at a time', () => {
  const entries = new Entries();
  for (const index of ATTEMPTS.keys()) entries.add(BATCH, index, `/attempts/${index}`, 'yes').begun = index !== 4;
  const seen: string[] = [];
  for (let now = 1000; now < 1003; now++)
    for (const entry of entries.longestUnseen(now, 100, 2)) {
      entry.lookedAt = now;
      seen.push(entry.id);
    }
  expect(seen, 'each once, and not what has not begun').toEqual(ATTEMPTS.slice(0, 4));
});
