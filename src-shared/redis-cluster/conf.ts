import { isLoopback } from '../ipv4';
import { imageParts } from '../image';
import type { PlannedNode } from './nodes';
import { memoryBytes, type RedisClusterSpec } from './spec';

/** Where a node's configuration stands in its container: on its data mount, so it outlives the container. */
export const confPath = '/data/redis.conf';
/** What a node remembers of its cluster; an old one must not be there when a new node starts. */
export const nodesConfPath = '/data/nodes.conf';

/**
 * A value as redis.conf takes it: in double quotes, so that spaces, quotes, # and control characters stay.
 * The reading side is sdssplitargs in sds.c.
 */
export function escapeConf(value: string): string {
  const short: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  // eslint-disable-next-line no-control-regex -- control characters are what has to be found
  const escaped = value.replace(/["\\\u0000-\u001f\u007f]/g, (char) => {
    return short[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

/**
 * Fills `${NAME}` places of a configuration with secrets, escaped. What a secret holds is not looked at
 * again, so a secret that contains `${NAME}` stays as it is. An unknown name throws.
 */
export function fillSecrets(content: string, values: Readonly<Record<string, string>>): string {
  return content.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new RangeError(`no value for ${name}`);
    return escapeConf(value);
  });
}

/** The server's program in an image: Valkey's images call theirs valkey-server. */
export function serverProgram(image: string): string {
  return imageParts(image).name.includes('valkey') ? 'valkey-server' : 'redis-server';
}

/** maxmemory: three quarters of the limit, so that buffers and a copy while saving have room. */
export function maxMemory(spec: RedisClusterSpec): number | undefined {
  return spec.memory === undefined ? undefined : Math.floor((memoryBytes(spec.memory) * 3) / 4);
}

/**
 * A node's redis.conf: only directives that Redis 6.2 to 8 and Valkey 8 and 9 all take.
 * `${PASSWORD}` stands where the secret goes when the file is written.
 */
export function serverConf(spec: RedisClusterSpec, node: PlannedNode): string {
  const { announce } = node.redis;
  // Where the nodes talk over 127.0.0.1 only, nobody else needs to get in.
  const { network } = spec;
  const bind = network.mode === 'host' && isLoopback(network.address) ? network.address : '0.0.0.0';
  const limit = maxMemory(spec);
  const lines = [
    `port ${node.port}`,
    `bind ${bind}`,
    // With it on and no password a node would refuse its fellows.
    ...(spec.password === undefined ? ['protected-mode no'] : []),
    'dir /data',
    'cluster-enabled yes',
    'cluster-config-file nodes.conf',
    `cluster-node-timeout ${spec.nodeTimeout}`,
    `cluster-announce-ip ${announce.address}`,
    `cluster-announce-port ${announce.port}`,
    `cluster-announce-bus-port ${announce.busPort}`,
    `appendonly ${spec.persistence.appendonly ? 'yes' : 'no'}`,
    // By default a master waits 5 s for more replicas before it sends its data.
    'repl-diskless-sync-delay 0',
    ...(spec.password === undefined ? [] : ['requirepass ${PASSWORD}', 'masterauth ${PASSWORD}']),
    ...(limit === undefined ? [] : [`maxmemory ${limit}`, 'maxmemory-policy noeviction']),
  ];
  return lines.join('\n') + '\n';
}
