import { msg } from '../../i18n/index';
import { formatAddress } from '../../ipv4';
import type { OpArgs, RedisNode } from '../../ops';
import type { Finding } from '../../plan';
import { serverConf } from '../conf';
import type { DayTwoObserved } from '../live';
import { busOffset, layOut, needsBusPorts, networkName, type PlannedNode } from '../nodes';
import { redisClusterSpecSchema, type RedisClusterSpec } from '../spec';
import { commandDirectives, likeOthers } from './adopt-conf';
import { refuse, warn, type Shape } from './cluster';
import { goesOn, patternOf, type Pattern, type Sample } from './pattern';

/** After what a further node of a cluster is made. */
export interface Template {
  /** Ours; or one that amounts to what stands, for the steps to be made from. */
  readonly spec: RedisClusterSpec;
  /** Built by us: new containers carry our labels. */
  readonly labelled: boolean;
  /** The Docker network; undefined in host mode. */
  readonly network?: string;
  /** Bus ports are taken on the computer as well. */
  readonly bus: boolean;
  readonly memoryBytes?: number;
  /** How the nodes that stand are entered: a newcomer gets the same password, whatever the spec called it. */
  readonly auth?: RedisNode['auth'];
  /** The number to go on with. */
  readonly next: number;
  readonly nodeAt: (number: number) => PlannedNode;
  readonly conf: (node: PlannedNode) => string;
  readonly notes: readonly Finding[];
}

type Made = { readonly template: Template } | { readonly refusal: Finding };

const no = (refusal: Finding): Made => ({ refusal });

/** How a further node of a running cluster has to look, or why none can be made. */
export function templateOf(shape: Shape, observed: DayTwoObserved): Made {
  const { live } = shape;
  const { name } = live;
  if (!shape.all.some((node) => node.container !== undefined))
    return no(
      refuse('scale.remote', msg('redis2.finding.remote.what', { name }), msg('redis2.finding.remote.hint')),
    );
  const network = live.spec === undefined ? commonNetwork(shape, observed) : networkName(live.spec);
  const pattern = patternOf(shape.all, observed.containers, network);
  if (pattern === undefined)
    return no(
      refuse(
        'scale.noContainer',
        msg('redis2.finding.noContainer.what', { name }),
        msg('redis2.finding.noContainer.hint'),
      ),
    );
  if (live.spec !== undefined) return { template: built(live.spec, pattern, observed) };
  return handMade(shape, observed, pattern, network);
}

/** As the spec goes on. The first address is counted back from where the nodes are. */
function built(spec: RedisClusterSpec, pattern: Pattern, observed: DayTwoObserved): Template {
  const sample = pattern.samples.find((each) => each.address !== undefined);
  const first = sample?.address === undefined ? undefined : formatAddress(sample.address - sample.number + 1);
  const pinned: RedisClusterSpec =
    spec.network.mode === 'bridge' && first !== undefined
      ? { ...spec, network: { ...spec.network, firstAddress: first } }
      : spec;
  const perShard = 1 + spec.replicasPerMaster;
  let laid: readonly PlannedNode[] = [];
  const network = networkName(spec);
  const auth = pattern.samples.find((each) => each.node.health === 'ok')?.node.redis.auth;
  return {
    spec,
    labelled: true,
    ...(auth !== undefined && { auth }),
    ...(network !== undefined && { network }),
    bus: needsBusPorts(spec),
    next: pattern.next,
    nodeAt(number) {
      if (laid.length < number)
        laid = layOut(
          { ...pinned, masters: Math.ceil((number + 64) / perShard) },
          { local: observed.engine.local },
        );
      const node = laid[number - 1];
      if (node === undefined) throw new RangeError(`no node ${number}`);
      return auth === undefined ? node : { ...node, redis: { ...node.redis, auth } };
    },
    conf: (node) => serverConf(spec, node),
    notes: [],
  };
}

