import { expect, test } from 'vitest';
import { foldRun } from '#src/canvas/run/run.ts';
import { firstToLookAt, openedLines, resourcesText, taskLines } from './task-lines.ts';

const job = {
  tasks: [
    {
      task_name: 'qc',
      display_name: '',
      app_info: { app_name: 'fastp', app_version: '1.0' },
      resources: { cpu: '2C' },
    },
    { task_name: 'align', display_name: 'Align' },
  ],
  task_runtime_info: [
    { task_name: 'qc', status: 'FAILED', sub_tasks: [{ status: 'SUCCEEDED' }, { status: 'FAILED' }] },
    { task_name: 'align', status: 'PENDING', sub_tasks: [{ status: 'PENDING' }] },
  ],
};
const lines = taskLines(job, foldRun(job.task_runtime_info));

test('a line per task in the order of the plan', () => {
  expect(lines.map(({ task, name, app, run }) => [task, name, app, run.total])).toEqual([
    ['qc', 'qc', 'fastp 1.0', 2],
    ['align', 'Align', '', 1],
  ]);
});

test('opened tasks show their instances, or those in a state', () => {
  const shown = (state?: string) =>
    openedLines(lines, new Set(['qc']), state).map((line) =>
      line.kind === 'task' ? line.task : `${line.task}-${line.index}`,
    );
  expect(shown()).toEqual(['qc', 'qc-0', 'qc-1', 'align']);
  expect(shown('FAILED')).toEqual(['qc', 'qc-1', 'align']);
});

test.each([
  [{ cpu: '2C', memory: '4G' }, '2C · 4G'],
  [{ cpu: '2C', memory: '4G', gpu: '1', gpu_type: 'Snt9' as const }, '2C · 4G · 1 × Snt9'],
  [{ cpu: '2C', gpu: 0 }, '2C'],
  [undefined, ''],
])('resources %j', (resources, text) => expect(resourcesText(resources)).toBe(text));

test('somebody wants to see what failed first, then what runs', () => {
  expect(lines.map(({ instances }) => firstToLookAt(instances))).toEqual([1, 0]);
  expect(firstToLookAt([{ status: 'PENDING' }, { status: 'RUNNING' }])).toBe(1);
});
