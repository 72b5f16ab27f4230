import { describe, expect, it } from 'vitest';
import { parseClusterInfo, parseClusterNodes } from '../../../../src-main/clients/redis-replies';
import { assess, summarize, type Found, type Member } from '../../../../src-main/observe/redis-assess';

// Six nodes as a 3+3 cluster has them: 1-3 are masters, 4-6 their replicas.

const id = (n: number): string => String(n).repeat(40);
const ranges = ['0-5460', '5461-10922', '10923-16383'];

interface Change {
  /** Flags beside master or slave, by node. */
  readonly flags?: Readonly<Record<number, string>>;
  /** Appended to a node's line about itself. */
  readonly open?: Readonly<Record<number, string>>;
}

function view(viewer: number, { flags = {}, open = {} }: Change = {}): string {
  return [1, 2, 3, 4, 5, 6]
    .map((n) => {
      const role = n > 3 ? `slave` : 'master';
      const own = n === viewer ? 'myself,' : '';
      const extra = flags[n] === undefined ? '' : `,${flags[n]}`;
      const slots = n > 3 ? '' : ` ${ranges[n - 1] ?? ''}`;
      const opened = n === viewer && open[n] !== undefined ? ` ${open[n]}` : '';
      return `${id(n)} 10.0.0.${n}:6379@16379 ${own}${role}${extra} ${n > 3 ? id(n - 3) : '-'} 0 0 ${n} connected${slots}${opened}`;
    })
    .join('\n');
}

function member(n: number, change: Change = {}, more: Partial<Member> = {}, state = 'running'): Member {
  const node = {
    name: `r-${n}`,
    container: `r-${n}`,
    host: `10.0.0.${n}`,
    port: 6379,
    announce: { address: `10.0.0.${n}`, port: 6379, busPort: 16_379 },
    innerPort: 6379,
  };
  const candidate = {
    id: `c${n}`,
    name: `r-${n}`,
    image: 'redis:7.0',
    state,
    exitCode: state === 'running' ? 0 : 137,
    labels: {},
    mode: 'bridge' as const,
    network: 'net',
    node,
    deadPorts: [],
    hasPassword: false,
    nodesFile: '/data/nodes.conf',
  };
  const silent: Member = { candidate, id: id(n) };
  if (state !== 'running') return { ...silent, ...more };
  return {
    ...silent,
    lines: parseClusterNodes(view(n, change)),
    clusterNodes: view(n, change),
    clusterInfo: parseClusterInfo('cluster_state:ok\ncluster_slots_ok:16384'),
    info:
      n > 3
        ? { role: 'slave', master_link_status: 'up', slave_repl_offset: '90', redis_version: '7.0.15' }
        : { role: 'master', master_repl_offset: '100', redis_version: '7.0.15', db0: 'keys=7,expires=0' },
    persists: true,
    ...more,
  };
}

const six = (make: (n: number) => Member = (n) => member(n)): Found => ({
  name: 'r',
  origin: 'discovered',
  members: [1, 2, 3, 4, 5, 6].map(make),
});
const codes = (group: Found): string[] => assess(group, [], 0).problems.map((each) => each.code);

describe('a cluster’s status', () => {
  it('is ok when all is well', () => {
    const status = assess(six(), [], 42, { name: 'net', subnet: '10.0.0.0/24' });
    expect(status).toMatchObject({
      state: 'ok',
      mode: 'bridge',
      slotsCovered: 16_384,
      problems: [],
      observedAt: 42,
      network: { name: 'net' },
    });
    expect(status.nodes[3]).toMatchObject({ role: 'replica', masterId: id(1), linkUp: true, lagBytes: 10 });
    expect(status.nodes[0]).toMatchObject({ slots: [[0, 5460]], keys: 7, version: '7.0.15', health: 'ok' });
    expect(summarize(six(), status)).toMatchObject({ masters: 3, replicas: 3, needsPassword: false });
  });

  it('is degraded when a replica has stopped', () => {
    const group = six((n) => member(n, { flags: { 6: 'fail' } }, {}, n === 6 ? 'exited' : 'running'));
    expect(assess(group, [], 0)).toMatchObject({ state: 'degraded', slotsCovered: 16_384 });
    expect(codes(group)).toEqual(['redis.container-stopped', 'redis.master-alone']);
  });

  it('fails at once when a master has stopped, before the others notice', () => {
    const group = six((n) => member(n, {}, {}, n === 2 ? 'exited' : 'running'));
    expect(assess(group, [], 0)).toMatchObject({ state: 'fail', slotsCovered: 16_384 - 5462 });
    expect(codes(group)[0]).toBe('redis.slots-uncovered');
  });

  it('is unreachable when nobody answers', () => {
    const group = six((n) => member(n, {}, {}, 'exited'));
    expect(assess(group, [], 0).state).toBe('unreachable');
    expect(codes(group)).not.toContain('redis.slots-uncovered');
  });

  it('tells roles from what the nodes wrote down when nobody answers', () => {
    const group = six((n) => member(n, {}, { remembered: parseClusterNodes(view(n)) }, 'exited'));
    const status = assess(group, [], 0);
    expect(status).toMatchObject({ state: 'unreachable', slotsCovered: 0 });
    expect(status.nodes.map((node) => node.role)).toEqual([
      ...['master', 'master', 'master'],
      ...['replica', 'replica', 'replica'],
    ]);
    expect(status.nodes[4]).toMatchObject({ masterId: id(2), health: 'stopped' });
  });

  it('counts a slot once that two masters claim', () => {
    const both = (viewer: number): string => view(viewer).replace('5461-10922', '0-10922');
    const group = six((n) => member(n, {}, n === 2 ? { lines: parseClusterNodes(both(2)) } : {}));
    expect(assess(group, [], 0).slotsCovered).toBe(16_384);
    expect(codes(group)).toEqual(['redis.views-differ']);
  });

  it('shows open slots, different views and a broken link', () => {
    const group = six((n) => {
      const open = { open: { 1: `[5->-${id(2)}]` } };
      if (n === 5) return member(n, {}, { info: { role: 'slave', master_link_status: 'down' } });
      if (n !== 6) return member(n, open);
      return member(n, {}, { lines: parseClusterNodes(view(6).replace('0-5460', '0-5459')) });
    });
    expect(assess(group, [], 0).state).toBe('degraded');
    expect(codes(group).sort()).toEqual(['redis.link-down', 'redis.slots-open', 'redis.views-differ']);
  });

  it('gives advice without calling the cluster ill', () => {
    const group = six((n) =>
      member(n, {}, { persists: false, info: { role: 'master', used_memory: '95', maxmemory: '100' } }),
    );
    const status = assess(group, ['r-1'], 0);
    expect(status.state).toBe('ok');
    expect(new Set(status.problems.map((each) => each.code))).toEqual(
      new Set(['redis.memory', 'redis.no-persistence', 'redis.unroutable']),
    );
  });

  it('shows a node that is on no engine of ours by what the others say', () => {
    const group = six();
    const five = { ...group, members: group.members.slice(0, 5) };
    const status = assess(five, [], 0);
    expect(status.nodes[5]).toMatchObject({ name: '10.0.0.6:6379', role: 'replica', health: 'ok' });
    expect(status.state).toBe('ok');
  });
});