/** The network that the nodes' containers are on; undefined in host mode. */
function commonNetwork({ all, live }: Shape, observed: DayTwoObserved): string | undefined {
  if (live.mode === 'host') return undefined;
  const members = new Set(all.map((node) => node.container?.name));
  const counts = new Map<string, number>();
  for (const { name, addresses } of observed.containers)
    if (members.has(name))
      for (const each of Object.keys(addresses)) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** After the containers that somebody made by hand: image, network, ports, data, and what their command says. */
function handMade(
  shape: Shape,
  observed: DayTwoObserved,
  pattern: Pattern,
  network: string | undefined,
): Made {
  const { live } = shape;
  const sample =
    pattern.samples.find((each) => each.node.role === 'master' && each.node.health === 'ok') ??
    pattern.samples[0];
  if (sample === undefined) throw new RangeError('a pattern without samples');
  const { redis } = sample.node;
  if (redis.tls !== undefined)
    return no(
      refuse(
        'scale.tls',
        msg('redis2.finding.tls.what', { name: live.name }),
        msg('redis2.finding.tls.hint'),
      ),
    );
  const subnet = observed.networks
    .find((each) => each.name === network)
    ?.subnets.find((each) => !each.includes(':'));
  if (live.mode !== 'host' && (network === undefined || network === 'bridge' || subnet === undefined))
    return no(
      refuse(
        'scale.network',
        msg('redis2.finding.network.what', { network: network ?? live.mode }),
        msg('redis2.finding.network.hint'),
      ),
    );
  const directives = commandDirectives(sample.container.command);
  const spec = redisClusterSpecSchema.safeParse({
    kind: 'redis-cluster',
    name: live.name.slice(0, 40),
    image: sample.container.image,
    network:
      network === undefined
        ? { mode: 'host', address: redis.announce.address }
        : { mode: 'bridge', name: network, subnet },
    restart: restartOf(sample.container.restart),
    nodeTimeout: Number(directives.get('cluster-node-timeout') ?? 15_000),
    ...(redis.auth !== undefined && { password: redis.auth.password }),
  });
  if (!spec.success)
    return no(
      refuse(
        'scale.strange',
        msg('redis2.finding.strange.what', { name: live.name }),
        msg('redis2.finding.strange.hint'),
      ),
    );
  const place = placer(pattern, sample, network, observed.engine.local);
  return {
    template: {
      spec: spec.data,
      labelled: false,
      ...(network !== undefined && { network }),
      bus: true,
      ...(sample.container.memoryBytes > 0 && { memoryBytes: sample.container.memoryBytes }),
      next: pattern.next,
      nodeAt: place,
      conf: (node) => likeOthers(spec.data, node, directives),
      notes: notesOn(sample, redis),
    },
  };
}

function notesOn(sample: Sample, redis: RedisNode): Finding[] {
  const file = sample.container.command.find((word) => word.endsWith('.conf'));
  return [
    ...(file === undefined
      ? []
      : [
          warn(
            'scale.confFile',
            msg('redis2.finding.confFile.what', { node: sample.container.name, file }),
            msg('redis2.finding.confFile.hint'),
          ),
        ]),
    ...(redis.auth?.username === undefined
      ? []
      : [
          warn(
            'scale.aclUser',
            msg('redis2.finding.aclUser.what', { user: redis.auth.username }),
            msg('redis2.finding.aclUser.hint'),
          ),
        ]),
  ];
}

function restartOf(text: string): string {
  return /^(no|always|unless-stopped|on-failure(:[0-9]+)?)$/.test(text) ? text : 'no';
}

/** Where a further hand-made node stands. */
function placer(
  pattern: Pattern,
  sample: Sample,
  network: string | undefined,
  local: boolean,
): (number: number) => PlannedNode {
  const { redis } = sample.node;
  const own = sample.container.addresses[network ?? ''];
  const announcesOwn = own === redis.announce.address;
  const hostPorts = new Map(
    sample.container.ports.map((each, i) => [
      i,
      goesOn(
        pattern.samples.map(({ number, container }) => [
          number,
          container.ports[i]?.hostPort ?? each.hostPort,
        ]),
      ),
    ]),
  );
  const data = sample.container.mounts.find((each) => each.target === '/data');
  return (number) => {
    const name = pattern.nameOf(number);
    const port = pattern.portOf(number);
    const busPort = pattern.busPortOf(number);
    const address = network === undefined ? undefined : pattern.addressOf?.(number);
    const published: OpArgs<'container.create'>['ports'] = sample.container.ports.map((each, i) => ({
      hostIp: each.hostIp === '' ? '0.0.0.0' : each.hostIp,
      hostPort: hostPorts.get(i)?.(number) ?? port,
      containerPort:
        each.containerPort === redis.innerPort
          ? port
          : each.containerPort === redis.announce.busPort ||
              each.containerPort === redis.innerPort + busOffset
            ? busPort
            : each.containerPort,
    }));
    const way = published.find((each) => each.containerPort === port);
    const announced = announcesOwn ? (address ?? redis.announce.address) : redis.announce.address;
    // A node that announces the computer's address announces the port that is published.
    const announcePort = announcesOwn || way === undefined ? port : way.hostPort;
    // A folder can be made on this computer only.
    const folder = local && data?.type === 'bind' ? folderFor(data.source, sample, name, port) : undefined;
    return {
      number,
      name,
      role: 'master',
      ranges: [],
      ...(address !== undefined && { address }),
      port,
      busPort,
      published,
      data:
        folder === undefined ? { type: 'volume', source: `${name}-data` } : { type: 'bind', source: folder },
      redis: {
        name,
        container: name,
        host: way === undefined && network !== undefined ? announced : redis.host,
        port: way?.hostPort ?? port,
        announce: { address: announced, port: announcePort, busPort },
        innerPort: port,
        ...(redis.auth !== undefined && { auth: redis.auth }),
      },
    };
  };
}

/** The folder of a node, when its path tells one node from the next; else a volume is used. */
function folderFor(
  source: string,
  { container, node }: Sample,
  name: string,
  port: number,
): string | undefined {
  const byName = source.replaceAll(container.name, name);
  if (byName !== source) return byName;
  const byPort = source.replace(new RegExp(`(?<!\\d)${node.redis.innerPort}(?!\\d)`), String(port));
  return byPort === source ? undefined : byPort;
}
