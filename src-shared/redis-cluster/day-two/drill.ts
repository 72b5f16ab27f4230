import { msg } from '../../i18n/index';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved, LiveNode } from '../live';
import type { ObservedContainer } from '../observed';
import {
  dayTwoPlan,
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
import { agreeing, checkSteps, patience, replicaSteps } from './steps';

type Request = RequestOf<'redis-cluster.drill'>;

/** Takes a node away on purpose, watches what the cluster does, and brings it back. */
export function planDrill(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const victim = shape.find(request.node);
  const container = observed.containers.find((each) => each.name === victim?.container?.name);
  const broken = victim && container && breakAndHeal(request, victim, container, shape);
  return dayTwoPlan(
    request.kind,
    request.name,
    msg('redis2.plan.drill', {
      name: request.name,
      node: victim?.name ?? request.node,
      how: howText(request.how),
    }),
    broken === undefined || victim === undefined || 'level' in broken ? [] : steps(shape, victim, broken),
    [
      ...unknownNodes(shape, [request.node], 'node'),
      ...(victim !== undefined && container === undefined ? [noContainer(victim)] : []),
      ...(broken !== undefined && 'level' in broken ? [broken] : []),
      ...orderly(shape),
      ...(victim === undefined ? [] : guards(request, shape, victim)),
    ],
  );
}

function howText(how: Request['how']): ReturnType<typeof msg> {
  switch (how) {
    case 'stop':
      return msg('redis2.how.stop');
    case 'kill':
      return msg('redis2.how.kill');
    case 'pause':
      return msg('redis2.how.pause');
    case 'isolate':
      return msg('redis2.how.isolate');
  }
}

interface Broken {
  readonly broken: Pick<Step, 'title' | 'cause' | 'op'>;
  readonly healed: Pick<Step, 'title' | 'cause' | 'op'>;
}

function breakAndHeal(
  { how }: Request,
  victim: LiveNode,
  container: ObservedContainer,
  shape: Shape,
): Broken | Finding {
  const node = victim.name;
  const args = { container: container.name };
  const start: Broken['healed'] = {
    title: msg('redis.step.start', { node }),
    cause: msg('redis2.cause.heal'),
    op: { kind: 'container.start', args },
  };
  switch (how) {
    case 'stop':
      return {
        broken: {
          title: msg('redis2.step.stop', { node }),
          cause: msg('redis2.cause.stop'),
          op: { kind: 'container.stop', args },
        },
        healed: start,
      };
    case 'kill':
      return {
        broken: {
          title: msg('redis2.step.kill', { node }),
          cause: msg('redis2.cause.kill'),
          op: { kind: 'container.kill', args },
        },
        healed: start,
      };
    case 'pause':
      return {
        broken: {
          title: msg('redis2.step.pause', { node }),
          cause: msg('redis2.cause.pause'),
          op: { kind: 'container.pause', args },
        },
        healed: {
          title: msg('redis2.step.unpause', { node }),
          cause: msg('redis2.cause.heal'),
          op: { kind: 'container.unpause', args },
        },
      };
    case 'isolate': {
      const [network, address] =
        Object.entries(container.addresses).find(([, each]) => each === victim.redis.announce.address) ??
        Object.entries(container.addresses)[0] ??
        [];
      if (shape.live.mode !== 'bridge' || network === undefined || address === undefined)
        return refuse(
          'drill.hostNetwork',
          msg('redis2.finding.hostNetwork.what', { node }),
          msg('redis2.finding.hostNetwork.hint'),
          'how',
        );
      return {
        broken: {
          title: msg('redis2.step.isolate', { node, network }),
          cause: msg('redis2.cause.isolate'),
          op: { kind: 'network.disconnect', args: { network, container: container.name } },
        },
        healed: {
          title: msg('redis2.step.connect', { node, network, address }),
          cause: msg('redis2.cause.connect'),
          // The default network takes no address from us.
          op: {
            kind: 'network.connect',
            args: { network, container: container.name, ...(network !== 'bridge' && { address }) },
          },
        },
      };
    }
  }
}

function steps(shape: Shape, victim: LiveNode, { broken, healed }: Broken): Step[] {
  const others = shape.all.filter((node) => node !== victim && works(node));
  const replicas = shape.replicasOf(victim).filter(works);
  const promotes = victim.role === 'master' && victim.slots.length > 0 && replicas.length > 0;
  const master = victim.role === 'master' ? replicas[0] : shape.masterOf(victim);
  const all = reach(shape.all);
  const back =
    master === undefined ? [] : replicaSteps(victim, master, [], msg('redis2.cause.backAs')).slice(1);
  const owners = [...shape.owners.filter((node) => node !== victim), ...(promotes ? replicas : [victim])];
  return [
    { id: 'break', ...broken, group: 'break', dependsOn: [] },
    {
      id: 'watch',
      title: promotes
        ? msg('redis2.step.watch', { node: victim.name })
        : msg('redis2.step.watchFail', { node: victim.name }),
      cause: msg('redis2.cause.watch'),
      group: 'watch',
      op: {
        kind: 'redis.watchFailover',
        args: {
          nodes: reach(others),
          victim: victim.redis,
          until: promotes ? 'promoted' : 'failed',
          timeoutMs: 120_000,
        },
      },
      dependsOn: ['break'],
      // Whatever is seen, or not: the node is brought back.
      bestEffort: true,
    },
    { id: 'heal', ...healed, group: 'heal', dependsOn: ['watch'] },
    {
      id: `ping:${victim.name}`,
      title: msg('redis.step.ping', { node: victim.name }),
      cause: msg('redis.cause.ping'),
      group: 'heal',
      op: { kind: 'redis.ping', args: { node: victim.redis, timeoutMs: patience(all.length) } },
      dependsOn: ['heal'],
    },
    agreeing('agree', 'heal', all, [`ping:${victim.name}`], msg('redis2.cause.agreeBack')),
    ...back.map((step) => ({ ...step, group: 'heal', dependsOn: ['agree'] })),
    ...checkSteps({
      live: shape.live,
      nodes: all,
      owners: reach(owners.filter(works)),
      after: ['agree', ...back.map((step) => step.id)],
    }),
  ];
}

function noContainer(victim: LiveNode): Finding {
  return refuse(
    'drill.remote',
    msg('redis2.finding.drillRemote.what', { node: victim.name }),
    msg('redis2.finding.drillRemote.hint'),
    'node',
  );
}

function guards({ how }: Request, shape: Shape, victim: LiveNode): Finding[] {
  const node = victim.name;
  if (victim.role !== 'master' || victim.slots.length === 0)
    return [
      tell(
        'drill.replica',
        msg('redis2.finding.drillReplica.what', { node }),
        msg('redis2.finding.drillReplica.hint'),
      ),
    ];
  const replicas = shape.replicasOf(victim).filter(works);
  const found: Finding[] = [];
  if (replicas.length === 0)
    found.push(
      warn(
        'drill.slotsDown',
        msg('redis2.finding.slotsDown.what', { node }),
        msg('redis2.finding.slotsDown.hint'),
        'node',
      ),
    );
  const votes = shape.owners.filter((each) => works(each) && each !== victim).length;
  const majority = Math.floor(shape.owners.length / 2) + 1;
  if (replicas.length > 0 && votes < majority)
    found.push(
      warn(
        'drill.noMajority',
        msg('redis2.finding.drillMajority.what', { votes, majority }),
        msg('redis2.finding.drillMajority.hint'),
        'node',
      ),
    );
  if (replicas.length > 0)
    found.push(
      warn(
        'drill.lag',
        how === 'stop'
          ? msg('redis2.finding.drillStop.what', { node })
          : how === 'kill'
            ? msg('redis2.finding.drillKill.what', { node })
            : msg('redis2.finding.drillCut.what', { node }),
        msg('redis2.finding.drillLag.hint'),
      ),
    );
  return found;
}
