import { msg, type Message } from '../i18n/index';
import { command } from '../commands/shell';
import { snippetTools } from './connect-snippets';
import type { ClusterStatus } from './observed';
import { redisClusterSpecSchema } from './spec';

/** How a program connects to a cluster, ready to be copied. */
export interface Snippet {
  /** `host:ioredis` */
  readonly id: string;
  /** Where the program runs: on this computer, or in a container. */
  readonly from: 'host' | 'container';
  readonly tool: string;
  readonly language: 'shell' | 'javascript' | 'java' | 'python' | 'go';
  readonly text: string;
  readonly notes: readonly Message[];
}

/** What a snippet is made of. */
export interface Target {
  /** `[address, port]` of a few nodes to start from: a client learns the others from them. */
  readonly seeds: readonly (readonly [string, number])[];
  /** The environment variable that holds the password; undefined: none is asked for. */
  readonly password: string | undefined;
  /** Nodes' own addresses are out of reach: map them to 127.0.0.1 and their port. */
  readonly mapped: boolean;
}

/** The nodes' own addresses are out of reach. Announced for other computers, they are good from everywhere. */
function isMapped(status: ClusterStatus, vm: boolean): boolean {
  const spec = redisClusterSpecSchema.safeParse(status.spec).data;
  return vm && status.mode === 'bridge' && spec?.clients !== 'lan';
}

/**
 * Where a program reaches a node, as `address:port`.
 * @param options.vm as for {@link connectSnippets}
 */
export function addressFrom(
  from: Snippet['from'],
  status: ClusterStatus,
  node: ClusterStatus['nodes'][number],
  options: { readonly vm: boolean },
): string {
  if (from === 'container') return node.address;
  const way = status.remote?.ways[node.address];
  if (way !== undefined) return way;
  return node.hostPort !== undefined && isMapped(status, options.vm)
    ? `127.0.0.1:${String(node.hostPort)}`
    : node.address;
}

/**
 * Snippets for a cluster as it is. The password is always a variable, never its value.
 * @param options.vm the engine runs in a virtual machine of this computer (Docker Desktop, Colima)
 */
export function connectSnippets(status: ClusterStatus, options: { readonly vm: boolean }): Snippet[] {
  const spec = redisClusterSpecSchema.safeParse(status.spec).data;
  const ref = spec?.password;
  const password = status.hasPassword
    ? ref !== undefined && 'env' in ref
      ? ref.env
      : 'REDIS_PASSWORD'
    : undefined;
  const mapped = isMapped(status, options.vm);
  const announced = status.nodes.slice(0, 3).map(({ address }): [string, number] => {
    const colon = address.lastIndexOf(':');
    return [address.slice(0, colon), Number(address.slice(colon + 1))];
  });
  const published = status.nodes
    .flatMap(({ hostPort }): [string, number][] => (hostPort === undefined ? [] : [['127.0.0.1', hostPort]]))
    .slice(0, 3);
  const first = status.nodes[0];
  const note = password === undefined ? [] : [msg('redis.connect.password', { variable: password })];
  const host: Target = { seeds: mapped && published.length > 0 ? published : announced, password, mapped };
  const inside: Target = { seeds: announced, password, mapped: false };
  const network = status.mode === 'host' ? 'host' : status.network?.name;
  const tools = (from: Snippet['from'], target: Target, notes: readonly Message[]): Snippet[] =>
    target.seeds.length === 0
      ? []
      : snippetTools.map(({ tool, language, write }) => ({
          id: `${from}:${tool}`,
          from,
          tool,
          language,
          text: write(target),
          notes: [...notes, ...note],
        }));
  const shell = (from: Snippet['from'], text: string, notes: readonly Message[]): Snippet => ({
    id: `${from}:redis-cli`,
    from,
    tool: 'redis-cli',
    language: 'shell',
    text: password === undefined ? text : `REDISCLI_AUTH="$${password}" ${text}`,
    notes: [...notes, ...note],
  });
  const seed = announced[0];
  if (first === undefined || seed === undefined) return [];
  const auth = password === undefined ? [] : ['-e', 'REDISCLI_AUTH'];
  const at = (of: readonly [string, number]): (string | number)[] => ['-h', of[0], '-p', of[1]];
  const containerNote =
    status.mode === 'host'
      ? [msg('redis.connect.hostNetwork')]
      : network === undefined
        ? []
        : [msg('redis.connect.network', { network })];
  const image = first.container?.image ?? spec?.image ?? 'redis';
  return [
    mapped && first.container !== undefined
      ? shell(
          'host',
          command('docker', 'exec', '-it', ...auth, first.container.name, 'redis-cli', '-c', '-p', seed[1]),
          [msg('redis.connect.inContainer')],
        )
      : shell('host', command('redis-cli', '-c', ...at(host.seeds[0] ?? seed)), []),
    ...tools('host', host, mapped ? [msg('redis.connect.mapped')] : []),
    ...(network === undefined
      ? []
      : [
          shell(
            'container',
            command(
              'docker',
              'run',
              '--rm',
              '-it',
              '--network',
              network,
              ...auth,
              image,
              'redis-cli',
              '-c',
              ...at(seed),
            ),
            containerNote,
          ),
          ...tools('container', inside, containerNote),
        ]),
  ];
}
