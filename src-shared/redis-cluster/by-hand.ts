import type { HandPart } from '../by-hand';
import { command, lines, sh } from '../commands/shell';
import { msg } from '../i18n/index';
import { formatAddress, parseAddress } from '../ipv4';
import { serverProgram } from './conf';
import { busOffset, joinPath } from './nodes';
import type { ClusterNode, ClusterStatus } from './observed';
import { redisClusterSpecSchema, type RedisClusterSpec } from './spec';

/** A node as one would make it by hand. */
interface Hand {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly busPort: number;
  readonly published: boolean;
}

interface Ground {
  readonly status: ClusterStatus;
  readonly spec: RedisClusterSpec | undefined;
  readonly image: string;
  /** Written before a command: it takes the password out of the shell's variable. */
  readonly auth: string;
}

const allSlots = 16384;

/**
 * A cluster as the tutorials build, grow, shrink and remove it, with its own names, addresses, ports and node ids.
 * The password is always a variable, never its value. Pure.
 */
export function clusterByHand(status: ClusterStatus): HandPart[] {
  const spec = redisClusterSpecSchema.safeParse(status.spec).data;
  const image = status.nodes.find(({ container }) => container !== undefined)?.container?.image ?? '';
  const ground: Ground = {
    ...{ status, spec, image },
    auth: status.hasPassword ? 'REDISCLI_AUTH="$REDIS_PASSWORD" ' : '',
  };
  const masters = status.nodes
    .filter(({ role }) => role === 'master')
    .sort((a, b) => (a.slots[0]?.[0] ?? allSlots) - (b.slots[0]?.[0] ?? allSlots));
  const replicas = status.nodes.filter(({ role }) => role === 'replica');
  const first = masters[0] ?? status.nodes[0];
  if (first === undefined) return [];
  const all = [...masters, ...replicas];
  const inContainers = all.every(({ container }) => container !== undefined);
  return [
    ...(inContainers ? makeParts(ground, all) : []),
    join(ground, masters, replicas),
    look(ground, first),
    ...(inContainers ? [...scaleParts(ground, all, masters), removal(ground, all)] : []),
  ];
}

const handOf = (node: ClusterNode): Hand => ({
  ...{ name: node.container?.name ?? node.name, address: hostOf(node), port: portOf(node) },
  ...{ busPort: node.busPort, published: node.hostPort !== undefined },
});
const hostOf = ({ address }: ClusterNode): string => address.slice(0, address.lastIndexOf(':'));
const portOf = ({ address }: ClusterNode): number => Number(address.slice(address.lastIndexOf(':') + 1));
const at = ({ address, port }: Hand): string => `${address}:${String(port)}`;

/**
 * `redis-cli` as one types it: inside the node's container, or on this computer where it has none. `ask`: at the
 * terminal, for what asks back; the others leave the terminal alone, so that several can be pasted at once.
 */
function cli(
  { auth }: Ground,
  node: ClusterNode | Hand,
  words: readonly (string | number)[],
  ask = false,
): string {
  const hand = 'id' in node ? handOf(node) : node;
  const outside = 'id' in node && node.container === undefined;
  const login = auth === '' ? [] : ['-e', 'REDISCLI_AUTH'];
  const way = outside
    ? ['redis-cli', '-h', hand.address, '-p', hand.port]
    : ['docker', 'exec', ...(ask ? ['-it'] : []), ...login, hand.name, 'redis-cli', '-p', hand.port];
  return auth + command(...way, ...words);
}

function makeParts(ground: Ground, nodes: readonly ClusterNode[]): HandPart[] {
  const { status } = ground;
  const network: HandPart[] =
    status.mode === 'bridge' && status.network !== undefined
      ? [
          {
            id: 'network',
            title: msg('hand.network'),
            text: msg('hand.network.text'),
            code: command(
              ...['docker', 'network', 'create'],
              ...(status.network.subnet === undefined ? [] : ['--subnet', status.network.subnet]),
              status.network.name,
            ),
          },
        ]
      : [];
  const password: HandPart[] = status.hasPassword
    ? [
        {
          id: 'password',
          title: msg('hand.password'),
          text: msg('hand.password.text'),
          code: 'read -rs REDIS_PASSWORD && export REDIS_PASSWORD',
        },
      ]
    : [];
  return [
    ...password,
    ...network,
    {
      id: 'nodes',
      title: msg('hand.nodes', { n: nodes.length }),
      text: msg(status.mode === 'host' ? 'hand.nodes.host' : 'hand.nodes.bridge'),
      code: nodes.map((node) => run(ground, handOf(node))).join('\n\n'),
    },
  ];
}

