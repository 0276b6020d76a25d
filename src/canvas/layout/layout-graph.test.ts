import { describe, expect, it } from 'vitest';
import { layoutGraph } from './layout-graph.ts';

const node = (id: string) => ({ id, width: 100, height: 50 });

describe('layoutGraph', () => {
  it('puts a task right of all it depends on, without overlap', () => {
    const places = layoutGraph({
      nodes: ['a', 'b', 'c'].map(node),
      edges: [
        { from: 'a', to: 'c' },
        { from: 'b', to: 'c' },
      ],
    });
    expect(places.c?.x).toBeGreaterThanOrEqual((places.a?.x ?? 0) + 100);
    expect(Math.abs((places.a?.y ?? 0) - (places.b?.y ?? 0))).toBeGreaterThanOrEqual(50);
  });

  it('puts a task below all it depends on when it goes down', () => {
    const places = layoutGraph({
      direction: 'down',
      nodes: ['a', 'b', 'c'].map(node),
      edges: [
        { from: 'a', to: 'c' },
        { from: 'b', to: 'c' },
      ],
    });
    expect(places.c?.y).toBeGreaterThanOrEqual((places.a?.y ?? 0) + 50);
    expect(Math.abs((places.a?.x ?? 0) - (places.b?.x ?? 0))).toBeGreaterThanOrEqual(100);
  });

  it('ignores edges to tasks that are not there', () => {
    expect(Object.keys(layoutGraph({ nodes: [node('a')], edges: [{ from: 'ghost', to: 'a' }] }))).toEqual(['a']);
  });
});
