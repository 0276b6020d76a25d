import { describe, expect, it } from 'vitest';
import { problem } from '#core/workflow/problems.ts';
import { placeOf, subjectOf } from './problem-place.ts';

const error = (...[key, place, params]: [Parameters<typeof problem>[0], object?, Record<string, string>?]) =>
  problem(key, 'error', 'save', place, params);

describe('the place of a problem', () => {
  it.each([
    [error('bad-path', { task: 'a', input: 'in' }), 'inputs', 'input:in'],
    [error('unknown-app', { task: 'a' }), 'app', 'app'],
    [error('field-pattern', { task: 'a' }, { field: 'output_dir' }), 'output', 'output_dir'],
    [error('field-pattern', { task: 'a' }, { field: 'task_name' }), 'inputs', 'task_name'],
    [error('resource-format', { task: 'a' }, { field: 'memory' }), 'resources', 'resource:memory'],
    [error('resource-size', { task: 'a' }, { value: '64G' }), 'resources', 'resource:memory'],
    [error('duplicate-task', { task: 'a' }), 'inputs', 'task_name'],
    [error('no-nodes', { task: 'a' }), 'resources', ''],
  ])('%o', (found, tab, field) => expect(placeOf(found)).toEqual({ tab, field }));

  it('is outside the tasks for those of the workflow', () => {
    expect(placeOf(error('no-tasks'))).toBeUndefined();
    expect(subjectOf(error('field-range', {}, { field: 'timeout' }))).toBe('details');
    expect(subjectOf(error('no-tasks'))).toBe('tasks');
  });
});
