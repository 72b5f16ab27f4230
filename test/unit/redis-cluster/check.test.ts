import { describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import { judge, type CheckFacts } from '@shared/redis-cluster/check';
import { checkCodes, fixable } from '@shared/redis-cluster/check-codes';
import type { LiveCluster, LiveNode, SlotClaim } from '@shared/redis-cluster/live';
import { planRequestSchema } from '@shared/requests';
import { idOf, running } from './day-two/support';
import { bridge } from './support';

const well: CheckFacts = {
  persists: {},
  fullCoverage: {},
  locked: [],
  unroutable: [],
  deadPorts: [],
  deep: true,
  at: 7,
};
const answering = (node: LiveNode): LiveNode => ({
  ...node,
  clusterNodes: 'x',
  clusterInfo: 'cluster_state:ok\r\n',
  version: '7.0.15',
});
const { live } = running(bridge, { nodes: answering });
const name = (n: number): string => live.nodes[n - 1]!.name;

/** With some nodes (from 1) changed. */
const changed = (
  nodes: Readonly<Record<number, Partial<LiveNode>>>,
  more: Partial<LiveCluster> = {},
): LiveCluster => ({
  ...live,
  nodes: live.nodes.map((node, i) => ({ ...node, ...nodes[i + 1] })),
  ...more,
});
const claim = (slot: number, rest: Partial<SlotClaim> = {}): SlotClaim => ({
  ...{ slot, owners: [name(1)], migrating: [], importing: [], keys: {} },
  ...rest,
});
const found = (cluster: LiveCluster, facts: Partial<CheckFacts> = {}) =>
  judge(cluster, { ...well, ...facts }).findings.map(({ level, code, nodes }) => [level, code, nodes]);

describe('a check', () => {
  it('finds nothing wrong with a cluster that is well, and says what it looked at', () => {
    const report = judge(live, well);
    expect(report).toMatchObject({ name: live.name, at: 7, deep: true, findings: [] });
    expect(report.passed.map((each) => each.code).sort()).toEqual(Object.values(checkCodes).sort());
    expect(judge(live, { ...well, deep: false }).passed.map((each) => each.code)).not.toContain('keys.stray');
  });

  it.each<[string, LiveCluster, Partial<CheckFacts>, unknown[]]>([
    [
      'uncovered slots',
      { ...live, claims: [claim(5, { owners: [] })] },
      {},
      ['error', 'slots.uncovered', []],
    ],
    [
      'a slot that two claim',
      { ...live, claims: [claim(5, { owners: [name(1), name(2)] })] },
      {},
      ['error', 'slots.claimed-twice', [name(1), name(2)]],
    ],
    [
      'open slots',
      { ...live, claims: [claim(5, { migrating: [{ node: name(1), peer: name(2) }] })] },
      {},
      ['warning', 'slots.open', [name(1)]],
    ],
    [
      'keys on a wrong node',
      { ...live, claims: [claim(5, { keys: { [name(1)]: 3, [name(2)]: 1 } })] },
      {},
      ['warning', 'keys.stray', [name(2)]],
    ],
    [
      'a lost node',
      {
        ...live,
        lost: [{ id: idOf(9), address: '1.2.3.4:5', role: 'replica', slots: [], knownBy: [name(1)] }],
      },
      {},
      ['warning', 'node.lost', ['1.2.3.4:5']],
    ],
    [
      'a lost master with its slots',
      { ...live, lost: [{ id: idOf(9), address: '', role: 'master', slots: [[1, 2]], knownBy: [] }] },
      {},
      ['error', 'node.lost', [idOf(9).slice(0, 8)]],
    ],
    [
      'a node that has not joined',
      changed({ 6: { apart: true } }, { views: 2 }),
      {},
      ['warning', 'node.apart', [name(6)]],
    ],
    ['a stopped master', changed({ 1: { health: 'stopped' } }), {}, ['error', 'node.stopped', [name(1)]]],
    [
      'a paused replica',
      changed({
        6: { health: 'stopped', container: { id: 'c', name: name(6), state: 'paused', image: 'i' } },
      }),
      {},
      ['warning', 'node.paused', [name(6)]],
    ],
    ['a silent node', changed({ 2: { health: 'failing' } }), {}, ['error', 'node.unreachable', [name(2)]]],
    [
      'a node with another password',
      changed({ 6: { health: 'unreachable' } }),
      { locked: [name(6)] },
      ['warning', 'node.locked', [name(6)]],
    ],
    [
      'a node that says fail',
      changed({ 2: { clusterInfo: 'cluster_slots_ok:1\r\ncluster_state:fail\r\n' } }),
      {},
      ['error', 'state.fail', [name(2)]],
    ],
    ['different views', { ...live, views: 2 }, {}, ['warning', 'views.differ', []]],
    [
      'a shared epoch',
      changed({ 2: { configEpoch: 1 } }),
      {},
      ['warning', 'epoch.collision', [name(1), name(2)]],
    ],
    [
      'a replica of a replica',
      changed({ 6: { masterId: live.nodes[4]!.id } }),
      {},
      ['warning', 'replica.chain', [name(6)]],
    ],
    ['a link that is down', changed({ 5: { linkUp: false } }), {}, ['warning', 'link.down', [name(5)]]],
    [
      'memory near its limit',
      changed({ 3: { memoryBytes: 91, maxMemoryBytes: 100 } }),
      {},
      ['warning', 'memory.high', [name(3)]],
    ],
    ['mixed versions', changed({ 3: { version: '8.0.1' } }), {}, ['warning', 'versions.mixed', []]],
    [
      'no persistence',
      live,
      { persists: { [name(4)]: false, [name(5)]: true } },
      ['info', 'persistence.off', [name(4)]],
    ],
    [
      'addresses that do not open',
      live,
      { unroutable: [name(1)] },
      ['info', 'address.unreachable', [name(1)]],
    ],
    ['a dead port', live, { deadPorts: ['a:1'] }, ['info', 'port.dead', ['a:1']]],
    [
      'coverage that differs',
      live,
      { fullCoverage: { [name(1)]: true, [name(2)]: false } },
      ['warning', 'coverage.partial', [name(2)]],
    ],
    [
      'uneven slots',
      changed({ 1: { slots: [[0, 9999]] }, 2: { slots: [[10_000, 10_922]] } }),
      {},
      ['info', 'slots.uneven', []],
    ],
  ])('finds %s', (_what, cluster, facts, expected) => {
    expect(found(cluster, facts)).toContainEqual(expected);
  });

  it('offers a replica where a master has none, but not to one that was meant to stand alone', () => {
    const alone = changed({ 5: { health: 'failed' } });
    const master = live.nodes.find((node) => node.id === live.nodes[4]!.masterId)!;
    const finding = judge(alone, well).findings.find((each) => each.code === 'master.alone');
    expect(finding).toMatchObject({
      level: 'warning',
      nodes: [master.name],
      fix: { kind: 'redis-cluster.scale-out', replicasFor: [master.name] },
    });
    const meant = { ...alone, spec: { ...live.spec!, replicasPerMaster: 0 } };
    expect(judge(meant, well).findings.find((each) => each.code === 'master.alone')).toMatchObject({
      level: 'info',
    });
  });

  it('does not call keys stray that are on their way, or whose slot has no owner', () => {
    const moving = claim(5, { importing: [{ node: name(2), peer: name(1) }], keys: { [name(2)]: 4 } });
    const orphan = claim(6, { owners: [], keys: { [name(2)]: 4 } });
    expect(found({ ...live, claims: [moving, orphan] }).map(([, code]) => code)).not.toContain('keys.stray');
  });

  it('says all in words of both languages, the worst first, and offers only what can be asked for', () => {
    const broken = changed(
      { 1: { health: 'stopped' }, 5: { linkUp: false }, 3: { memoryBytes: 99, maxMemoryBytes: 100 } },
      { claims: [claim(5, { owners: [] }), claim(6, { owners: [name(1), name(2)] })], views: 3 },
    );
    const { findings } = judge(broken, { ...well, unroutable: [name(1)] });
    const weights = findings.map(({ level }) => ['error', 'warning', 'info'].indexOf(level));
    expect(weights).toEqual([...weights].sort((a, b) => a - b));
    for (const { what, cause, risk, hint, fix, code } of findings) {
      for (const text of [what, cause, risk, hint]) {
        const [en, zh] = [translate('en', text), translate('zh-CN', text)];
        expect(en).not.toMatch(/\{\w+\}|^live\./);
        expect(zh).not.toMatch(/\{\w+\}|^live\./);
        expect(zh).toMatch(/[一-鿿]/);
      }
      if ((fixable as readonly string[]).includes(code))
        expect(fix).toEqual({ kind: 'redis-cluster.fix', name: live.name, findings: [code] });
      if (fix !== undefined) expect(planRequestSchema.safeParse(fix).success).toBe(true);
    }
  });
});
