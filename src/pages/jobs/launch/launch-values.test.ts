import { expect, test } from 'vitest';
import type { AppSignature, WorkflowDocument } from '#core/workflow/types.ts';
import {
  freshValues,
  jobName,
  listValues,
  toJobRequest,
  valuesOfJob,
  withInput,
  withResource,
} from './launch-values.ts';

const app: AppSignature = {
  id: 'app',
  name: 'align',
  version: '1.0',
  resources: { cpu: '1C', memory: '2G' },
  inputs: [
    { name: 'ref', type: 'FILE', required: true },
    { name: 'mode', type: 'STRING', required: false, values: ['fast'] },
    { name: 'reads', type: 'FILE', required: true },
  ],
  outputs: [],
};
const document: WorkflowDocument = {
  name: 'w',
  version: '1',
  tasks: [
    {
      task_name: 'align',
      app_id: 'app',
      resources: { cpu: '4C' },
      inputs: [
        { name: 'ref', values: ['demo:/ref/a.fa'] },
        { name: 'reads', values: ['${qc.out}'] },
      ],
    },
  ],
};
const lookup = () => app;

test.each([
  ['germline', 3, 'germline-3'],
  ['a_b c', 1, 'a-b-c-1'],
  ['流程', 1, 'job-1'],
])('job %s %d is named %s', (workflow, number, name) => expect(jobName(workflow, number)).toBe(name));

test('a form that changes nothing asks for the workflow alone', () => {
  expect(toJobRequest(freshValues('w-1'), 'w1')).toEqual({ name: 'w-1', tool_id: 'w1', tool_type: 'workflow' });
});

test('given values and resources are sent, those given back are not', () => {
  let tasks = withInput({}, 'align', 'ref', ['/ref/b.fa', '']);
  tasks = withInput(tasks, 'align', 'mode', ['slow']);
  tasks = withInput(tasks, 'align', 'mode', undefined);
  tasks = withResource(tasks, 'align', 'memory', '8G');
  tasks = withResource(tasks, 'align', 'cpu', '2C');
  tasks = withResource(tasks, 'align', 'cpu', '');
  expect(toJobRequest({ ...freshValues('w-1'), tasks }, 'w1').tasks).toEqual([
    { task_name: 'align', inputs: [{ name: 'ref', values: ['/ref/b.fa'] }], resources: { memory: '8G' } },
  ]);
});

test('a clone gives only what the workflow does not', () => {
  const job = {
    id: 'j',
    name: 'w-1',
    output_dir: '/runs/w-1-j',
    priority: 2,
    labels: ['x'],
    node_labels: ['big'],
    tasks: [
      {
        task_name: 'align',
        resources: { cpu: '4C', memory: '16G' },
        inputs: [
          { name: 'ref', values: ['/ref/a.fa'] },
          { name: 'mode', values: ['slow'] },
          { name: 'reads', values: ['${qc.out}'] },
        ],
      },
      { task_name: 'gone', inputs: [{ name: 'x', values: ['1'] }] },
    ],
  };
  expect(valuesOfJob(job, 'w-2', document, lookup, 'demo')).toEqual({
    name: 'w-2',
    description: '',
    node_label: 'big',
    labels: ['x'],
    priority: 2,
    timeout: undefined,
    output_dir: '',
    tasks: { align: { inputs: { mode: ['slow'] }, resources: { memory: '16G' } } },
  });
});

test('a pasted column or table becomes a list', () => {
  expect(listValues('a\r\nb\n\n c \n')).toEqual(['a', 'b', 'c']);
  expect(listValues('s1\t12\ns2\t13\n')).toEqual(['s1', 's2']);
});
