import { describe, expect, it } from 'vitest';
import type { AppSignature, TaskDocument } from '#core/workflow/types.ts';
import { type DrawnEdge, edgeId, type GraphModel, type Labels } from './graph.ts';
import { createProjector } from './project.ts';

const app: AppSignature = {
  id: 'a',
  name: 'tool',
  version: '1',
  inputs: [{ name: 'in', required: true, type: 'FILE' }],
  outputs: [{ name: 'out', required: true, type: 'FILE' }],
};
const labels: Labels = { task: (data) => data.task.task_name, edge: edgeId };
const task = (name: string, x?: number): TaskDocument => ({
  task_name: name,
  app_id: 'a',
  ...(x === undefined ? {} : { location: { x, y: 0 } }),
});
const edge = (from: string, to: string): DrawnEdge => ({ from, output: 'out', to, input: 'in', kind: 'whole' });

function model(overrides: Partial<GraphModel> = {}): GraphModel {
  return {
    tasks: [task('one', 0), task('two', 400)],
    apps: () => app,
    edges: [edge('one', 'two')],
    selectedTasks: new Set(),
    selectedEdges: new Set(),
    ...overrides,
  };
}

describe('createProjector', () => {
  it('gives the same arrays when nothing changed', () => {
    const project = createProjector();
    const given = model();
    const first = project(given, labels);
    const second = project({ ...given, problems: [], edges: [edge('one', 'two')] }, labels);
    expect(second.nodes).toBe(first.nodes);
    expect(second.edges).toBe(first.edges);
  });

  it('makes only the touched node new', () => {
    const project = createProjector();
    const given = model();
    const first = project(given, labels);
    const second = project({ ...given, selectedTasks: new Set(['two']) }, labels);
    expect(second.nodes[0]).toBe(first.nodes[0]);
    expect(second.nodes[1]).not.toBe(first.nodes[1]);
    expect(second.nodes[1]?.selected).toBe(true);
    expect(second.edges[0]?.className).toContain('cv-edge-strong');
  });

  it('draws a drag from the session and leaves the document alone', () => {
    const project = createProjector();
    const given = model();
    const { nodes } = project({ ...given, moving: new Map([['one', { x: 7, y: 9 }]]) }, labels);
    expect(nodes[0]?.position).toEqual({ x: 7, y: 9 });
    expect(given.tasks[0]?.location).toEqual({ x: 0, y: 0 });
  });

  it('touches only what a step of the history moved', () => {
    const project = createProjector();
    const given = model();
    const first = project(given, labels);
    const moved = project({ ...given, tasks: [task('one', 5), given.tasks[1] ?? task('two')] }, labels);
    expect(moved.nodes[0]?.position).toEqual({ x: 5, y: 0 });
    expect(moved.nodes[1]).toBe(first.nodes[1]);
    expect(moved.edges).toBe(first.edges);
  });

  it('ends a drag that is given up where it began', () => {
    const project = createProjector();
    const given = model();
    project(given, labels);
    project({ ...given, moving: new Map([['one', { x: 7, y: 9 }]]) }, labels);
    const { nodes } = project(given, labels);
    expect(nodes[0]).toMatchObject({ position: { x: 0, y: 0 }, dragging: false });
  });

  it('places tasks without a position by rank, below those that have one', () => {
    const project = createProjector();
    const { nodes } = project(
      model({ tasks: [task('fixed', 50), task('one'), task('two')], edges: [edge('one', 'two')] }),
      labels,
    );
    const at = new Map(nodes.map((node) => [node.id, node.position]));
    expect(at.get('fixed')).toEqual({ x: 50, y: 0 });
    expect(at.get('one')?.x).toBe(50);
    expect(at.get('two')?.x).toBeGreaterThan(at.get('one')?.x ?? 0);
    expect(at.get('one')?.y).toBeGreaterThan(nodes[0]?.height ?? 0);
  });

  it('survives a cycle that another client saved', () => {
    const project = createProjector();
    const { nodes, edges } = project(
      model({ tasks: [task('one'), task('two')], edges: [edge('one', 'two'), edge('two', 'one')] }),
      labels,
    );
    expect(nodes).toHaveLength(2);
    expect(edges).toHaveLength(2);
  });

  it('counts the problems of a task and shows the worst', () => {
    const { nodes } = createProjector()(
      model({
        problems: [
          { code: 'c', severity: 'warning', when: 'start', key: 'k', params: {}, task: 'one' },
          { code: 'c', severity: 'error', when: 'save', key: 'k', params: {}, task: 'one', input: 'in' },
        ],
      }),
      labels,
    );
    expect(nodes[0]?.data).toMatchObject({ problems: 2, severity: 'error' });
    expect(nodes[1]?.data).toMatchObject({ problems: 0, severity: undefined });
  });
});
