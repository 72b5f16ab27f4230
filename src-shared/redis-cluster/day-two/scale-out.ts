import { msg } from '../../i18n/index';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import { listed } from '../findings';
import type { DayTwoObserved } from '../live';
import type { PlannedNode } from '../nodes';
import { countSlots } from '../slots';
import { memoryBytes, redisClusterSpecSchema, type RedisClusterSpec } from '../spec';
import { dayTwoPlan, orderly, reach, refuse, shapeOf, tell, unknownNodes, warn, type Shape } from './cluster';
import { estimate, moveFindings, roomFindings } from './estimate';
import { newcomers, type Wanted } from './newcomers';
import { scaleOutMoves, type SlotMove } from './slots';
import { agreeing, checkSteps, moveSteps, replicaSteps } from './steps';

type Request = RequestOf<'redis-cluster.scale-out'>;

/** New masters with their share of the slots, new replicas: from nothing to nodes that serve. */
export function planScaleOut(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const wanted = wantedNodes(request, shape);
  const made = newcomers(shape, observed, wanted, (spec) => grownSpec(spec, shape, request));
  const fresh = made.nodes.filter((node) => node.role === 'master');
  const complete = made.nodes.length === wanted.length;
  const moves =
    request.slots === 'even' && complete && shape.owners.length > 0
      ? scaleOutMoves(
          shape.owners,
          fresh.map((node) => node.name),
        )
      : [];
  const steps = complete ? allSteps(request, shape, made.steps, made.nodes, moves) : [];
  return dayTwoPlan(
    request.kind,
    request.name,
    msg('redis2.plan.scaleOut', {
      name: request.name,
      masters: request.masters,
      replicas: wanted.length - request.masters,
    }),
    steps,
    [
      ...nothingAsked(request),
      ...orderly(shape),
      ...unknownNodes(shape, request.replicasFor, 'replicasFor'),
      ...notMasters(request, shape),
      ...made.findings,
      ...slotFindings(fresh, moves),
      ...moveFindings(shape, moves, request.pace),
      ...room(shape, observed, made.nodes, moves, request),
      ...advice(request, shape, fresh),
    ],
  );
}

/** New masters first, then each one's replicas, then those for masters that are there. */
function wantedNodes(request: Request, shape: Shape): Wanted[] {
  const wanted: Wanted[] = Array.from({ length: request.masters }, () => ({ role: 'master' as const }));
  for (let i = 0; i < request.masters; i++)
    for (let r = 0; r < request.replicas; r++) wanted.push({ role: 'replica', master: `new:${i}` });
  for (const name of request.replicasFor) {
    const master = shape.find(name);
    if (master !== undefined) wanted.push({ role: 'replica', master: master.name });
  }
  return wanted;
}

function allSteps(
  request: Request,
  shape: Shape,
  containers: readonly Step[],
  nodes: readonly PlannedNode[],
  moves: readonly SlotMove[],
): Step[] {
  const { live } = shape;
  const newNodes = nodes.map((node) => node.redis);
  const fresh = nodes.filter((node) => node.role === 'master');
  const byName = new Map(
    [...shape.all, ...nodes].map((node): [string, typeof node.redis] => [node.name, node.redis]),
  );
  const nodeOf = (name: string) => {
    const found = byName.get(name);
    if (found === undefined) throw new RangeError(`no node ${name}`);
    return found;
  };
  const all = [...reach(shape.all), ...newNodes];
  const [firstNode, ...rest] = shape.all;
  // Every node is told by its own MEET: by gossip alone the last one hears of a newcomer after 3-6 s.
  const meet = (node: (typeof shape.all)[number], after: readonly string[]): Step => ({
    id: `meet:${node.name}`,
    title: msg('redis2.step.meet', { node: node.name, others: listed(nodes.map((each) => each.name)) }),
    cause: msg('redis2.cause.meet'),
    group: 'join',
    op: { kind: 'redis.meet', args: { node: node.redis, others: newNodes } },
    dependsOn: [...after],
  });
  const meets =
    firstNode === undefined
      ? []
      : [
          meet(
            firstNode,
            nodes.map((node) => `ping:${node.name}`),
          ),
          ...rest.map((node) => meet(node, [`meet:${firstNode.name}`])),
        ];
  const agree = agreeing(
    'agree',
    'join',
    all,
    meets.map((step) => step.id),
    msg('redis2.cause.agreeNew'),
  );
  const source = shape.owners[0];
  const functions = fresh.flatMap((node): Step[] =>
    source === undefined
      ? []
      : [
          {
            id: `functions:${node.name}`,
            title: msg('redis2.step.functions', { from: source.name, to: node.name }),
            cause: msg('redis2.cause.functions'),
            group: 'join',
            op: { kind: 'redis.copyFunctions', args: { from: source.redis, to: node.redis } },
            dependsOn: ['agree'],
          },
        ],
  );
  const replicas = nodes
    .filter((node) => node.role === 'replica')
    .flatMap((node) => {
      const master = node.master ?? '';
      return replicaSteps(
        node,
        { name: master, redis: nodeOf(master) },
        ['agree'],
        msg('redis.cause.replicate', { node: node.name, master }),
      );
    });
  const ready = [
    ...(functions.length > 0 ? functions.map((step) => step.id) : ['agree']),
    ...replicas.filter((step) => step.id.startsWith('synced:')).map((step) => step.id),
  ];
  const masters = [...reach(shape.masters), ...fresh.map((node) => node.redis)];
  const moving = moveSteps(moves, nodeOf, masters, request.pace, ready);
  const served = moves.length > 0 ? fresh.map((node) => node.redis) : [];
  const last = moving.at(-1)?.id;
  return [
    ...containers,
    ...meets,
    agree,
    ...functions,
    ...replicas,
    ...moving,
    ...checkSteps({
      live,
      nodes: all,
      owners: [...reach(shape.owners), ...served],
      after: last === undefined ? ready : [last],
    }),
  ];
}

