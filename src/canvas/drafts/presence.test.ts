import { afterEach, expect, it, vi } from 'vitest';
import { type Channel, watchPresence } from './presence.ts';

/** Tabs that hear each other at once. */
function bus() {
  const ends = new Set<(event: { data: unknown }) => void>();
  return (): Channel => {
    let own: ((event: { data: unknown }) => void) | undefined;
    return {
      postMessage: (data) => {
        for (const end of [...ends]) if (end !== own) end({ data });
      },
      addEventListener: (_, listener) => {
        own = listener;
        ends.add(listener);
      },
      close: () => {
        if (own) ends.delete(own);
      },
    };
  };
}

it('tells tabs of the same workflow of each other, of edits, of saving and of leaving', () => {
  const connect = bus();
  const one = watchPresence(connect(), 'w', 'page-1');
  const elsewhere = watchPresence(connect(), 'other', 'page-9');
  one.tell(true);
  const two = watchPresence(connect(), 'w', 'page-2');
  expect([...two.others.get()]).toEqual([['page-1', true]]);
  expect([...one.others.get()]).toEqual([['page-2', false]]);
  two.tell(true);
  expect(one.others.get().get('page-2')).toBe(true);
  one.tell(false);
  one.tellSaved();
  expect(two.savedElsewhere.get()).toBe(true);
  expect(one.savedElsewhere.get()).toBe(false);
  one.stop();
  expect(two.others.get().size).toBe(0);
  expect(elsewhere.others.get().size).toBe(0);
});

afterEach(() => {
  vi.useRealTimers();
});

it('keeps those who answer and forgets those who do not', () => {
  vi.useFakeTimers();
  const connect = bus();
  const one = watchPresence(connect(), 'w', 'page-1');
  const answering = watchPresence(connect(), 'w', 'page-2');
  const crashing = connect();
  watchPresence(crashing, 'w', 'page-3');
  crashing.close();
  one.ask();
  expect([...one.others.get().keys()].sort()).toEqual(['page-2', 'page-3']);
  vi.runAllTimers();
  expect([...one.others.get().keys()]).toEqual(['page-2']);
  answering.stop();
});
