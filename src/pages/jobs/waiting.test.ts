import { expect, test } from 'vitest';
import { waitingMessage } from './waiting.ts';

const event = (action_name: string, message = '') => ({ action_name, message });

test('a job waits from its last event about it', () => {
  expect(waitingMessage([event('create'), event('wait', 'a'), event('wait', 'b'), event('start')])).toBe('b');
  expect(waitingMessage([event('wait', 'a'), event('resume')])).toBeUndefined();
  expect(waitingMessage([event('create')])).toBeUndefined();
  expect(waitingMessage([event('wait', 'a'), event('finish'), event('retry')])).toBeUndefined();
});
