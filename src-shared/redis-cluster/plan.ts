import { msg } from '../i18n/index';
import { normalizeImage } from '../image';
import type { RedisNode } from '../ops';
import type { Finding, Plan, Step } from '../plan';
import { changeTo } from './changed';
import { reach } from './day-two/cluster';
import { existingNetwork, standing } from './existing';
import { layOut, networkName } from './nodes';
import type { RedisClusterObserved } from './observed';
import { advice, preflight } from './preflight';
import { redisClusterSpecSchema, type RedisClusterSpec, type RedisClusterSpecInput } from './spec';
import { agreeStep, clusterSteps, verifySteps } from './steps-cluster';
import { containerSteps, prepareSteps } from './steps-containers';

export { planRemove, type RemoveInput } from './remove';

/**
 * What has to be done so that a cluster as described stands. Pure: equal spec and observation give equal
 * plans. Steps come in an order in which they could be run one by one.
 */
export function planCreate(input: RedisClusterSpecInput, observed: RedisClusterObserved): Plan {
  const spec = redisClusterSpecSchema.parse(input);
  const nodes = layOut(spec, { local: observed.engine.local });
  const found = standing(spec, observed, nodes);
  const { live } = observed;
  if (found !== 'none' && live?.spec !== undefined && live.origin === 'flotilla') {
    const change = changeTo(spec, live.spec, { ...observed, live });
    switch (change.kind) {
      case 'plan':
        return change.plan;
      case 'differs':
        return checkPlan(spec, [], [], [change.finding]);
      case 'same':
        return checkPlan(spec, reach(change.shape.all), reach(change.shape.owners), change.findings);
    }
  }
  // After a failover any node may own slots: the checks get all of them.
  const all = nodes.map((node) => node.redis);
  if (found === 'same') return checkPlan(spec, all, all, []);

  const prepare = prepareSteps(spec, nodes, {
    image: !observed.images.map(normalizeImage).includes(normalizeImage(spec.image)),
    network: networkName(spec) !== undefined && existingNetwork(spec, observed) === undefined,
  });
  const steps = [
    ...prepare,
    ...containerSteps(spec, nodes, new Set(prepare.map((step) => step.id)), {
      networkFirst: observed.engine.product === 'podman',
    }),
    ...clusterSteps(spec, nodes),
  ];
  return {
    kind: 'redis-cluster.create',
    target: `redis-cluster/${spec.name}`,
    title: msg('redis.plan.create', {
      name: spec.name,
      masters: spec.masters,
      replicas: nodes.length - spec.masters,
    }),
    groups: usedGroups(steps),
    steps,
    findings: preflight(spec, observed, nodes),
  };
}

/** The cluster stands as described: nothing to make, but whether it is well is looked at all the same. */
function checkPlan(
  spec: RedisClusterSpec,
  all: readonly RedisNode[],
  owners: readonly RedisNode[],
  findings: readonly Finding[],
): Plan {
  const checks = all.length === 0 ? [] : [agreeStep(all, []), ...verifySteps(spec, all, owners, ['agree'])];
  const steps = checks.map((step) => ({
    ...step,
    cause: msg('redis.cause.standing'),
  }));
  return {
    kind: 'redis-cluster.create',
    target: `redis-cluster/${spec.name}`,
    title: msg('redis.plan.check', { name: spec.name }),
    groups: usedGroups(steps),
    steps,
    findings: [...findings, ...advice(spec)],
  };
}

const groups = [
  { id: 'prepare', title: msg('redis.group.prepare') },
  { id: 'containers', title: msg('redis.group.containers') },
  { id: 'slots', title: msg('redis.group.slots') },
  { id: 'join', title: msg('redis.group.join') },
  { id: 'replicas', title: msg('redis.group.replicas') },
  { id: 'verify', title: msg('redis.group.verify') },
];

function usedGroups(steps: readonly Step[]): Plan['groups'] {
  const used = new Set(steps.map((step) => step.group));
  return groups.filter((group) => used.has(group.id));
}