/** One server: `docker run` with everything that the cluster needs on the command line. */
function run({ status, spec, image, auth }: Ground, hand: Hand): string {
  const { name, address, port, busPort } = hand;
  const data =
    spec?.persistence.storage === 'folder' ? joinPath(spec.persistence.path, name) : `${name}-data`;
  const ports = spec?.clients === 'lan' ? [port, busPort] : [port];
  const server = [
    [serverProgram(image), '--port', String(port), '--cluster-enabled', 'yes'],
    ['--cluster-config-file', 'nodes.conf', '--cluster-node-timeout', String(spec?.nodeTimeout ?? 5000)],
    [
      ...['--cluster-announce-ip', address, '--cluster-announce-port', String(port)],
      ...['--cluster-announce-bus-port', String(busPort)],
    ],
    ['--appendonly', spec?.persistence.appendonly === false ? 'no' : 'yes'],
  ];
  const text = lines([
    ['docker', 'run', '-d', '--name', name, '--restart', spec?.restart ?? 'unless-stopped'],
    status.mode === 'bridge' && status.network !== undefined
      ? ['--net', status.network.name, '--ip', address]
      : ['--net', 'host'],
    status.mode === 'bridge' && hand.published
      ? ports.flatMap((each) => [
          '-p',
          `${spec?.clients === 'host' ? '127.0.0.1:' : ''}${String(each)}:${String(each)}`,
        ])
      : [],
    ['-v', `${data}:/data`],
    [image],
    ...server,
  ]);
  return auth === '' ? text : `${text} \\\n  --requirepass "$REDIS_PASSWORD" --masterauth "$REDIS_PASSWORD"`;
}

/** `--cluster create`; where the replicas do not divide evenly, each is told its master afterwards. */
function join(ground: Ground, masters: readonly ClusterNode[], replicas: readonly ClusterNode[]): HandPart {
  const each = masters.length === 0 ? 0 : replicas.length / masters.length;
  const even = Number.isInteger(each);
  const [first] = masters;
  if (first === undefined)
    return { id: 'join', title: msg('hand.join'), text: msg('hand.join.unknown'), code: '' };
  const members = [...masters, ...(even ? replicas : [])].map(({ address }) => address);
  const words = ['--cluster', 'create', ...members, '--cluster-replicas', even ? each : 0];
  const create = even ? cli(ground, first, words, true) : cli(ground, first, [...words, '--cluster-yes']);
  const later = even
    ? []
    : replicas.map((replica) =>
        cli(ground, first, [
          ...['--cluster', 'add-node', replica.address, first.address],
          ...['--cluster-slave', '--cluster-master-id', replica.masterId ?? ''],
        ]),
      );
  return {
    id: 'join',
    title: msg('hand.join'),
    text: msg('hand.join.text'),
    code: [create, ...later].join('\n\n'),
  };
}

function look(ground: Ground, first: ClusterNode): HandPart {
  return {
    id: 'look',
    title: msg('hand.look'),
    text: msg('hand.look.text'),
    code: [
      cli(ground, first, ['cluster', 'info']),
      cli(ground, first, ['cluster', 'nodes']),
      cli(ground, first, ['--cluster', 'check', first.address]),
      cli(ground, first, ['-c', 'set', 'greeting', 'hello']),
      cli(ground, first, ['-c', 'get', 'greeting']),
    ].join('\n'),
  };
}

