import { describe, expect, it } from 'vitest';
import { label } from '@shared/labels';
import { parseClusterNodes } from '../../../../src-main/clients/redis-replies';
import type { Candidate } from '../../../../src-main/observe/redis-candidates';
import { commonName, groupNodes, type Known } from '../../../../src-main/observe/redis-groups';

const idOf = (text: string): string => Buffer.from(text).toString('hex').padEnd(40, '0').slice(0, 40);

function candidate(name: string, labels: Record<string, string> = {}): Candidate {
  const node = {
    name,
    container: name,
    host: '127.0.0.1',
    port: 1,
    announce: { address: '127.0.0.1', port: 1, busPort: 2 },
    innerPort: 1,
  };
  return {
    id: `id-${name}`,
    name,
    image: 'redis:7.0',
    state: 'running',
    exitCode: 0,
    labels,
    mode: 'host',
    node,
    hostPort: 1,
    deadPorts: [],
    hasPassword: false,
    nodesFile: '/data/nodes.conf',
  };
}

/** A node that knows the others named. */
function known(name: string, others: readonly string[], labels?: Record<string, string>): Known {
  const line = (each: string): string =>
    `${idOf(each)} 127.0.0.1:1@2 ${each === name ? 'myself,' : ''}master - 0 0 1 connected`;
  return {
    candidate: candidate(name, labels),
    id: idOf(name),
    lines: parseClusterNodes([name, ...others].map(line).join('\n')),
  };
}

const summary = (nodes: readonly Known[], adopted: Parameters<typeof groupNodes>[1] = []) =>
  groupNodes(nodes, adopted).map(({ name, origin, members }) => [
    name,
    origin,
    members.map((member) => member.candidate.name),
  ]);

describe('grouping', () => {
  it('puts together those that know each other, ours by their label', () => {
    const ours = { [label.kind]: 'redis-cluster', [label.cluster]: 'demo' };
    expect(
      summary([
        known('demo-1', [], ours),
        known('demo-2', [], ours),
        known('redis-node-1', ['redis-node-2']),
        known('redis-node-2', ['redis-node-1', 'redis-node-10']),
        known('redis-node-10', ['redis-node-2']),
        known('cache-a', ['cache-b']),
        known('cache-b', ['cache-a']),
        known('lonely', []),
      ]),
    ).toEqual([
      ['demo', 'flotilla', ['demo-1', 'demo-2']],
      ['redis-node', 'discovered', ['redis-node-1', 'redis-node-2', 'redis-node-10']],
      ['cache', 'discovered', ['cache-a', 'cache-b']],
    ]);
  });

  it('gives two clusters of one name two names', () => {
    const nodes = [
      known('r-1', ['r-2']),
      known('r-2', ['r-1']),
      known('r-3', ['r-4']),
      known('r-4', ['r-3']),
    ];
    expect(summary(nodes).map(([name]) => name)).toEqual(['r', 'r-2']);
  });

  it('finds adopted ones by id, and by name when a container was made anew', () => {
    const record = {
      name: 'mine',
      engine: 'e',
      seeds: [],
      containers: [
        { id: 'id-r-1', name: 'r-1' },
        { id: 'old', name: 'r-2' },
      ],
    };
    expect(summary([known('r-1', ['r-2']), known('r-2', ['r-1'])], [record])).toEqual([
      ['mine', 'adopted', ['r-1', 'r-2']],
    ]);
  });

  it('keeps those that let nobody in with their like', () => {
    const silent = (name: string): Known => ({ candidate: candidate(name) });
    expect(
      summary([silent('r-1'), known('r-2', ['r-3']), known('r-3', ['r-2']), silent('s-1'), silent('s-2')]),
    ).toEqual([
      ['r', 'discovered', ['r-1', 'r-2', 'r-3']],
      ['s', 'discovered', ['s-1', 's-2']],
    ]);
  });

  it('takes nodes that were added later to where they are listed: adopted or ours', () => {
    const ours = { [label.kind]: 'redis-cluster', [label.cluster]: 'demo' };
    const record = { name: 'mine', engine: 'e', seeds: [], containers: [{ id: 'id-r-1', name: 'r-1' }] };
    expect(
      summary(
        [
          known('demo-1', ['demo-2', 'hand-made'], ours),
          known('demo-2', ['demo-1'], ours),
          known('hand-made', ['demo-1', 'demo-2']),
          known('r-1', ['r-2']),
          known('r-2', ['r-1']),
          // It lists what it knew once; nobody lists it any more.
          known('forgotten-1', ['demo-1', 'forgotten-2']),
          known('forgotten-2', ['forgotten-1']),
        ],
        [record],
      ),
    ).toEqual([
      ['demo', 'flotilla', ['demo-1', 'demo-2', 'hand-made']],
      ['mine', 'adopted', ['r-1', 'r-2']],
      ['forgotten', 'discovered', ['forgotten-1', 'forgotten-2']],
    ]);
  });

  it('keeps two clusters apart of which no node answers, by what their nodes remember', () => {
    const stopped = (name: string, others: readonly string[]): Known => {
      const { candidate: container, id, lines } = known(name, others);
      return { candidate: container, id, remembered: lines };
    };
    expect(
      summary([
        stopped('r-1', ['r-2']),
        stopped('r-2', ['r-1']),
        stopped('r-3', ['r-4']),
        stopped('r-4', ['r-3']),
        stopped('lonely', []),
      ]),
    ).toEqual([
      ['r', 'discovered', ['r-1', 'r-2']],
      ['r-2', 'discovered', ['r-3', 'r-4']],
    ]);
  });
});

describe('naming', () => {
  it.each([
    [['redis-node-1', 'redis-node-2'], 'redis-node'],
    [['redis-1', 'redis-10', 'redis-11'], 'redis'],
    [['redis-10', 'redis-11'], 'redis'],
    [['app_redis_1', 'app_redis_2'], 'app_redis'],
    [['r1', 'r2'], 'r'],
    [['alpha', 'beta'], 'redis-cluster'],
    [['only-1'], 'only'],
  ])('%j -> %s', (names, name) => {
    expect(commonName(names)).toBe(name);
  });
});
