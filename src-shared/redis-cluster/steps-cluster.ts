import { msg } from '../i18n/index';
import type { RedisNode } from '../ops';
import type { Step } from '../plan';
import type { PlannedNode } from './nodes';
import { countSlots } from './slots';
import type { RedisClusterSpec } from './spec';

/** While a cluster is joined its nodes suspect each other sooner than later: gossip is then faster. */
const hurriedTimeout = 1500;

/** How long waits last before they fail, in milliseconds: generous, for they end as soon as they can. */
const patience = {
  agree: (nodes: number) => 60_000 + 250 * nodes,
  synced: 120_000,
  stateOk: (nodes: number) => 60_000 + 250 * nodes,
};

/**
 * From single servers to a cluster with replicas. Slots and epochs are set before the nodes meet: they
 * need nobody else, spread with the first words that are exchanged, and no epochs collide.
 */
export function clusterSteps(spec: RedisClusterSpec, nodes: readonly PlannedNode[]): Step[] {
  const all = nodes.map((node) => node.redis);
  const byName = new Map(nodes.map((node) => [node.name, node.redis]));
  const first = nodes[0];
  if (first === undefined) return [];
  const hurried = spec.nodeTimeout > hurriedTimeout;
  const masters = nodes.filter((node) => node.role === 'master');
  const replicas = nodes.filter((node) => node.role === 'replica');
  const alone = (name: string): string[] => [`epoch:${name}`, ...(hurried ? [`hurry:${name}`] : [])];
  const timeout = (of: readonly RedisNode[], ms: number): Step['op'] => ({
    kind: 'redis.config',
    args: { nodes: [...of], settings: { 'cluster-node-timeout': String(ms) } },
  });

  const slots = masters.map(({ name, ranges, redis }): Step => {
    const [from, to] = ranges[0] ?? [0, 0];
    return {
      id: `slots:${name}`,
      title: msg('redis.step.slots', { node: name, from, to }),
      cause: msg('redis.cause.slots', { n: countSlots(ranges) }),
      group: 'slots',
      op: { kind: 'redis.addSlots', args: { node: redis, ranges: [...ranges] } },
      dependsOn: [`ping:${name}`],
    };
  });
  const epochs = nodes.map(({ name, number, redis }): Step => ({
    id: `epoch:${name}`,
    title: msg('redis.step.epoch', { node: name, epoch: number }),
    cause: msg('redis.cause.epoch'),
    group: 'join',
    op: { kind: 'redis.setEpoch', args: { node: redis, epoch: number } },
    dependsOn: [`ping:${name}`],
  }));
  const hurries = nodes.map(({ name, redis }): Step => ({
    id: `hurry:${name}`,
    title: msg('redis.step.hurry', { node: name }),
    cause: msg('redis.cause.hurry', { hurried: hurriedTimeout, lasting: spec.nodeTimeout }),
    group: 'join',
    op: timeout([redis], hurriedTimeout),
    dependsOn: [`ping:${name}`],
  }));
  const meets = nodes.slice(1).map(({ name, role, redis }): Step => ({
    id: `meet:${name}`,
    title: msg('redis.step.meet', { node: name, first: first.name }),
    cause: msg('redis.cause.meet'),
    group: 'join',
    op: { kind: 'redis.meet', args: { node: redis, others: [first.redis] } },
    dependsOn: [
      ...alone(first.name),
      `slots:${first.name}`,
      ...alone(name),
      ...(role === 'master' ? [`slots:${name}`] : []),
    ],
  }));
  const agree = agreeStep(
    all,
    meets.map((step) => step.id),
  );
  const replication = replicas.flatMap(({ name, master = '', redis }): Step[] => {
    const masterNode = byName.get(master);
    if (masterNode === undefined) return [];
    const texts = { node: name, master };
    return [
      {
        id: `replicate:${name}`,
        title: msg('redis.step.replicate', texts),
        cause: msg('redis.cause.replicate', texts),
        group: 'replicas',
        op: { kind: 'redis.replicate', args: { node: redis, master: masterNode } },
        dependsOn: ['agree'],
      },
      {
        id: `synced:${name}`,
        title: msg('redis.step.synced', texts),
        cause: msg('redis.cause.synced'),
        group: 'replicas',
        op: {
          kind: 'redis.waitSynced',
          args: { node: redis, master: masterNode, timeoutMs: patience.synced },
        },
        dependsOn: [`replicate:${name}`],
      },
    ];
  });
  const replicated = replicas.map(({ name }) => `replicate:${name}`);
  const verify = verifySteps(
    spec,
    all,
    masters.map((node) => node.redis),
    replicated.length > 0 ? replicated : ['agree'],
  );
  const settle: Step = {
    id: 'settle',
    title: msg('redis.step.settle', { lasting: spec.nodeTimeout, count: all.length }),
    cause: msg('redis.cause.settle'),
    group: 'verify',
    op: timeout(all, spec.nodeTimeout),
    dependsOn: ['state-ok', ...replicas.map(({ name }) => `synced:${name}`)],
  };
  return [
    ...slots,
    ...epochs,
    ...(hurried ? hurries : []),
    ...meets,
    agree,
    ...replication,
    ...verify,
    ...(hurried ? [settle] : []),
  ];
}

/** Waits until all nodes give the same view. */
export function agreeStep(nodes: readonly RedisNode[], after: readonly string[]): Step {
  return {
    id: 'agree',
    title: msg('redis.step.agree', { count: nodes.length }),
    cause: msg('redis.cause.agree'),
    group: 'join',
    op: { kind: 'redis.waitAgree', args: { nodes: [...nodes], timeoutMs: patience.agree(nodes.length) } },
    dependsOn: [...after],
  };
}

/**
 * The checks that every build ends with. `owners`: the nodes among which slots and redirects are, with
 * their addresses as this computer reaches them.
 */
export function verifySteps(
  spec: { readonly network: { readonly mode: RedisClusterSpec['network']['mode'] } },
  nodes: readonly RedisNode[],
  owners: readonly RedisNode[],
  after: readonly string[],
): Step[] {
  const redirect = (from: 'host' | 'network', texts: Pick<Step, 'title' | 'cause'>): Step => ({
    id: `redirect:${from}`,
    ...texts,
    group: 'verify',
    op: { kind: 'redis.verifyRedirect', args: { nodes: [...owners], from } },
    dependsOn: ['state-ok'],
  });
  return [
    {
      id: 'state-ok',
      title: msg('redis.step.stateOk', { count: nodes.length }),
      cause: msg('redis.cause.stateOk'),
      group: 'verify',
      op: {
        kind: 'redis.waitStateOk',
        args: { nodes: [...nodes], timeoutMs: patience.stateOk(nodes.length) },
      },
      dependsOn: [...after],
    },
    redirect('host', { title: msg('redis.step.redirectHost'), cause: msg('redis.cause.redirectHost') }),
    // In host mode a container's network is this computer's: one check says it all.
    ...(spec.network.mode === 'bridge'
      ? [
          redirect('network', {
            title: msg('redis.step.redirectNetwork', { node: owners[0]?.name ?? '' }),
            cause: msg('redis.cause.redirectNetwork'),
          }),
        ]
      : []),
  ];
}
