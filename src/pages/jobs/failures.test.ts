import { expect, test } from 'vitest';
import { failuresOf, reasonIn } from './failures.ts';

const warning = (message: string, reason: string) => ({ type: 'Warning', message, reason });
const instances = (task: string, states: string[]) => ({
  task_name: task,
  sub_tasks: states.map((status, index) => ({ sub_task_name: `${task}-${index}`, status })),
});

test('reasons are grouped by task; instance 1 is not instance 11', () => {
  const job = {
    failed_reason: 'InstanceFailed',
    tasks: [{ task_name: 'align', display_name: 'Align reads' }],
    task_runtime_info: [
      instances('qc', ['FAILED']),
      instances('align', ['FAILED', 'FAILED', 'SUCCEEDED', ...Array(8).fill('SUCCEEDED'), 'FAILED']),
      instances('report', ['PENDING']),
    ],
  };
  const events = [
    warning('Instance align-0 failed: first attempt', '启动失败##StartFailed'),
    warning('Instance align-0 failed: exit code 1', '退出码非零##NonZeroExit'),
    warning('Instance align-11 failed: exit code 2', '退出码非零##NonZeroExit'),
    warning('Instance align-1 failed: signal 9', '被信号终止##Killed'),
    warning('The job failed: 4 instances failed. align-0: exit code 1.', '执行失败##InstanceFailed'),
  ];
  expect(failuresOf(job, events, 'en-US')).toEqual([
    {
      task: 'align',
      name: 'Align reads',
      total: 12,
      failed: [0, 1, 11],
      reasons: [
        { reason: 'NonZeroExit', message: 'Instance align-0 failed: exit code 1', instances: [0, 11] },
        { reason: 'Killed', message: 'Instance align-1 failed: signal 9', instances: [1] },
      ],
    },
    { task: 'qc', name: 'qc', total: 1, failed: [0], reasons: [] },
  ]);
});

test('Chinese messages name instances too', () => {
  const job = { task_runtime_info: [instances('a-b', ['FAILED'])] };
  const [failure] = failuresOf(job, [warning('实例 a-b-0 失败：退出码 1', '退出码非零##NonZeroExit')], 'zh-CN');
  expect(failure?.reasons).toEqual([{ reason: '退出码非零', message: '实例 a-b-0 失败：退出码 1', instances: [0] }]);
});

test.each([
  ['创建成功##SuccessfulCreate', 'zh-CN', '创建成功'],
  ['创建成功##SuccessfulCreate', 'en-US', 'SuccessfulCreate'],
  ['Started', 'en-US', 'Started'],
  [undefined, 'en-US', ''],
])('%s in %s', (reason, language, words) => expect(reasonIn(reason, language)).toBe(words));
