import { expect, it } from 'vitest';
import type { AppSignature, WorkflowDocument } from '#core/workflow/types.ts';
import { shapeOf } from './shape.ts';

const app: AppSignature = {
  id: 'a',
  name: 'tool',
  version: '1',
  inputs: [
    { name: 'sample', required: true, type: 'STRING', concurrent: 'vars_iter' },
    { name: 'all', required: false, type: 'STRING' },
  ],
  outputs: [{ name: 'out', required: true, type: 'STRING' }],
};

const document = (values: string[]): WorkflowDocument => ({
  name: 'w',
  version: '1',
  tasks: [
    { task_name: 'one', app_id: 'a', inputs: [{ name: 'sample', values }] },
    {
      task_name: 'two',
      app_id: 'a',
      inputs: [
        { name: 'sample', values: ['${one.out}'] },
        { name: 'all', values: ['${one.out}'] },
      ],
    },
  ],
});

it('pairs instances over a concurrent input and waits for all over a plain one', () => {
  const { edges, fanOut } = shapeOf(document(['x', 'y', 'z']), () => app);
  expect(edges.map(({ input, kind }) => [input, kind])).toEqual([
    ['sample', 'iterate'],
    ['all', 'whole'],
  ]);
  expect(fanOut({ task_name: 'two', app_id: 'a' })).toEqual({ count: 3 });
});

it('knows no count before values are given', () => {
  expect(shapeOf(document([]), () => app).fanOut({ task_name: 'one', app_id: 'a' })).toEqual({});
});

it('draws a cycle without knowing how it fans out', () => {
  const cyclic = document(['${two.out}']);
  expect(shapeOf(cyclic, () => app).edges).toHaveLength(3);
});
