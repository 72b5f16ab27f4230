import { msg } from '../../i18n/index';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import { listed } from '../findings';
import type { DayTwoObserved, LiveNode } from '../live';
import type { RedisClusterObserved } from '../observed';
import {
  dayTwoPlan,
  names,
  orderly,
  reach,
  refuse,
  shapeOf,
  tell,
  unknownNodes,
  warn,
  works,
  type Shape,
} from './cluster';
import { moveFindings } from './estimate';
import { dataSteps } from './leftovers';
import { scaleInMoves, type SlotMove } from './slots';
import { agreeing, checkSteps, moveSteps, replicaSteps } from './steps';

type Request = RequestOf<'redis-cluster.scale-in'>;

/** Who leaves, who stays, and what becomes of the replicas whose masters leave. */
interface Leaving {
  readonly replicas: readonly LiveNode[];
  readonly masters: readonly LiveNode[];
  readonly staying: readonly LiveNode[];
  readonly stayingMasters: readonly LiveNode[];
  /** Replicas that stay and lose their master, with the one that they get. */
  readonly repointed: readonly { readonly replica: LiveNode; readonly master: LiveNode }[];
  /** Masters that stay, had replicas and have none any more. */
  readonly bereft: readonly LiveNode[];
}

/** Nodes leave: replicas first, slots go back evenly, then the masters are forgotten and removed. */
export function planScaleIn(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const leaving = whoLeaves(request, shape);
  const owners = leaving.stayingMasters.filter((node) => node.slots.length > 0);
  const targets = owners.length > 0 ? owners : leaving.stayingMasters;
  const moves = targets.length === 0 ? [] : scaleInMoves(leaving.masters, targets);
  const data = dataSteps(request, observed, [...leaving.replicas, ...leaving.masters]);
  const steps =
    leaving.staying.length === 0 ? [] : allSteps(request, shape, observed, leaving, moves, data.steps);
  const silent = new Set(
    [...leaving.replicas, ...leaving.masters].filter((node) => !works(node) && node.slots.length === 0),
  );
  return dayTwoPlan(
    request.kind,
    request.name,
    msg('redis2.plan.scaleIn', {
      name: request.name,
      n: leaving.replicas.length + leaving.masters.length,
      nodes: names([...leaving.masters, ...leaving.replicas]),
    }),
    steps,
    [
      ...orderly(shape, silent),
      ...unknownNodes(shape, request.nodes, 'nodes'),
      ...refusals(request, leaving, targets),
      ...moveFindings(shape, moves, request.pace),
      ...data.findings,
      ...notes(leaving, observed),
    ],
  );
}

function whoLeaves(request: Request, shape: Shape): Leaving {
  const going = new Set(request.nodes.map(shape.find).filter((node) => node !== undefined));
  const staying = shape.all.filter((node) => !going.has(node));
  const masters = shape.masters.filter((node) => going.has(node));
  const stayingMasters = shape.masters.filter((node) => !going.has(node));
  const counts = new Map(
    stayingMasters.map((node) => [node, shape.replicasOf(node).filter((each) => !going.has(each)).length]),
  );
  const bereftOf = (node: LiveNode): boolean => shape.replicasOf(node).length > 0 && counts.get(node) === 0;
  const repointed = masters
    .flatMap((node) => shape.replicasOf(node))
    .filter((replica) => !going.has(replica))
    .flatMap((replica) => {
      // To the one with the fewest, so that a master that just lost its own is served first.
      const [master, has = 0] = [...counts].sort((a, b) => a[1] - b[1])[0] ?? [];
      if (master === undefined) return [];
      counts.set(master, has + 1);
      return [{ replica, master }];
    });
  return {
    replicas: shape.all.filter((node) => going.has(node) && node.role !== 'master'),
    masters,
    staying,
    stayingMasters,
    repointed,
    bereft: stayingMasters.filter(bereftOf),
  };
}

