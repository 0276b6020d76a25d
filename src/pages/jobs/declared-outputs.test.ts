import { expect, test } from 'vitest';
import { declaredOutputs, folderOf } from './declared-outputs.ts';

const output = (name: string, type: 'FILE' | 'DIRECTORY' | 'STRING', values: string[]) => ({
  name,
  type,
  required: false,
  values,
});
const task = {
  whole_output_dir: '/runs/qc-1/qc',
  app_info: {
    app_input_parameters: [{ name: 'reads', required: true, type: 'FILE' as const, concurrent: 'vars_iter' }],
    app_output_parameters: [
      output('report', 'FILE', ['/out/report.txt']),
      output('all', 'DIRECTORY', []),
      output('kind', 'STRING', ['plain']),
    ],
  },
};

test('instances of a fanned-out task have a folder each', () => {
  const found = declaredOutputs(task, [{ status: 'SUCCEEDED' }, { status: 'RUNNING' }]);
  expect(found.map(({ name, path, value, done }) => [name, path, value, done])).toEqual([
    ['report', '/runs/qc-1/qc/0/out/report.txt', '', true],
    ['all', '/runs/qc-1/qc/0', '', true],
    ['kind', '', 'plain', true],
    ['report', '/runs/qc-1/qc/1/out/report.txt', '', false],
    ['all', '/runs/qc-1/qc/1', '', false],
    ['kind', '', 'plain', false],
  ]);
});

test('a plain task writes into its folder', () => {
  const plain = { ...task, app_info: { ...task.app_info, app_input_parameters: [] } };
  expect(declaredOutputs(plain, [{ status: 'SUCCEEDED' }])[0]?.path).toBe('/runs/qc-1/qc/out/report.txt');
});

test.each([
  ['/a/b', '/a'],
  ['/a/b/', '/a'],
  ['/a', '/'],
])('%s lies in %s', (path, folder) => expect(folderOf(path)).toBe(folder));
