import { msg } from '../../i18n/index';
import type { Finding, Step } from '../../plan';
import { checkCodes } from '../check-codes';
import type { DayTwoObserved, LiveNode, LostNode } from '../live';
import { countSlots } from '../slots';
import { names, reach, tell, warn, works, type Shape } from './cluster';
import type { FixContext, Repair } from './fix';
import { patience } from './steps';

/** Containers run, everybody knows everybody, and who is gone for good is forgotten. */
export function repairMembers(
  { shape, wants }: FixContext,
  observed: DayTwoObserved,
): Repair & { readonly present: readonly LiveNode[]; readonly last: readonly string[] } {
  const findings: Finding[] = [];
  const starts = shape.all.flatMap((node) => startSteps(node, observed, wants));
  const started = shape.all.filter((node) => starts.some((step) => step.id === `ping:${node.name}`));
  const present = shape.all.filter(
    (node) => ((works(node) || node.health === 'loading') && !strange(node)) || started.includes(node),
  );
  const running = starts.filter((step) => step.id.startsWith('ping:')).map((step) => step.id);

  const promote = wants(checkCodes.lost) ? orphans(shape, present) : [];
  const rescue = promote.map(({ node, lost }) => takeover(node, lost, present, running));
  findings.push(...promote.map(({ node, lost }) => lossOf(node, lost)));

  const forgets = wants(checkCodes.lost)
    ? forgetSteps(shape, present, [...running, ...rescue.map((s) => s.id)])
    : [];
  for (const lost of shape.live.lost)
    if (forgets.length > 0 && lost.slots.length > 0 && !promote.some((each) => each.lost === lost))
      findings.push(
        warn(
          'fix.slotsLost',
          msg('redis2.finding.slotsLost.what', { node: lost.address || lost.id, n: countSlots(lost.slots) }),
          msg('redis2.finding.slotsLost.hint'),
        ),
      );

  const before = [...running, ...rescue.map((step) => step.id), ...forgets.slice(-1).map((step) => step.id)];
  const meets = wants(checkCodes.views) ? introductions(shape, present, before) : [];
  return {
    steps: [...starts, ...rescue, ...forgets, ...meets],
    findings: [...findings, ...strangers(shape)],
    present,
    last: meets.length > 0 ? meets.map((step) => step.id) : before,
  };
}

/** Beyond that many nodes each is told of a few others, and hears of the rest by gossip. */
const mostToIntroduce = 60;
const fewToIntroduce = 8;

/**
 * Nodes that differ may not know each other, and a slot can't be given to a node that is not known. That they see
 * the same is waited for at the end: while slots are claimed twice they can't.
 */
function introductions(shape: Shape, present: readonly LiveNode[], after: readonly string[]): Step[] {
  if (shape.live.views < 2) return [];
  const told = present.length > mostToIntroduce ? present.slice(0, fewToIntroduce) : present;
  return present.map((node): Step => ({
    id: `meet:${node.name}`,
    title: msg('redis2.step.meetAll', { node: node.name }),
    cause: msg('redis2.cause.agreeViews'),
    group: 'repair',
    op: {
      kind: 'redis.meet',
      args: { node: node.redis, others: reach(told.filter((each) => each !== node)) },
    },
    dependsOn: [...after],
  }));
}

/** A node that nobody knows may be on its way in, or out: which, only a person can tell. */
const strange = (node: LiveNode): boolean => node.apart === true && node.slots.length === 0;

function strangers(shape: Shape): Finding[] {
  const nodes = shape.all.filter(strange);
  if (nodes.length === 0) return [];
  return [
    tell(
      'fix.apart',
      msg('redis2.finding.apart.what', { nodes: names(nodes) }),
      msg('redis2.finding.apart.hint'),
    ),
  ];
}

