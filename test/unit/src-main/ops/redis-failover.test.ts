import { describe, expect, it, vi } from 'vitest';
import type { RedisNode } from '@shared/ops';
import type { NodeConnection, RedisPool } from '../../../../src-main/clients/redis';
import { parseClusterNodes } from '../../../../src-main/clients/redis-replies';
import { redisOps } from '../../../../src-main/ops/redis';

const node = (name: string, port: number): RedisNode => ({
  name,
  host: '127.0.0.1',
  port,
  announce: { address: '127.0.0.1', port, busPort: port + 10_000 },
  innerPort: port,
});
const [master, replica, other] = [node('master', 7001), node('replica', 7002), node('other', 7003)];
const ids = new Map([master, replica, other].map(({ name }, n) => [name, String(n + 1).repeat(40)]));

/** Three nodes; the replica believes its master to have what `seen` says until it has been asked so often. */
function cluster(seen: string, looks: number): { pool: RedisPool; asked: string[] } {
  const asked: string[] = [];
  let promoted = false;
  let left = looks;
  const line = (
    of: RedisNode,
    self: RedisNode,
    role: string,
    masterOf: RedisNode | undefined,
    slots: string,
  ) =>
    `${ids.get(of.name)} 127.0.0.1:${of.port}@1${of.port} ${of === self ? 'myself,' : ''}${role} ${masterOf === undefined ? '-' : ids.get(masterOf.name)} 0 0 1 connected ${slots}`;
  const view = (self: RedisNode): string => {
    const late = self === replica && !promoted && left-- > 0;
    const [a, b] = promoted ? [replica, master] : [master, replica];
    return [
      line(a, self, 'master', undefined, late ? seen : '0-8191'),
      line(b, self, 'slave', a, ''),
      line(other, self, 'master', undefined, '8192-16383'),
    ].join('\n');
  };
  const connection = (at: RedisNode): NodeConnection =>
    ({
      clusterNodes: () => {
        const raw = view(at);
        return Promise.resolve({ raw, lines: parseClusterNodes(raw) });
      },
      call: (words: readonly string[]) => {
        asked.push(`${words.join(' ')} after ${String(looks - Math.max(0, left))} late looks`);
        promoted = true;
        return Promise.resolve('OK');
      },
    }) as Partial<NodeConnection> as NodeConnection;
  return { pool: { node: connection, close: vi.fn() }, asked };
}

const run = (pool: RedisPool, mode: 'graceful' | 'force') =>
  redisOps({ pool, resolveSecret: () => Promise.resolve('') })['redis.failover'].run(
    { node: replica, master, mode, nodes: [master, replica, other] },
    {
      runId: 'run',
      stepId: 'step',
      signal: new AbortController().signal,
      results: new Map(),
      progress: vi.fn(),
      log: vi.fn(),
    },
  );

describe('a replica takes over the slots that it believes its master to have', () => {
  it('so it is promoted only when it knows all of them', async () => {
    const { pool, asked } = cluster('0-99 101-8191', 3);
    expect(await run(pool, 'force')).toEqual({ changed: true });
    expect(asked).toEqual(['CLUSTER FAILOVER FORCE after 3 late looks']);
  });

  it('and at once where it does', async () => {
    const { pool, asked } = cluster('0-8191', 0);
    expect(await run(pool, 'graceful')).toEqual({ changed: true });
    expect(asked).toEqual(['CLUSTER FAILOVER after 0 late looks']);
  });
});