/** The next two nodes after those that stand: their name, address and port follow on. */
function nextTwo({ status }: Ground, nodes: readonly ClusterNode[]): readonly [Hand, Hand] {
  const hands = nodes.map(handOf);
  const bridge = status.mode === 'bridge';
  const number = Math.max(nodes.length, ...hands.map(({ name }) => Number(/(\d+)$/.exec(name)?.[1] ?? 0)));
  const stem = hands[0]?.name.replace(/\d+$/, '') ?? `${status.name}-`;
  const port = Math.max(...hands.map((each) => each.port));
  const top = Math.max(...hands.map(({ address }) => parseAddress(address) ?? 0));
  const make = (i: 1 | 2): Hand => ({
    name: `${stem}${String(number + i)}`,
    address: bridge ? formatAddress(top + i) : (hands[0]?.address ?? ''),
    port: port + i,
    busPort: port + i + busOffset,
    published: hands.some(({ published }) => published),
  });
  return [make(1), make(2)];
}

function scaleParts(
  ground: Ground,
  nodes: readonly ClusterNode[],
  masters: readonly ClusterNode[],
): HandPart[] {
  const [first] = masters;
  if (first === undefined) return [];
  const [master, replica] = nextTwo(ground, nodes);
  const share = Math.floor(allSlots / (masters.length + 1));
  const back = Math.floor(share / masters.length);
  const cluster = (...words: readonly (string | number)[]): string =>
    cli(ground, first, ['--cluster', ...words]);
  const idOf = (hand: Hand): string => `$(${cli(ground, hand, ['cluster', 'myid'])})`;
  // They hear of each other little by little. redis-cli moves nothing until they agree; and where one has not heard of
  // the newcomer yet, it stops in the middle and leaves a slot open.
  const known = masters
    .map((each) => `until ${cli(ground, each, ['cluster', 'nodes'])} | grep -q "$NEW"; do sleep 1; done`)
    .join('\n');
  const check = `until ${cluster('check', first.address)}; do sleep 1; done`;
  const reshard = (from: string, to: string, slots: number): string =>
    `${cluster('reshard', first.address)} \\\n  --cluster-from ${from} --cluster-to ${to} --cluster-slots ${String(slots)} --cluster-yes`;
  return [
    {
      id: 'out',
      title: msg('hand.out'),
      text: msg('hand.out.text', { slots: share }),
      code: [
        run(ground, master),
        run(ground, replica),
        [master, replica].map((each) => `until ${cli(ground, each, ['ping'])}; do sleep 1; done`).join('\n'),
        cluster('add-node', at(master), first.address),
        `NEW=${idOf(master)}`,
        known,
        check,
        reshard('all', '"$NEW"', share),
        check,
        `${cluster('add-node', at(replica), at(master))} \\\n  --cluster-slave --cluster-master-id "$NEW"`,
        check,
      ].join('\n\n'),
    },
    {
      id: 'in',
      title: msg('hand.in'),
      text: msg('hand.in.text'),
      code: [
        `NEW=${idOf(master)}`,
        `${cluster('del-node', at(replica))} "${idOf(replica)}"`,
        ...masters.flatMap((each, i) => [
          reshard('"$NEW"', each.id, i < masters.length - 1 ? back : share - back * (masters.length - 1)),
          check,
        ]),
        `${cluster('del-node', at(master))} "$NEW"`,
        command('docker', 'rm', '-f', master.name, replica.name),
        ...(ground.spec?.persistence.storage === 'folder'
          ? []
          : [command('docker', 'volume', 'rm', `${master.name}-data`, `${replica.name}-data`)]),
      ].join('\n\n'),
    },
  ];
}

function removal({ status, spec }: Ground, nodes: readonly ClusterNode[]): HandPart {
  const names = nodes.map((node) => handOf(node).name);
  const folder = spec?.persistence.storage === 'folder' ? spec.persistence.path : undefined;
  return {
    id: 'remove',
    title: msg('hand.remove'),
    text: msg('hand.remove.text'),
    destructive: true,
    code: [
      command('docker', 'rm', '-f', ...names),
      folder === undefined
        ? command('docker', 'volume', 'rm', ...names.map((name) => `${name}-data`))
        : `rm -rf ${names.map((name) => sh(joinPath(folder, name))).join(' ')}`,
      ...(status.mode === 'bridge' && status.network !== undefined
        ? [command('docker', 'network', 'rm', status.network.name)]
        : []),
    ].join('\n'),
  };
}
