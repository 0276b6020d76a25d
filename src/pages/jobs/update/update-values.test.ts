import { expect, test } from 'vitest';
import type { Job } from '#src/api/jobs.ts';
import { judgeUpdate, updatableOf } from './update-values.ts';

const app = {
  app_id: 'a',
  app_name: 'part',
  app_version: '1.0.0',
  app_input_parameters: [
    { name: 'sample', type: 'STRING' as const, required: true, concurrent: 'vars_iter' as const },
    { name: 'mode', type: 'ENUM' as const, required: false, enum: ['fast', 'exact'] },
  ],
  app_output_parameters: [{ name: 'out', type: 'FILE' as const, required: false }],
};
const join = {
  app_id: 'b',
  app_name: 'join',
  app_version: '1.0.0',
  app_input_parameters: [{ name: 'all', type: 'FILE' as const, required: true }],
  app_output_parameters: [],
};
const job: Job = {
  id: 'j',
  name: 'run',
  status: 'FAILED',
  output_dir: '/out',
  tasks: [
    {
      task_name: 'part',
      output_dir: '/part',
      resources: { cpu: '1C', memory: '1G' },
      inputs: [
        { name: 'sample', values: ['a', 'b'] },
        { name: 'mode', values: ['fast'] },
      ],
      app_info: app,
    },
    { task_name: 'join', output_dir: '/join', inputs: [{ name: 'all', values: ['${part.out}'] }], app_info: join },
  ],
  task_runtime_info: [
    {
      task_name: 'part',
      sub_tasks: [
        { status: 'SUCCEEDED', job_failed_times: 0 },
        { status: 'FAILED', job_failed_times: 1 },
      ],
    },
    { task_name: 'join', sub_tasks: [{ status: 'CANCELLED', job_failed_times: 0 }] },
  ],
};
const updatable = updatableOf(job, 'demo');
const judge = (sample: string[] | undefined, resources = {}) =>
  judgeUpdate(updatable, { part: { inputs: sample ? { sample } : {}, resources } });

test('the answer of a job is a plan again, with what has run of it', () => {
  expect(updatable.plan?.tasks.map(({ name, wholeOutputDir, instances }) => [name, wholeOutputDir, instances])).toEqual(
    [
      ['part', '/out/part', 2],
      ['join', '/out/join', 1],
    ],
  );
  expect(updatable.progress.get('part')).toEqual({ succeeded: 1, total: 2 });
});

test('changes are judged as the server judges them', () => {
  expect(judge(undefined)).toMatchObject({ problems: [], changed: [] });
  expect(judge(['a', 'x'])).toMatchObject({ problems: [], changed: ['part'] });
  expect(judge(['x', 'b']).problems.map(({ key }) => key)).toEqual(['update-value-used']);
  expect(judge(['a', 'b', 'c']).problems.map(({ key }) => key)).toEqual(['update-count']);
  expect(judge(undefined, { memory: '4G' }).plan?.tasks[0]?.resources.memory).toBe('4G');
  expect(judge(undefined, { memory: 'much' }).problems.map(({ key }) => key)).toEqual(['resource-format']);
});

test('what cannot be planned here is left to the server to judge', () => {
  const strange = updatableOf({ ...job, tasks: [{ task_name: 'part', inputs: [] }] }, 'demo');
  expect(strange.plan).toBeUndefined();
  expect(judgeUpdate(strange, { part: { inputs: { sample: ['z'] }, resources: {} } })).toMatchObject({
    problems: [],
    changed: ['part'],
  });
});