function allSteps(
  request: Request,
  shape: Shape,
  observed: RedisClusterObserved,
  leaving: Leaving,
  moves: readonly SlotMove[],
  data: readonly Step[],
): Step[] {
  const present = new Set(shape.all.filter(works));
  const ids = new Map(observed.containers.map((each) => [each.name, each.id]));
  let last: string[] = [];
  // One after the other: a node that is forgotten must not be asked to forget the next.
  const leave = (node: LiveNode, group: string): Step[] => {
    const steps: Step[] = [];
    present.delete(node);
    if (node.id !== '') {
      steps.push({
        id: `forget:${node.name}`,
        title: msg('redis2.step.forget', { node: node.name, n: present.size }),
        cause: msg('redis2.cause.forget'),
        group,
        op: {
          kind: 'redis.forget',
          args: { id: node.id, nodes: reach([...present]), ...(works(node) && { node: node.redis }) },
        },
        dependsOn: last,
      });
      last = [`forget:${node.name}`];
    }
    const container = node.container;
    if (container !== undefined)
      steps.push({
        id: `remove:${node.name}`,
        title: msg('redis.step.remove', { node: container.name }),
        cause: msg('redis2.cause.remove', { name: shape.live.name }),
        group,
        op: {
          kind: 'container.remove',
          args: { container: container.name, id: ids.get(container.name) ?? container.id },
        },
        dependsOn: last,
        destructive: true,
      });
    return steps;
  };
  const first = leaving.replicas.flatMap((node) => leave(node, 'leave'));
  const nodeOf = (name: string) => {
    const node = shape.find(name);
    if (node === undefined) throw new RangeError(`no node ${name}`);
    return node.redis;
  };
  const moving = moveSteps(moves, nodeOf, reach(shape.masters.filter(works)), request.pace, last);
  if (moving.length > 0) last = moving.slice(-1).map((step) => step.id);
  const repointing = leaving.repointed.flatMap(({ replica, master }) =>
    replicaSteps(
      replica,
      master,
      last,
      msg('redis2.cause.repoint', { node: replica.name, master: master.name }),
    ),
  );
  if (repointing.length > 0)
    last = repointing.filter((step) => step.id.startsWith('synced:')).map((step) => step.id);
  const then = leaving.masters.flatMap((node) => leave(node, 'leave-masters'));
  const nodes = reach(leaving.staying);
  const owners = leaving.stayingMasters.filter(
    (node) => node.slots.length > 0 || moves.some((move) => move.to === node.name),
  );
  const steps = [
    ...first,
    ...moving,
    ...repointing,
    ...then,
    ...data,
    agreeing('agree', 'verify', nodes, last, msg('redis2.cause.agreeLeft')),
    ...checkSteps({ live: shape.live, nodes, owners: reach(owners), after: ['agree'] }),
  ];
  const there = new Set(steps.map((step) => step.id));
  return steps.map((step) => ({ ...step, dependsOn: step.dependsOn.filter((id) => there.has(id)) }));
}

function refusals(request: Request, leaving: Leaving, targets: readonly LiveNode[]): Finding[] {
  const { masters, bereft, repointed, stayingMasters } = leaving;
  const found: Finding[] = [];
  if (masters.length > 0 && targets.length < 3)
    found.push(
      refuse(
        'scale.fewMasters',
        msg('redis2.finding.fewMasters.what', { n: targets.length }),
        msg('redis2.finding.fewMasters.hint'),
        'nodes',
      ),
    );
  const stuck = masters.filter((node) => !works(node) && node.slots.length > 0);
  if (stuck.length > 0)
    found.push(
      refuse(
        'scale.downOwner',
        msg('redis2.finding.downOwner.what', { nodes: names(stuck) }),
        msg('redis2.finding.downOwner.hint'),
        'nodes',
      ),
    );
  if (bereft.length > 0) {
    const what = msg('redis2.finding.lastReplica.what', { nodes: names(bereft) });
    const hint = msg('redis2.finding.lastReplica.hint');
    found.push(
      request.allowNoReplica
        ? warn('scale.lastReplica', what, hint, 'allowNoReplica')
        : refuse('scale.lastReplica', what, hint, 'allowNoReplica'),
    );
  }
  if (stayingMasters.length > 0 && repointed.length > 0)
    found.push(
      tell(
        'scale.repoint',
        msg('redis2.finding.repoint.what', {
          list: listed(repointed.map(({ replica, master }) => `${replica.name} → ${master.name}`)),
        }),
        msg('redis2.finding.repoint.hint'),
      ),
    );
  return found;
}

function notes({ replicas, masters }: Leaving, { engine }: RedisClusterObserved): Finding[] {
  const remote = [...masters, ...replicas].filter((node) => node.container === undefined);
  if (remote.length === 0) return [];
  return [
    tell(
      'scale.remoteStays',
      msg('redis2.finding.remoteStays.what', { nodes: names(remote), engine: engine.name }),
      msg('redis2.finding.remoteStays.hint'),
    ),
  ];
}
