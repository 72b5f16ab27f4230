import type { RedisNode } from '@shared/ops';
import type { RedisPool } from '../clients/redis';
import type { NodeLine } from '../clients/redis-replies';

/** How to get into a cluster that stands elsewhere. */
export interface RemoteAccess {
  /** Where one of its nodes answers. */
  readonly host: string;
  readonly port: number;
  readonly auth?: RedisNode['auth'];
  readonly tls?: RedisNode['tls'];
  /** Announced `address:port` -> where this computer reaches it: what a person said. */
  readonly map: Readonly<Record<string, string>>;
}

/** A node, and the way to it. */
export interface RemoteNode {
  readonly id: string;
  readonly name: string;
  readonly announce: RedisNode['announce'];
  /** Where this computer reaches it. */
  readonly host: string;
  readonly port: number;
}

/** Published ports of containers on the engine: a container's `address:port` -> where this computer finds it. */
export type Published = ReadonlyMap<string, { readonly host: string; readonly port: number }>;

const tryMs = 1500;

/** `host:port` in its parts; IPv6 addresses may stand in brackets. Undefined where it is none. */
export function hostAndPort(text: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([^\]]+)\]|(.*)):(\d{1,5})$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3] ?? 0);
  return host === '' || port < 1 || port > 65_535 ? undefined : { host, port };
}

/** As ops reach it. */
export function remoteRedis(
  { auth, tls }: Pick<RemoteAccess, 'auth' | 'tls'>,
  node: Omit<RemoteNode, 'id'>,
): RedisNode {
  return {
    name: node.name,
    host: node.host,
    port: node.port,
    announce: node.announce,
    innerPort: node.announce.port,
    ...(auth === undefined ? {} : { auth }),
    ...(tls === undefined ? {} : { tls }),
  };
}

/** A node's name where it has no container: as the cluster's page calls it. */
export const remoteName = ({ hostname, host, port }: Pick<NodeLine, 'hostname' | 'host' | 'port'>): string =>
  hostname ?? `${host}:${port}`;

/**
 * The way to a node that the others tell of: as a person said; else its announced address or name; else a published
 * port of a container that has this address; else the seed's host with the node's port. A way counts only where
 * that very node answers there. Undefined: none of them leads to it.
 *
 * @param seed where the view came from: the node itself where the line is about it
 */
export async function wayTo(
  pool: RedisPool,
  access: RemoteAccess,
  line: NodeLine,
  seed: { readonly host: string; readonly port: number },
  published: () => Promise<Published>,
): Promise<RemoteNode | undefined> {
  const announce = { address: line.host || seed.host, port: line.port, busPort: line.busPort };
  const at = `${announce.address}:${announce.port}`;
  const name = remoteName({ ...line, host: announce.address });
  const said = access.map[at] ?? access.map[name];
  const mapped = said === undefined ? undefined : hostAndPort(said);
  const ways: (() => Promise<{ host: string; port: number } | undefined>)[] =
    said !== undefined
      ? [() => Promise.resolve(mapped)]
      : line.myself
        ? [() => Promise.resolve(seed)]
        : [
            () => Promise.resolve({ host: announce.address, port: announce.port }),
            () => Promise.resolve(line.hostname ? { host: line.hostname, port: announce.port } : undefined),
            async () => (await published()).get(at),
            () => Promise.resolve({ host: seed.host, port: announce.port }),
          ];
  for (const way of ways) {
    const place = await way();
    if (place === undefined) continue;
    const node: RemoteNode = { id: line.id, name, announce, ...place };
    if (await leadsTo(pool, remoteRedis(access, node), line.id)) return node;
  }
  return undefined;
}

/** Whether that very node answers there: an address may lead to another one, or to none. */
async function leadsTo(pool: RedisPool, node: RedisNode, id: string): Promise<boolean> {
  // A lane of its own: the connection to a wrong place is closed again, and nobody else's with it.
  const connection = pool.node(node, 'way');
  try {
    return (await connection.myId({ timeoutMs: tryMs })) === id;
  } catch {
    return false;
  } finally {
    connection.close();
  }
}
