import { describe, expect, test } from 'vitest';
import { holdsOf, isNodeLabel, isUnmatched, labelOf, obstaclesOf, type PlacementNode } from './placement.ts';

const task = (name: string, label?: string, cpu = '1C') => ({
  name,
  app: { id: name, name, version: '1', inputs: [], outputs: [], ...(label ? { node_labels: [label] } : {}) },
  resources: { cpu, memory: '1G' },
});
const node = (labels: string[], schedulable = true, cpus = 8): PlacementNode => ({
  cpuType: 'X86',
  cpus,
  memoryBytes: 2 ** 34,
  gpus: 0,
  labels,
  schedulable,
});
type Plan = Parameters<typeof obstaclesOf>[0];
const planOf = (...tasks: ReturnType<typeof task>[]) => ({ tasks }) as unknown as Plan;
const found = (tasks: ReturnType<typeof task>[], labels: string[], nodes: PlacementNode[]) =>
  Object.fromEntries(obstaclesOf(planOf(...tasks), labels, nodes));

describe('where tasks may run', () => {
  test("the app's label wins over the job's", () => {
    expect(labelOf(task('a', 'big'), ['small'])).toBe('big');
    expect(labelOf(task('a'), ['small'])).toBe('small');
    expect(labelOf(task('a'), [])).toBeUndefined();
    expect(found([task('a', 'big'), task('b')], ['small'], [node(['small'])])).toEqual({
      a: { reason: 'NoNodeWithLabel', label: 'big' },
    });
  });

  test('a node that takes nothing has no labels to offer', () => {
    const nodes = [node(['big'], false), node([])];
    expect(found([task('a', 'big'), task('b')], [], nodes)).toEqual({ a: { reason: 'NoNodeWithLabel', label: 'big' } });
    expect(isUnmatched(task('a', 'big'), [], nodes)).toBe(true);
    expect(isUnmatched(task('b'), [], nodes)).toBe(false);
    expect(found([task('b')], [], [node([], false)])).toEqual({ b: { reason: 'NoSchedulableNode' } });
  });

  test('bearing the label is not enough when the node is too small', () => {
    const nodes = [node(['big'], true, 2), node([], true, 64)];
    expect(found([task('a', 'big', '4C'), task('b', undefined, '4C')], [], nodes)).toEqual({
      a: { reason: 'NoNodeLargeEnough', label: 'big' },
    });
  });

  test('tasks that wait for the same are told together', () => {
    const obstacles = obstaclesOf(planOf(task('a', 'x'), task('b', 'y'), task('c', 'x'), task('d')), [], [node([])]);
    expect(holdsOf(['a', 'c', 'd', 'b'], obstacles)).toEqual([
      { tasks: ['a', 'c'], reason: 'NoNodeWithLabel', label: 'x' },
      { tasks: ['b'], reason: 'NoNodeWithLabel', label: 'y' },
    ]);
  });
});

test('the form of a label', () => {
  for (const good of ['a', 'health.copy-in', 'gpu_2', 'A-1.b']) expect(isNodeLabel(good)).toBe(true);
  for (const bad of ['', '-a', 'a.', 'a b', 'größe', 'a,b']) expect(isNodeLabel(bad)).toBe(false);
});
