import { msg } from '../i18n/index';
import type { SlotRange } from '../ops';
import { checkCodes as codes, fixable, type CheckCode } from './check-codes';
import { said, type CheckWords } from './check-words';
import { rangesOf, rangeText } from './day-two/ranges';
import { listed } from './findings';
import type { LiveCluster, LiveNode } from './live';
import { countSlots } from './slots';
import type { CheckFinding, CheckReport } from './tools';

/** What a check knows beside the live cluster; by node name. */
export interface CheckFacts {
  /** Whether a node writes its data to disk; absent where it may not be asked. */
  readonly persists: Readonly<Record<string, boolean>>;
  /** cluster-require-full-coverage. */
  readonly fullCoverage: Readonly<Record<string, boolean>>;
  /** Nodes that answered that a password is missing or wrong. */
  readonly locked: readonly string[];
  /** Nodes whose announced address does not open from this computer. */
  readonly unroutable: readonly string[];
  /** `name:hostPort` of published ports behind which nothing listens. */
  readonly deadPorts: readonly string[];
  readonly deep: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

type Level = CheckFinding['level'];
interface Given {
  readonly level: Level;
  readonly nodes?: readonly string[];
  readonly params?: Readonly<Record<string, string | number>>;
  readonly fix?: CheckFinding['fix'];
}

/**
 * Judges a running cluster: everything that redis-cli's check looks at (views, open slots, coverage), and what it
 * does not. Pure. The worst comes first.
 */
export function judge(live: LiveCluster, facts: CheckFacts): CheckReport {
  const findings: CheckFinding[] = [];
  const passed: { code: string; what: ReturnType<typeof msg> }[] = [];
  const look = (code: CheckCode, given: Given | undefined): void => {
    const words = said[code];
    if (given === undefined) {
      passed.push({ code, what: msg(words.ok) });
      return;
    }
    findings.push(findingOf(live, code, words, given));
  };
  for (const [code, find] of Object.entries(looks) as [CheckCode, Look][]) {
    if (code === codes.stray && !facts.deep) continue;
    look(code, find(live, facts));
  }
  const weight = { error: 0, warning: 1, info: 2 };
  findings.sort((a, b) => weight[a.level] - weight[b.level]);
  return { name: live.name, at: facts.at, deep: facts.deep, findings, passed };
}

function findingOf(live: LiveCluster, code: CheckCode, words: CheckWords, given: Given): CheckFinding {
  const { level, nodes = [], params = {} } = given;
  const byFix: CheckFinding['fix'] = fixable.includes(code)
    ? { kind: 'redis-cluster.fix', name: live.name, findings: [code] }
    : undefined;
  const fix = given.fix ?? byFix;
  return {
    level,
    code,
    what: { key: words.what, params: { n: nodes.length, nodes: listed(nodes), ...params } },
    hint: msg(words.hint),
    cause: msg(words.cause),
    risk: msg(words.risk),
    ...(fix === undefined ? {} : { fix }),
    nodes,
  };
}

type Look = (live: LiveCluster, facts: CheckFacts) => Given | undefined;

const names = (nodes: readonly LiveNode[]): string[] => nodes.map((node) => node.name);
const owns = (node: LiveNode): boolean => node.role === 'master' && node.slots.length > 0;
const answers = (node: LiveNode): boolean => node.clusterNodes !== undefined;

/** Those that are there, as a finding: worse when one of them owns slots. */
function down(nodes: readonly LiveNode[]): Given | undefined {
  if (nodes.length === 0) return undefined;
  return { level: nodes.some(owns) ? 'error' : 'warning', nodes: names(nodes) };
}

function slots(
  level: Level,
  found: readonly { readonly slot: number }[],
  nodes: readonly string[],
): Given | undefined {
  if (found.length === 0) return undefined;
  const ranges: SlotRange[] = rangesOf(found.map(({ slot }) => slot));
  return { level, nodes: [...new Set(nodes)], params: { n: found.length, slots: rangeText(ranges) } };
}

/** Replicas of a master that work. */
const replicasOf = ({ nodes }: LiveCluster, master: LiveNode): LiveNode[] =>
  nodes.filter((node) => node.role === 'replica' && node.masterId === master.id && node.health === 'ok');

/** Percent by which a master may be off its even share. */
const uneven = 10;

const looks: Readonly<Record<CheckCode, Look>> = {
  [codes.uncovered]: ({ claims }) =>
    slots(
      'error',
      claims.filter((claim) => claim.owners.length === 0),
      [],
    ),
  [codes.claimedTwice]: ({ claims }) => {
    const found = claims.filter((claim) => claim.owners.length > 1);
    return slots(
      'error',
      found,
      found.flatMap((claim) => claim.owners),
    );
  },
  [codes.open]: ({ claims }) => {
    const found = claims.filter((claim) => claim.migrating.length + claim.importing.length > 0);
    return slots(
      'warning',
      found,
      found.flatMap((claim) => [...claim.migrating, ...claim.importing].map(({ node }) => node)),
    );
  },
  [codes.stray]: ({ claims }) => {
    const nodes = new Set<string>();
    let n = 0;
    for (const { owners, importing, keys } of claims) {
      // What lies on the receiver of an open slot is on its way; a slot without an owner has its own finding.
      if (owners.length === 0) continue;
      for (const [node, count] of Object.entries(keys)) {
        if (owners.includes(node) || importing.some((each) => each.node === node)) continue;
        nodes.add(node);
        n += count;
      }
    }
    return n === 0 ? undefined : { level: 'warning', nodes: [...nodes], params: { n } };
  },
  [codes.lost]: ({ lost }) =>
    lost.length === 0
      ? undefined
      : {
          level: lost.some((each) => each.slots.length > 0) ? 'error' : 'warning',
          nodes: lost.map((each) => each.address || each.id.slice(0, 8)),
        },
  [codes.apart]: ({ nodes }) => down(nodes.filter((node) => node.apart === true)),
  [codes.stopped]: ({ nodes }) =>
    down(nodes.filter((node) => node.health === 'stopped' && node.container?.state !== 'paused')),
  [codes.paused]: ({ nodes }) =>
    down(nodes.filter((node) => node.health === 'stopped' && node.container?.state === 'paused')),
  [codes.unreachable]: ({ nodes }, { locked }) =>
    down(
      nodes.filter(
        (node) => node.health !== 'ok' && node.health !== 'stopped' && !locked.includes(node.name),
      ),
    ),
  [codes.locked]: (_, { locked }) => (locked.length === 0 ? undefined : { level: 'warning', nodes: locked }),
  [codes.stateFail]: ({ nodes }) => {
    const found = nodes.filter(
      (node) => node.apart !== true && /^cluster_state:(?!ok)/m.test(node.clusterInfo ?? ''),
    );
    return found.length === 0 ? undefined : { level: 'error', nodes: names(found) };
  },
  [codes.views]: ({ views, nodes }) => {
    // One that has not joined has a view of its own, and a finding of its own.
    const n = views - nodes.filter((node) => node.apart === true).length;
    return n > 1 ? { level: 'warning', params: { n } } : undefined;
  },
  [codes.epoch]: ({ nodes }) => {
    const byEpoch = new Map<number, LiveNode[]>();
    for (const node of nodes.filter((each) => owns(each) && answers(each)))
      byEpoch.set(node.configEpoch, [...(byEpoch.get(node.configEpoch) ?? []), node]);
    const [shared] = [...byEpoch].filter(([, all]) => all.length > 1);
    if (shared === undefined) return undefined;
    return { level: 'warning', nodes: names(shared[1]), params: { n: shared[0] } };
  },
  [codes.chain]: ({ nodes }) => {
    const replicas = new Set(nodes.filter((node) => node.role === 'replica').map((node) => node.id));
    const found = nodes.filter((node) => node.role === 'replica' && replicas.has(node.masterId ?? ''));
    return found.length === 0 ? undefined : { level: 'warning', nodes: names(found) };
  },
  [codes.alone]: (live) => {
    const found = live.nodes.filter((node) => owns(node) && replicasOf(live, node).length === 0);
    if (found.length === 0) return undefined;
    const meant =
      live.spec?.replicasPerMaster ?? (live.nodes.some((node) => node.role === 'replica') ? 1 : 0);
    const working = found.filter((node) => node.health === 'ok' && node.container !== undefined);
    const fix: CheckFinding['fix'] =
      working.length === 0
        ? undefined
        : { kind: 'redis-cluster.scale-out', name: live.name, replicasFor: names(working) };
    return { level: meant === 0 ? 'info' : 'warning', nodes: names(found), ...(fix && { fix }) };
  },
  [codes.link]: ({ nodes }) => {
    const found = nodes.filter((node) => node.role === 'replica' && node.health === 'ok' && !node.linkUp);
    return found.length === 0 ? undefined : { level: 'warning', nodes: names(found) };
  },
  [codes.few]: ({ nodes }) => {
    const n = nodes.filter(owns).length;
    return n === 0 || n >= 3 ? undefined : { level: 'warning', params: { n } };
  },
  [codes.empty]: (live) => {
    const found = live.nodes.filter(
      (node) =>
        node.role === 'master' && node.slots.length === 0 && node.health === 'ok' && node.apart !== true,
    );
    if (found.length === 0) return undefined;
    return { level: 'info', nodes: names(found), fix: rebalance(live, true) };
  },
  [codes.uneven]: (live) => {
    const counts = live.nodes.filter(owns).map((node) => countSlots(node.slots));
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    const share = 16_384 / counts.length;
    const off = Math.max(most - share, share - least);
    if (counts.length < 2 || (100 * off) / share <= uneven) return undefined;
    return { level: 'info', params: { least, most }, fix: rebalance(live, false) };
  },
  [codes.memory]: ({ nodes }) => {
    const found = nodes.filter(
      ({ memoryBytes = 0, maxMemoryBytes = 0 }) => maxMemoryBytes > 0 && memoryBytes >= 0.9 * maxMemoryBytes,
    );
    return found.length === 0 ? undefined : { level: 'warning', nodes: names(found) };
  },
  [codes.persistence]: ({ nodes }, { persists }) => {
    const found = nodes.filter((node) => persists[node.name] === false);
    return found.length === 0 ? undefined : { level: 'info', nodes: names(found) };
  },
  [codes.versions]: ({ nodes }) => {
    const versions = [...new Set(nodes.flatMap(({ version }) => version ?? []))].sort();
    return versions.length < 2 ? undefined : { level: 'warning', params: { versions: versions.join(', ') } };
  },
  [codes.address]: (_, { unroutable }) =>
    unroutable.length === 0 ? undefined : { level: 'info', nodes: unroutable },
  [codes.deadPort]: (_, { deadPorts }) =>
    deadPorts.length === 0 ? undefined : { level: 'info', nodes: deadPorts },
  [codes.coverage]: (_, { fullCoverage }) => {
    const off = Object.keys(fullCoverage).filter((name) => fullCoverage[name] === false);
    if (off.length === 0) return undefined;
    return { level: off.length < Object.keys(fullCoverage).length ? 'warning' : 'info', nodes: off };
  },
};

const rebalance = ({ name }: LiveCluster, useEmptyMasters: boolean): CheckFinding['fix'] => ({
  kind: 'redis-cluster.rebalance',
  name,
  useEmptyMasters,
});
