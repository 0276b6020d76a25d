import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  downstreamOf,
  edgesOf,
  findCycle,
  graphOf,
  layersOf,
  topologicalOrder,
  upstreamOf,
  wouldCreateCycle,
} from './graph.ts';
import { anyDocument, NAMES, task, workflow } from './testing.ts';

const diamond = workflow(
  task('join', 'x', { in: '${left.out}', other: '${right.out}' }),
  task('left', 'x', { in: '${source.out}' }),
  task('right', 'x', { in: '${source.out}' }),
  task('source', 'x', { in: '/in' }),
  task('alone', 'x', { in: '${gone.out}' }),
);

describe('graph', () => {
  it('derives edges from references and keeps dangling ones apart', () => {
    expect(edgesOf(diamond)).toHaveLength(4);
    expect(edgesOf(diamond)[0]).toEqual({ from: 'left', output: 'out', to: 'join', input: 'in' });
    expect(graphOf(diamond).dangling).toEqual([{ from: 'gone', output: 'out', to: 'alone', input: 'in' }]);
    expect(graphOf(diamond)).toBe(graphOf(diamond));
  });

  it('orders, layers and reaches', () => {
    expect(topologicalOrder(diamond)).toEqual(['source', 'left', 'right', 'join', 'alone']);
    expect(layersOf(diamond)).toEqual([['source', 'alone'], ['left', 'right'], ['join']]);
    expect([...upstreamOf(diamond, 'join')].sort()).toEqual(['left', 'right', 'source']);
    expect([...downstreamOf(diamond, 'source')].sort()).toEqual(['join', 'left', 'right']);
    expect(wouldCreateCycle(diamond, 'join', 'source')).toBe(true);
    expect(wouldCreateCycle(diamond, 'source', 'join')).toBe(false);
    expect(wouldCreateCycle(diamond, 'left', 'left')).toBe(true);
  });

  it('names a cycle in the direction of the data', () => {
    const looped = workflow(
      task('a', 'x', { in: '${c.out}' }),
      task('b', 'x', { in: '${a.out}' }),
      task('c', 'x', { in: '${b.out}' }),
    );
    const cycle = findCycle(looped) ?? [];
    expect([...cycle].sort()).toEqual(['a', 'b', 'c']);
    const after: Record<string, string> = { a: 'b', b: 'c', c: 'a' };
    for (const [i, name] of cycle.entries()) expect(cycle[(i + 1) % 3]).toBe(after[name]);
    expect(topologicalOrder(looped)).toBeUndefined();
    expect(layersOf(looped)).toBeUndefined();
    expect(findCycle(workflow(task('a', 'x', { in: '${a.out}' })))).toEqual(['a']);
  });

  it('keeps a topological document as it is and puts upstreams first, or names a real cycle', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const order = topologicalOrder(document);
        if (!order) {
          const cycle = findCycle(document) ?? [];
          expect(cycle.length).toBeGreaterThan(0);
          for (const [i, from] of cycle.entries()) {
            const to = cycle[(i + 1) % cycle.length];
            expect(edgesOf(document).some((edge) => edge.from === from && edge.to === to)).toBe(true);
          }
          return;
        }
        expect([...order].sort()).toEqual([...graphOf(document).names].sort());
        for (const edge of edgesOf(document)) expect(order.indexOf(edge.from)).toBeLessThan(order.indexOf(edge.to));
        const sorted = {
          ...document,
          tasks: order.map((name) => graphOf(document).tasks.get(name) ?? task(name, 'x')),
        };
        expect(topologicalOrder(sorted)).toEqual(order);
      }),
    );
  });

  it('foresees exactly the cycles an edge would make', () => {
    const any = fc.constantFrom(...NAMES);
    fc.assert(
      fc.property(anyDocument, any, any, (document, from, to) => {
        const { tasks } = graphOf(document);
        fc.pre(findCycle(document) === undefined && tasks.has(from) && tasks.has(to));
        const connected = {
          ...document,
          tasks: document.tasks?.map((item) =>
            item.task_name === to
              ? { ...item, inputs: [...(item.inputs ?? []), { name: 'new', values: [`\${${from}.out}`] }] }
              : item,
          ),
        };
        expect(findCycle(connected) !== undefined).toBe(wouldCreateCycle(document, from, to));
      }),
    );
  });

  it('takes 1,000 tasks in a chain', () => {
    const chain = workflow(
      ...Array.from({ length: 1000 }, (_, i) => task(`t${i}`, 'x', i > 0 ? { in: `\${t${i - 1}.out}` } : {})).reverse(),
    );
    expect(topologicalOrder(chain)?.slice(0, 3)).toEqual(['t0', 't1', 't2']);
    expect(layersOf(chain)).toHaveLength(1000);
    expect(wouldCreateCycle(chain, 't999', 't0')).toBe(true);
  });
});
