import { Position } from '@xyflow/react';
import { expect, it } from 'vitest';
import { bundleEdges } from './edge-layer.tsx';
import { firstView } from './first-view.ts';
import { READABLE } from './fit.ts';
import type { TaskEdge, TaskNode } from './graph.ts';
import { overviewOf } from './mini-map.tsx';
import { detailAt } from './use-detail.ts';

const node = (id: string, x: number, y: number): TaskNode => ({
  id,
  type: 'task',
  position: { x, y },
  width: 240,
  height: 100,
  data: {
    task: { task_name: id, app_id: 'a' },
    app: undefined,
    linked: '',
    fanOut: undefined,
    severity: undefined,
    problems: 0,
    run: undefined,
    role: undefined,
    expanded: false,
  },
  handles: [
    { id: 'in', type: 'target', x: -6, y: 40, width: 12, height: 12, position: Position.Left },
    { id: 'out', type: 'source', x: 234, y: 40, width: 12, height: 12, position: Position.Right },
  ],
});
const grid = (count: number) =>
  Array.from({ length: count }, (_, i) => node(`t${i}`, (i % 30) * 336, Math.floor(i / 30) * 150));
const edge = (source: string, target: string): TaskEdge => ({
  id: `${source} ${target}`,
  source,
  target,
  sourceHandle: 'out',
  targetHandle: 'in',
  className: 'cv-edge-whole',
});

it('sheds detail with the zoom, and names only in large workflows', () => {
  expect([1, 0.4, 0.3, 0.1].map((zoom) => detailAt(zoom, true))).toEqual(['near', 'near', 'far', 'dots']);
  expect(detailAt(0.1, false)).toBe('far');
});

const FRAME = { width: 932, height: 698 };

it('opens a workflow too large to be read at its first tasks, any other as a whole', () => {
  const whole = firstView(grid(64), FRAME);
  expect(whole.x).toBeGreaterThan(0);
  expect(whole.x + (29 * 336 + 240) * whole.zoom).toBeLessThan(FRAME.width);
  expect(firstView(grid(1000), FRAME)).toEqual({ x: 40, y: 40, zoom: 1 });
  expect(firstView([], FRAME)).toEqual({ x: 0, y: 0, zoom: 1 });
});

it('opens at the task that was asked for, where the whole could not be read', () => {
  const shown = firstView(grid(1000), FRAME, { shown: 't999' });
  expect(shown.zoom).toBeGreaterThanOrEqual(READABLE);
  expect(shown.x + ((999 % 30) * 336 + 120) * shown.zoom).toBeCloseTo(FRAME.width / 2);
  expect(firstView(grid(2), FRAME, { shown: 't1' })).toEqual(firstView(grid(2), FRAME));
});

it('draws many edges as few paths, each from port to port', () => {
  const nodes = grid(100);
  const edges = nodes.slice(1).map(({ id }, at) => edge(`t${at}`, id));
  const bundles = bundleEdges({ nodes, edges });
  expect(bundles).toHaveLength(3);
  expect(bundles[0]?.d.startsWith('M240 46C')).toBe(true);
  expect(bundleEdges({ nodes, edges: [{ ...edge('t0', 't1'), selected: true }] })[0]?.className).toBe('cv-edge-strong');
});

it('maps all tasks into its frame', () => {
  const overview = overviewOf(grid(1000));
  const [path] = overview?.paths ?? [];
  const numbers = [...(path?.d ?? '').matchAll(/M([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(numbers).toHaveLength(1000);
  expect(Math.max(...numbers.map(([x = 0]) => x))).toBeLessThanOrEqual(150);
  expect(Math.max(...numbers.map(([, y = 0]) => y))).toBeLessThanOrEqual(100);
  expect(overviewOf([])).toBeUndefined();
});
