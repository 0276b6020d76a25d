import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ConsoleEvent, EventBus } from '../gateway/event-bus.ts';
import { Announcer, jobPause } from './announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const job = (id: string): ConsoleEvent => ({ topic: 'job', id, eihealth_project_id: 'p' });

function heard() {
  const bus = new EventBus();
  const ids: string[] = [];
  bus.subscribe(({ id }) => void ids.push(id ?? ''));
  return { announcer: new Announcer(bus), ids };
}

test('tells a small job at once and then a few times a second', () => {
  const { announcer, ids } = heard();
  for (let at = 0; at < 10; at++) {
    announcer.announce(job('a'));
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(1000);
  expect(ids.length).toBeGreaterThanOrEqual(3);
  expect(ids.length).toBeLessThanOrEqual(5);
});

test('tells a large job less often, the last change included, without keeping others waiting', () => {
  const { announcer, ids } = heard();
  for (let at = 0; at < 40; at++) {
    announcer.announce(job('large'), false, jobPause(10_000));
    announcer.announce(job('small'));
    vi.advanceTimersByTime(100);
  }
  expect(ids.filter((id) => id === 'large').length).toBeLessThanOrEqual(3);
  expect(ids.filter((id) => id === 'small').length).toBeGreaterThan(8);
  const before = ids.length;
  announcer.announce(job('large'), false, jobPause(10_000));
  vi.advanceTimersByTime(5000);
  expect(ids.slice(before)).toContain('large');
});

test('tells at once what somebody waits for', () => {
  const { announcer, ids } = heard();
  announcer.announce(job('a'), false, 2000);
  announcer.announce(job('a'), true, 2000);
  expect(ids).toEqual(['a', 'a']);
});
