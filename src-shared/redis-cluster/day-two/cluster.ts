import { msg, type Message } from '../../i18n/index';
import type { RedisNode } from '../../ops';
import type { Finding, Plan, Step } from '../../plan';
import { finding, listed } from '../findings';
import type { LiveCluster, LiveNode } from '../live';
import { countSlots, slotCount } from '../slots';
import { rangesOf, rangeText, subtractRanges } from './ranges';

/** A running cluster, looked up quickly. Built once a plan. */
export interface Shape {
  readonly live: LiveCluster;
  readonly all: readonly LiveNode[];
  readonly masters: readonly LiveNode[];
  /** Masters that have slots. */
  readonly owners: readonly LiveNode[];
  /** By name, else by node id or address. */
  readonly find: (name: string) => LiveNode | undefined;
  readonly replicasOf: (master: LiveNode) => readonly LiveNode[];
  readonly masterOf: (node: LiveNode) => LiveNode | undefined;
}

export function shapeOf(live: LiveCluster): Shape {
  const all = live.nodes;
  const keys = new Map<string, LiveNode>();
  for (const node of all) if (node.address !== '') keys.set(node.address, node);
  for (const node of all) if (node.id !== '') keys.set(node.id, node);
  for (const node of all) keys.set(node.name, node);
  const replicas = new Map<string, LiveNode[]>();
  for (const node of all)
    if (node.role === 'replica' && node.masterId !== undefined) {
      const known = replicas.get(node.masterId);
      if (known === undefined) replicas.set(node.masterId, [node]);
      else known.push(node);
    }
  const masters = all.filter((node) => node.role === 'master');
  return {
    live,
    all,
    masters,
    owners: masters.filter((node) => node.slots.length > 0),
    find: (name) => keys.get(name),
    replicasOf: (master) => (master.id === '' ? [] : (replicas.get(master.id) ?? [])),
    masterOf: (node) => (node.masterId === undefined ? undefined : keys.get(node.masterId)),
  };
}

/** How ops reach nodes. */
export const reach = (nodes: readonly LiveNode[]): RedisNode[] => nodes.map((node) => node.redis);
export const names = (nodes: readonly { readonly name: string }[], most = 8): string =>
  listed(
    nodes.map((node) => node.name),
    most,
  );

export const works = (node: LiveNode): boolean => node.health === 'ok';

/** A finding that keeps a plan from running. */
export const refuse = (code: string, what: Message, hint: Message, path?: string): Finding =>
  finding('error', code, path, what, hint);
export const warn = (code: string, what: Message, hint: Message, path?: string): Finding =>
  finding('warning', code, path, what, hint);
export const tell = (code: string, what: Message, hint: Message): Finding =>
  finding('info', code, undefined, what, hint);

/** Slots that no listed node owns. */
export function uncoveredSlots(shape: Shape): ReturnType<typeof rangesOf> {
  const owned = rangesOf([]);
  for (const { slots } of shape.owners) owned.push(...slots);
  return subtractRanges(
    [[0, slotCount - 1]],
    owned.sort((a, b) => a[0] - b[0]),
  );
}

/**
 * What has to be in order before slots are moved or members change: every node answers, every slot has one
 * owner, none is open, none is lost. redis-cli's check before each of its commands asks for the same. `except`: nodes that may be down, for they leave and own nothing.
 */
export function orderly(shape: Shape, except: ReadonlySet<LiveNode> = new Set()): Finding[] {
  const { live, all } = shape;
  const { name } = live;
  const found: Finding[] = [];
  const hint = msg('redis2.finding.fixFirst.hint', { name });
  const down = all.filter((node) => !works(node) && !except.has(node));
  if (down.length > 0)
    found.push(
      refuse(
        'node.down',
        msg('redis2.finding.nodeDown.what', { n: down.length, nodes: names(down) }),
        msg('redis2.finding.nodeDown.hint', { name }),
      ),
    );
  const missing = uncoveredSlots(shape);
  if (missing.length > 0)
    found.push(
      refuse(
        'slots.uncovered',
        msg('redis2.finding.uncovered.what', { n: countSlots(missing), slots: rangeText(missing) }),
        hint,
      ),
    );
  const open = live.claims.filter(
    (claim) => claim.owners.length > 1 || claim.migrating.length > 0 || claim.importing.length > 0,
  );
  if (open.length > 0)
    found.push(
      refuse(
        'slots.open',
        msg('redis2.finding.open.what', {
          n: open.length,
          slots: rangeText(rangesOf(open.map((claim) => claim.slot))),
        }),
        hint,
      ),
    );
  if (live.lost.length > 0)
    found.push(
      refuse(
        'node.lost',
        msg('redis2.finding.lost.what', {
          n: live.lost.length,
          nodes: listed(live.lost.map((each) => each.address || each.id.slice(0, 8))),
        }),
        hint,
      ),
    );
  return found;
}

/** Names that no node has. */
export function unknownNodes(shape: Shape, asked: readonly string[], path: string): Finding[] {
  const unknown = [...new Set(asked)].filter((each) => shape.find(each) === undefined);
  if (unknown.length === 0) return [];
  return [
    refuse(
      'node.unknown',
      msg('redis2.finding.unknown.what', { name: shape.live.name, nodes: listed(unknown) }),
      msg('redis2.finding.unknown.hint', { nodes: names(shape.all, 12) }),
      path,
    ),
  ];
}

const weight = { error: 0, warning: 1, info: 2 };

const groups = [
  { id: 'prepare', title: msg('redis.group.prepare') },
  { id: 'containers', title: msg('redis.group.containers') },
  { id: 'break', title: msg('redis2.group.break') },
  { id: 'watch', title: msg('redis2.group.watch') },
  { id: 'heal', title: msg('redis2.group.heal') },
  { id: 'repair', title: msg('redis2.group.repair') },
  { id: 'join', title: msg('redis.group.join') },
  { id: 'leave', title: msg('redis2.group.leave') },
  { id: 'move', title: msg('redis2.group.move') },
  { id: 'replicas', title: msg('redis.group.replicas') },
  { id: 'leave-masters', title: msg('redis2.group.leaveMasters') },
  { id: 'promote', title: msg('redis2.group.promote') },
  { id: 'save', title: msg('redis2.group.save') },
  { id: 'copy', title: msg('redis2.group.copy') },
  { id: 'clean', title: msg('redis.group.clean') },
  { id: 'verify', title: msg('redis.group.verify') },
];

/** A plan on a running cluster: groups in the order in which their first steps come, errors first. */
export function dayTwoPlan(
  kind: string,
  name: string,
  title: Message,
  steps: readonly Step[],
  findings: readonly Finding[],
): Plan {
  const used = [...new Set(steps.map((step) => step.group))];
  return {
    kind,
    target: `redis-cluster/${name}`,
    title,
    groups: used.flatMap((id) => groups.filter((group) => group.id === id)),
    steps: [...steps],
    findings: [...findings].sort((a, b) => weight[a.level] - weight[b.level]),
  };
}
