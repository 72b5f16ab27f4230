import { msg } from '../../i18n/index';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved, LiveNode } from '../live';
import { dayTwoPlan, reach, refuse, shapeOf, tell, unknownNodes, warn, works, type Shape } from './cluster';
import { checkSteps, replicaSteps } from './steps';

type Request = RequestOf<'redis-cluster.failover'>;

/** A replica takes its master's place: agreed with the master, without it, or without anybody. */
export function planFailover(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const node = shape.find(request.node);
  const master = node === undefined ? undefined : shape.masterOf(node);
  const pair =
    node !== undefined && node.role === 'replica' && master !== undefined ? { node, master } : undefined;
  return dayTwoPlan(
    request.kind,
    request.name,
    msg('redis2.plan.failover', {
      name: request.name,
      node: node?.name ?? request.node,
      master: master?.name ?? '?',
    }),
    pair === undefined ? [] : steps(request, shape, pair.node, pair.master),
    [
      ...unknownNodes(shape, [request.node], 'node'),
      ...(node !== undefined && pair === undefined ? [notReplica(shape, node)] : []),
      ...(pair === undefined ? [] : guards(request, shape, pair.node, pair.master)),
    ],
  );
}

function steps(request: Request, shape: Shape, node: LiveNode, master: LiveNode): Step[] {
  const { mode } = request;
  const there = shape.all.filter(works);
  const failover: Step = {
    id: `failover:${node.name}`,
    title: msg('redis2.step.failover', { node: node.name, master: master.name }),
    cause: causeOf(mode, node, master),
    group: 'promote',
    op: {
      kind: 'redis.failover',
      args: { node: node.redis, master: master.redis, mode, nodes: reach(there) },
    },
    dependsOn: [],
    ...(mode !== 'graceful' && { destructive: true }),
  };
  // The old master follows the new one as soon as it hears of it.
  const follows = works(master)
    ? replicaSteps(master, node, [failover.id], msg('redis2.cause.follows', { node: node.name })).filter(
        (step) => step.id.startsWith('synced:'),
      )
    : [];
  const owners = shape.owners.filter((each) => each !== master && works(each));
  return [
    failover,
    ...follows.map((step) => ({ ...step, dependsOn: [failover.id] })),
    ...checkSteps({
      live: shape.live,
      nodes: reach(there),
      owners: reach([node, ...owners]),
      after: [failover.id, ...follows.map((step) => step.id)],
    }),
  ];
}

function causeOf(mode: Request['mode'], node: LiveNode, master: LiveNode): Step['cause'] {
  const texts = { node: node.name, master: master.name };
  switch (mode) {
    case 'graceful':
      return msg('redis2.cause.failoverGraceful', texts);
    case 'force':
      return msg('redis2.cause.failoverForce', texts);
    case 'takeover':
      return msg('redis2.cause.failoverTakeover', texts);
  }
}

function notReplica(shape: Shape, node: LiveNode): Finding {
  const replicas = shape.replicasOf(node).map((each) => each.name);
  return refuse(
    'failover.notReplica',
    msg('redis2.finding.notReplica.what', { node: node.name }),
    replicas[0] === undefined
      ? msg('redis2.finding.notReplica.hintNone')
      : msg('redis2.finding.notReplica.hint', { node: replicas.join(', ') }),
    'node',
  );
}

function guards({ mode }: Request, shape: Shape, node: LiveNode, master: LiveNode): Finding[] {
  const found: Finding[] = [];
  const texts = { node: node.name, master: master.name };
  if (!works(node))
    found.push(
      refuse(
        'failover.down',
        msg('redis2.finding.replicaDown.what', texts),
        msg('redis2.finding.replicaDown.hint'),
        'node',
      ),
    );
  const linked = node.linkUp && works(node);
  if (mode === 'graceful' && (!works(master) || !linked))
    found.push(
      refuse(
        'failover.masterDown',
        works(master)
          ? msg('redis2.finding.linkDown.what', texts)
          : msg('redis2.finding.masterDown.what', texts),
        msg('redis2.finding.masterDown.hint', { node: node.name }),
        'mode',
      ),
    );
  const voters = shape.owners.filter((each) => works(each) && each !== master);
  // The failed master counts among those whose majority is needed.
  const majority = Math.floor(shape.owners.length / 2) + 1;
  const votes = voters.length + (works(master) ? 1 : 0);
  if (mode !== 'takeover' && votes < majority)
    found.push(
      refuse(
        'failover.noMajority',
        msg('redis2.finding.noMajority.what', { votes, majority }),
        msg('redis2.finding.noMajority.hint'),
        'mode',
      ),
    );
  if (mode === 'graceful')
    found.push(
      tell(
        'failover.graceful',
        msg('redis2.finding.graceful.what', texts),
        msg('redis2.finding.graceful.hint'),
      ),
    );
  if (mode === 'force' && works(master))
    found.push(
      warn(
        'failover.needless',
        msg('redis2.finding.needless.what', texts),
        msg('redis2.finding.needless.hint'),
        'mode',
      ),
    );
  if (mode !== 'graceful')
    found.push(
      warn(
        'failover.loss',
        msg('redis2.finding.loss.what', texts),
        mode === 'takeover' ? msg('redis2.finding.loss.hintTakeover') : msg('redis2.finding.loss.hint'),
      ),
    );
  if (mode === 'takeover')
    found.push(
      warn(
        'failover.takeover',
        msg('redis2.finding.takeover.what', texts),
        msg('redis2.finding.takeover.hint'),
        'mode',
      ),
    );
  const best = shape
    .replicasOf(master)
    .filter((each) => works(each) && each !== node && (each.lagBytes ?? 0) < (node.lagBytes ?? 0));
  if (mode !== 'graceful' && best[0] !== undefined)
    found.push(
      warn(
        'failover.behind',
        msg('redis2.finding.behind.what', { node: node.name, other: best[0].name }),
        msg('redis2.finding.behind.hint', { other: best[0].name }),
        'node',
      ),
    );
  return found;
}
