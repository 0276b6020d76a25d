import { expect, test } from 'vitest';
import { makeRows, shownRows } from './node-rows.ts';

const flavors = [{ code: 'large', vcpus: 8, ram: 16_384, cpu_arch: 'aarch64', gpu_info: '2 x GPU' }];
const rows = makeRows(
  [
    { id: '1', name: 'n10', status: 'ACTIVE', schedulable: true, spec: { code: 'large' }, node_labels: ['big'] },
    { id: '2', name: 'n2', status: 'ACTIVE', schedulable: false, spec: { code: 'other', vcpus: '4', ram: 8192 } },
    { id: '3', name: 'n3', status: 'DOWN', schedulable: false },
    { id: '4', status: 'BUILDING' },
  ],
  flavors,
  [
    { resource_id: '1', metric_name: 'cpu_allocated', statistic: '2.5' },
    { resource_id: '2', metric_name: 'odd', statistic: '1' },
  ],
);

test('nodes get the kind of their flavor, and what is told of them', () => {
  expect(rows[0]).toMatchObject({
    state: 'open',
    cpu: { used: 2.5, total: 8 },
    gpu: { total: 2 },
    kind: { cpuType: 'ARM' },
  });
  expect(rows[1]).toMatchObject({ state: 'closed', cpu: { total: 4 }, memory: { total: 2 ** 33 } });
  expect(rows[1]?.cpu).not.toHaveProperty('used');
  expect(rows[2]).toMatchObject({ state: 'down', cpu: undefined });
  expect(rows[3]).toMatchObject({ state: undefined, name: '4' });
});

test('filter by name, label and state; sort by name as people count', () => {
  const names = (q: string, state = '', key = 'name') =>
    shownRows(rows, { q, state }, { key, dir: 'asc' }).map(({ name }) => name);
  expect(names('n')).toEqual(['n2', 'n3', 'n10']);
  expect(names('BIG')).toEqual(['n10']);
  expect(names('', 'down')).toEqual(['n3']);
  expect(names('n', '', 'cpu')).toEqual(['n3', 'n2', 'n10']);
});
