import { expect, test } from 'vitest';
import { uses } from './app-uses.tsx';

const task = (app_id: string) => ({ task_name: 't', app_info: { app_id } });

test('a workflow uses an app when one of its tasks does', () => {
  expect(uses({ tasks: [task('a2'), task('a1')] }, { id: 'a1' })).toBe(true);
  expect(uses({ tasks: [task('a2')] }, { id: 'a1' })).toBe(false);
  expect(uses({}, { id: 'a1' })).toBe(false);
});