/** A stopped container is started, a paused one goes on; then it has to answer. */
function startSteps(node: LiveNode, observed: DayTwoObserved, wants: (code: string) => boolean): Step[] {
  const name = node.container?.name;
  const state = observed.containers.find((each) => each.name === name)?.state ?? node.container?.state;
  if (name === undefined || state === undefined) return [];
  const paused = state === 'paused';
  const stopped = state === 'exited' || state === 'created' || state === 'dead';
  if (!(paused && wants(checkCodes.paused)) && !(stopped && wants(checkCodes.stopped))) return [];
  const id = `start:${node.name}`;
  return [
    {
      id,
      title: paused
        ? msg('redis2.step.unpause', { node: node.name })
        : msg('redis.step.start', { node: node.name }),
      cause: paused ? msg('redis2.cause.paused') : msg('redis2.cause.stopped', { state }),
      group: 'repair',
      op: { kind: paused ? 'container.unpause' : 'container.start', args: { container: name } },
      dependsOn: [],
    },
    {
      id: `ping:${node.name}`,
      title: msg('redis.step.ping', { node: node.name }),
      cause: msg('redis.cause.ping'),
      group: 'repair',
      op: { kind: 'redis.ping', args: { node: node.redis, timeoutMs: patience(1) } },
      dependsOn: [id],
    },
  ];
}

/** Replicas whose master is gone for good and that nobody has promoted: the most advanced of each. */
function orphans(shape: Shape, present: readonly LiveNode[]): { node: LiveNode; lost: LostNode }[] {
  return shape.live.lost.flatMap((lost) => {
    if (lost.slots.length === 0) return [];
    const [node] = present
      .filter((each) => each.role === 'replica' && each.masterId === lost.id)
      .sort((a, b) => (a.lagBytes ?? 0) - (b.lagBytes ?? 0));
    return node === undefined ? [] : [{ node, lost }];
  });
}

/** By the address that the others knew: it is not there to be asked. */
const ghost = (lost: LostNode): LiveNode['redis'] => {
  const at = lost.address.lastIndexOf(':');
  const address = lost.address.slice(0, Math.max(0, at)) || lost.id;
  const port = Number(lost.address.slice(at + 1)) || 1;
  return {
    name: lost.address || lost.id,
    host: address,
    port,
    announce: { address, port, busPort: Math.min(65_535, port + 10_000) },
    innerPort: port,
  };
};

function takeover(
  node: LiveNode,
  lost: LostNode,
  present: readonly LiveNode[],
  after: readonly string[],
): Step {
  return {
    id: `failover:${node.name}`,
    title: msg('redis2.step.failover', { node: node.name, master: lost.address || lost.id }),
    cause: msg('redis2.cause.rescue', { master: lost.address || lost.id }),
    group: 'repair',
    op: {
      kind: 'redis.failover',
      args: { node: node.redis, master: ghost(lost), mode: 'takeover', nodes: reach(present) },
    },
    dependsOn: [...after],
    destructive: true,
  };
}

const lossOf = (node: LiveNode, lost: LostNode): Finding =>
  warn(
    'failover.loss',
    msg('redis2.finding.loss.what', { node: node.name, master: lost.address || lost.id }),
    msg('redis2.finding.loss.hintTakeover'),
  );

/** All who answer forget it, known to them or not: one that still knows it would bring it back. */
function forgetSteps(shape: Shape, present: readonly LiveNode[], after: readonly string[]): Step[] {
  let before = [...after];
  const nodes = reach(present);
  return shape.live.lost.map((lost): Step => {
    const node = lost.address || lost.id.slice(0, 8);
    const step: Step = {
      id: `forget:${lost.id}`,
      title: msg('redis2.step.forget', { node, n: present.length }),
      cause:
        lost.knownBy.length < present.length
          ? msg('redis2.cause.halfForgotten', { n: lost.knownBy.length })
          : msg('redis2.cause.lost'),
      group: 'repair',
      op: { kind: 'redis.forget', args: { id: lost.id, nodes } },
      dependsOn: before,
      // Its slots have no owner from then on: what it held is given up.
      ...(lost.slots.length > 0 && { destructive: true }),
    };
    before = [step.id];
    return step;
  });
}
