import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../../src-renderer/features/stacks/graph/layout';
import { graphId, type GraphEdge, type GraphNode } from '../../../src-renderer/features/stacks/graph/model';

const service = (name: string): GraphNode => ({ id: graphId('service', name), kind: 'service', name });
const waits = (from: string, to: string): GraphEdge => ({
  kind: 'depends',
  from: graphId('service', from),
  to: graphId('service', to),
});

describe('The picture of a stack', () => {
  test('networks stand on top, who waits above what it waits for, volumes at the foot', () => {
    const { nodes } = layoutOf(
      {
        nodes: [
          service('db'),
          service('app'),
          service('web'),
          { id: 'volume:data', kind: 'volume', name: 'data' },
          { id: 'network:front', kind: 'network', name: 'front' },
        ],
        edges: [
          waits('web', 'app'),
          waits('app', 'db'),
          { kind: 'uses', from: 'service:web', to: 'network:front' },
          { kind: 'uses', from: 'service:db', to: 'volume:data' },
        ],
      },
      500,
    );
    const order = [...nodes].sort((a, b) => a.box.y - b.box.y).map(({ node }) => node.name);
    expect(order).toEqual(['front', 'web', 'app', 'db', 'data']);
    expect(nodes.find(({ node }) => node.name === 'front')?.color).toBe(1);
  });

  test('a cycle, an edge to nothing, an edge twice and one to itself do no harm', () => {
    const { nodes, edges } = layoutOf(
      {
        nodes: [service('a'), service('b'), service('c')],
        edges: [waits('a', 'b'), waits('b', 'a'), waits('a', 'b'), waits('c', 'c'), waits('c', 'nobody')],
      },
      500,
    );
    expect(nodes.map(({ node }) => node.name).sort()).toEqual(['a', 'b', 'c']);
    expect(edges.map(({ key }) => key)).toEqual([
      'depends service:a service:b',
      'depends service:b service:a',
    ]);
  });

  test('fifty services in a narrow place: none outside, none over another', () => {
    const all = Array.from({ length: 50 }, (_, index) => service(`s${String(index)}`));
    for (const width of [60, 340, 700]) {
      const { nodes, ...layout } = layoutOf({ nodes: all, edges: [] }, width);
      expect(nodes).toHaveLength(50);
      nodes.forEach(({ box }, at) => {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
        expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
        for (const { box: other } of nodes.slice(at + 1)) {
          const apart =
            other.x >= box.x + box.width || box.x >= other.x + other.width || other.y >= box.y + box.height;
          expect(apart).toBe(true);
        }
      });
    }
  });

  test('nothing at all is a picture too', () => {
    expect(layoutOf({ nodes: [], edges: [] }, 400).nodes).toEqual([]);
  });
});