/** The spec as it will be: what new containers carry in their labels. */
function grownSpec(spec: RedisClusterSpec, shape: Shape, request: Request): RedisClusterSpec {
  const counts = shape.masters.map(
    (master) =>
      shape.replicasOf(master).length +
      request.replicasFor.filter((name) => shape.find(name) === master).length,
  );
  for (let i = 0; i < request.masters; i++) counts.push(request.replicas);
  const even = counts.every((each) => each === counts[0]);
  const grown = redisClusterSpecSchema.safeParse({
    ...spec,
    masters: shape.masters.length + request.masters,
    ...(even && { replicasPerMaster: counts[0] }),
  });
  return grown.data ?? spec;
}

function nothingAsked(request: Request): Finding[] {
  if (request.masters > 0 || request.replicasFor.length > 0) return [];
  return [
    refuse(
      'scale.nothing',
      msg('redis2.finding.nothing.what'),
      msg('redis2.finding.nothing.hint'),
      'masters',
    ),
  ];
}

function notMasters(request: Request, shape: Shape): Finding[] {
  const wrong = [...new Set(request.replicasFor)].filter((name) => {
    const node = shape.find(name);
    return node !== undefined && node.role !== 'master';
  });
  if (wrong.length === 0) return [];
  return [
    refuse(
      'node.notMaster',
      msg('redis2.finding.notMaster.what', { nodes: listed(wrong) }),
      msg('redis2.finding.notMaster.hint'),
      'replicasFor',
    ),
  ];
}

function slotFindings(fresh: readonly PlannedNode[], moves: readonly SlotMove[]): Finding[] {
  return fresh.flatMap((node) => {
    const from = moves.filter((move) => move.to === node.name);
    if (from.length === 0) return [];
    const n = from.reduce((sum, move) => sum + countSlots(move.ranges), 0);
    return [
      tell(
        'scale.slots',
        msg('redis2.finding.slots.what', {
          n,
          to: node.name,
          from: listed(
            from.map((move) => `${move.from}: ${countSlots(move.ranges)}`),
            12,
          ),
        }),
        msg('redis2.finding.slots.hint'),
      ),
    ];
  });
}

function room(
  shape: Shape,
  { engine, host, live }: DayTwoObserved,
  nodes: readonly PlannedNode[],
  moves: readonly SlotMove[],
  request: Request,
): Finding[] {
  if (nodes.length === 0) return [];
  const sum = estimate(shape, moves, request.pace);
  const replicas = nodes.filter((node) => node.role === 'replica');
  // A replica holds as much as its master.
  const copies = replicas.reduce((bytes, { master = '' }) => {
    const there = shape.find(master);
    return bytes + (there === undefined ? (sum.bytesTo.get(master) ?? 0) : (there.memoryBytes ?? 0));
  }, 0);
  const limit = live.spec?.memory === undefined ? undefined : (memoryBytes(live.spec.memory) * 3) / 4;
  return roomFindings(engine, host.freeMemoryBytes, nodes.length, {
    bytes: copies,
    perMaster: Math.max(0, ...sum.bytesTo.values()),
    ...(limit !== undefined && { limit }),
  });
}

function advice(request: Request, shape: Shape, fresh: readonly PlannedNode[]): Finding[] {
  const found: Finding[] = [];
  if (fresh.length > 0 && request.replicas === 0)
    found.push(
      warn(
        'replicas.none',
        msg('redis2.finding.aloneNew.what', { nodes: listed(fresh.map((node) => node.name)) }),
        msg('redis2.finding.aloneNew.hint'),
        'replicas',
      ),
    );
  if (fresh.length > 0 && request.slots === 'none')
    found.push(
      tell(
        'masters.empty',
        msg('redis2.finding.emptyNew.what', { nodes: listed(fresh.map((node) => node.name)) }),
        msg('redis2.finding.emptyNew.hint', { name: shape.live.name }),
      ),
    );
  return found;
}
