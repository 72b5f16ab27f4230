import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinityScore, placeNodes } from '@shared/redis-cluster/placement';

/** `A1 A2 B1` -> the hosts A, A, B; the result by those names, as redis-cli prints it. */
function printed(nodes: string, replicasPerMaster: number, hostOf = (node: string) => node.charAt(0)) {
  const names = nodes.split(' ');
  const { masters, replicas } = placeNodes(names.map(hostOf), replicasPerMaster);
  return {
    masters: masters.map((node) => names[node]).join(' '),
    replicas: replicas.map(({ node, master }) => `${names[node]}->${names[master]}`).join(' '),
  };
}

describe('placeNodes', () => {
  // What redis-cli --cluster create prints.
  it.each([
    ['6 ports on one host', '1 2 3 4 5 6', () => 'one', '1 2 3', '5->1 6->2 4->3'],
    ['6 hosts', '1 2 3 4 5 6', (node: string) => node, '1 2 3', '5->1 6->2 4->3'],
    ['3 hosts with 2 each', 'A1 A2 B1 B2 C1 C2', undefined, 'A1 B1 C1', 'B2->A1 C2->B1 A2->C1'],
    ['2 hosts with 3 each', 'A1 A2 A3 B1 B2 B3', undefined, 'A1 B1 A2', 'B3->A1 A3->B1 B2->A2'],
    ['7 hosts, one too many', '1 2 3 4 5 6 7', (node: string) => node, '1 2 3', '5->1 6->2 7->3 4->1'],
  ])('%s', (_, nodes, hostOf, masters, replicas) => {
    const result = printed(nodes, 1, hostOf);
    expect(result.masters).toBe(masters);
    expect(result.replicas.split(' ').sort()).toEqual(replicas.split(' ').sort());
  });

  it('gives each master as many replicas as asked for, in a row', () => {
    expect(printed('1 2 3 4 5 6 7 8 9', 2, () => 'one').replicas).toBe('5->1 6->1 7->2 8->2 9->3 4->3');
  });

  it('places no replica where none is asked for', () => {
    expect(placeNodes(['', '', ''], 0)).toEqual({ masters: [0, 1, 2], replicas: [] });
  });

  it('uses every node once, and swaps only for the better', () => {
    const hosts = fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(hosts, fc.integer({ min: 0, max: 5 }), (all, replicas) => {
        const placement = placeNodes(all, replicas);
        const count = Math.floor(all.length / (replicas + 1));
        expect(placement.masters).toHaveLength(count);
        if (count === 0) return;
        const used = [...placement.masters, ...placement.replicas.map(({ node }) => node)];
        expect(used.sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        for (const master of placement.masters) {
          const own = placement.replicas.filter((each) => each.master === master);
          expect(own.length).toBeGreaterThanOrEqual(replicas);
        }
        // No single swap would better it.
        const score = affinityScore(all, placement);
        const list = placement.replicas;
        for (let i = 0; i < list.length; i++)
          for (let j = i + 1; j < list.length; j++) {
            const swapped = list.map((each, at) => ({
              node: at === i ? list[j]!.node : at === j ? list[i]!.node : each.node,
              master: each.master,
            }));
            expect(affinityScore(all, { ...placement, replicas: swapped })).toBeGreaterThanOrEqual(score);
          }
      }),
      { numRuns: 60 },
    );
  });
});

describe('affinityScore', () => {
  it('weighs a replica beside its master far above two replicas together', () => {
    const replicas = [
      { node: 2, master: 0 },
      { node: 3, master: 1 },
    ];
    expect(affinityScore(['A', 'B', 'B', 'A'], { masters: [0, 1], replicas })).toBe(0);
    expect(affinityScore(['A', 'B', 'A', 'A'], { masters: [0, 1], replicas })).toBe(10000);
    const both = [
      { node: 1, master: 0 },
      { node: 2, master: 0 },
    ];
    expect(affinityScore(['A', 'B', 'B'], { masters: [0], replicas: both })).toBe(2);
  });
});
