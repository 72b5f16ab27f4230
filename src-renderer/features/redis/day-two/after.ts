import type { Op, RedisNode, SlotRange } from '@shared/ops';
import type { Plan } from '@shared/plan';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import { rangesOf, SlotOwners } from './slot-owners';

/** What becomes of a node. `repointed`: a replica that follows another master afterwards. */
export type NodeMark = 'new' | 'gone' | 'promoted' | 'demoted' | 'victim' | 'repointed';

/** Slots that change hands. Names are node names. */
export interface SlotMove {
  readonly from: string;
  readonly to: string;
  readonly range: SlotRange;
}

/** A cluster as a plan leaves it, and what sets it apart from now. */
export interface After {
  /** Its nodes afterwards; the new ones are made up from the plan. */
  readonly status: ClusterStatus;
  readonly marks: ReadonlyMap<string, NodeMark>;
  readonly moves: readonly SlotMove[];
  /** Names of the nodes that are still to be made. */
  readonly planned: ReadonlySet<string>;
}

/** Every Redis node that a plan's ops speak of, by name: a new node's address stands nowhere else. */
export function nodesOfPlan(plan: Plan): ReadonlyMap<string, RedisNode> {
  const found = new Map<string, RedisNode>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      if ('announce' in value && 'innerPort' in value) {
        const node = value as RedisNode;
        if (!found.has(node.name)) found.set(node.name, node);
      } else Object.values(value).forEach(look);
    }
  };
  for (const step of plan.steps) look(step.op.args);
  return found;
}

interface Mutable {
  readonly node: ClusterNode;
  role: ClusterNode['role'];
  master: string | undefined;
}

/**
 * The cluster as it will be: the plan's ops applied to what is there now. Pure. What is shown follows from the
 * steps themselves, so the picture cannot promise what the plan does not do.
 */
export function afterPlan(status: ClusterStatus, plan: Plan): After {
  const addresses = nodesOfPlan(plan);
  const byId = new Map(status.nodes.map((node) => [node.id, node.name]));
  const nodes = new Map<string, Mutable>(
    status.nodes.map((node) => [
      node.name,
      { node, role: node.role, master: byId.get(node.masterId ?? '-') },
    ]),
  );
  const marks = new Map<string, NodeMark>();
  const planned = new Set<string>();
  const owners = new SlotOwners(status.nodes.filter((node) => node.role === 'master'));

  const forget = (name: string): void => {
    if (nodes.delete(name)) marks.set(name, 'gone');
  };
  const promote = (name: string, over: string): void => {
    const next = nodes.get(name);
    const old = nodes.get(over);
    if (next === undefined) return;
    next.role = 'master';
    next.master = undefined;
    marks.set(name, 'promoted');
    owners.handOver(over, name);
    for (const each of nodes.values()) if (each.master === over) each.master = name;
    if (old !== undefined) {
      old.role = 'replica';
      old.master = name;
      if (marks.get(over) !== 'victim') marks.set(over, 'demoted');
    }
  };
  const lose = (container: string): void => {
    const found = [...nodes.values()].find(
      ({ node }) => node.container?.name === container || node.name === container,
    );
    if (found !== undefined) marks.set(found.node.name, 'victim');
  };

  const apply = (op: Op): void => {
    switch (op.kind) {
      case 'container.create': {
        const { name } = op.args;
        if (nodes.has(name)) break;
        nodes.set(name, {
          node: newNode(name, op.args, addresses.get(name)),
          role: 'master',
          master: undefined,
        });
        planned.add(name);
        marks.set(name, 'new');
        break;
      }
      case 'redis.replicate': {
        const node = nodes.get(op.args.node.name);
        if (node === undefined) break;
        const known = node.role === 'replica' && !planned.has(node.node.name);
        if (known && node.master !== op.args.master.name) marks.set(node.node.name, 'repointed');
        if (!known && !planned.has(node.node.name)) marks.set(node.node.name, 'demoted');
        node.role = 'replica';
        node.master = op.args.master.name;
        break;
      }
      case 'redis.moveSlots':
        for (const { ranges } of op.args.from) owners.give(op.args.to.name, ranges);
        break;
      case 'redis.addSlots':
        owners.give(op.args.node.name, op.args.ranges);
        break;
      case 'redis.coverSlots':
        for (const { node, ranges } of op.args.assign) owners.give(node.name, ranges);
        break;
      case 'redis.failover':
        promote(op.args.node.name, op.args.master.name);
        break;
      case 'redis.forget':
        forget(byId.get(op.args.id) ?? op.args.node?.name ?? '');
        break;
      case 'container.remove':
        forget(op.args.container);
        break;
      case 'container.stop':
      case 'container.kill':
      case 'container.pause':
      case 'network.disconnect':
        lose(op.args.container);
        break;
      default:
    }
  };
  for (const step of plan.steps) apply(step.op);
  expectElection(nodes, marks, promote);

  const slots = rangesOf(owners);
  const ids = new Map([...nodes.values()].map(({ node }) => [node.name, node.id]));
  return {
    marks,
    planned,
    moves: owners.moves(),
    status: {
      ...status,
      slotsCovered: owners.covered(),
      problems: [],
      nodes: [...nodes.values()].map(({ node, role, master }) => ({
        ...node,
        role,
        masterId: role === 'replica' ? ids.get(master ?? '') : undefined,
        slots: (role === 'master' ? slots.get(node.name) : undefined) ?? [],
      })),
    },
  };
}

/** The slots that have changed hands between two looks at a cluster. */
export function movedSince(before: ClusterStatus, after: ClusterStatus): readonly SlotMove[] {
  const owners = new SlotOwners(before.nodes.filter((node) => node.role === 'master'));
  for (const { role, name, slots } of after.nodes) if (role === 'master') owners.give(name, slots);
  return owners.moves();
}

/** Who takes over from a master that a drill takes away: sure only where it has one replica. */
function expectElection(
  nodes: ReadonlyMap<string, Mutable>,
  marks: ReadonlyMap<string, NodeMark>,
  promote: (name: string, over: string) => void,
): void {
  for (const [name, mark] of [...marks]) {
    const victim = nodes.get(name);
    if (mark !== 'victim' || victim?.role !== 'master') continue;
    const replicas = [...nodes.values()].filter((each) => each.master === name);
    const only = replicas[0];
    if (replicas.length === 1 && only !== undefined) promote(only.node.name, name);
  }
}

function newNode(
  name: string,
  args: Extract<Op, { kind: 'container.create' }>['args'],
  redis: RedisNode | undefined,
): ClusterNode {
  const port = redis?.announce.port ?? args.ports[0]?.containerPort ?? 0;
  const address = redis?.announce.address ?? ('address' in args.network ? args.network.address : '');
  const published = args.ports.find((each) => each.containerPort === port)?.hostPort;
  return {
    name,
    // Nobody has given it an id yet; its name is as good to tell it apart.
    id: name,
    role: 'master',
    slots: [],
    openSlots: [],
    address: `${address}:${port}`,
    busPort: redis?.announce.busPort ?? port + 10_000,
    ...(published !== undefined && { hostPort: published }),
    linkUp: true,
    health: 'ok',
    flags: [],
    configEpoch: 0,
  };
}
