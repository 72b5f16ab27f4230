import { describe, expect, it, vi } from 'vitest';
import { CancelledError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import type { NodeConnection, RedisPool } from '../../../../src-main/clients/redis';
import { RedisFailure, toRedisFailure } from '../../../../src-main/clients/redis-errors';
import { parseClusterNodes } from '../../../../src-main/clients/redis-replies';
import { redisOps } from '../../../../src-main/ops/redis';
import { agreement } from '../../../../src-main/ops/redis-views';
import { pause } from '../../../../src-main/ops/redis-wait';
import type { OpContext } from '../../../../src-main/runner/types';

const node = (n: number): RedisNode => ({
  name: `r-${n}`,
  container: `r-${n}`,
  host: '127.0.0.1',
  port: 7000 + n,
  announce: { address: `172.18.0.1${n}`, port: 7000 + n, busPort: 17_000 + n },
  innerPort: 7000 + n,
});
const id = (n: number): string => String(n).repeat(40);
const halves = ['0-8191', '8192-16383'];
const view = (n: number, others = [1, 2]): string =>
  others
    .map(
      (each) =>
        `${id(each)} 172.18.0.1${each}:700${each}@1700${each} ${each === n ? 'myself,' : ''}master - 0 0 ${each} connected ${halves[each - 1] ?? ''}`,
    )
    .join('\n');
const context = (signal = new AbortController().signal): OpContext => ({
  runId: 'run',
  stepId: 'step',
  signal,
  results: new Map(),
  progress: vi.fn(),
  log: vi.fn(),
});

describe('the redirect check', () => {
  /** Two masters behind published ports; their announced addresses lead nowhere from this computer. */
  function desktop(moved: string): { pool: RedisPool; store: Map<string, string> } {
    const store = new Map<string, string>();
    const connection = (at: RedisNode): NodeConnection => {
      const n = Number(at.name.at(-1));
      const reachable = at.host === '127.0.0.1';
      const lost = () => Promise.reject(new RedisFailure('redis.unreachable', at, 'EHOSTUNREACH'));
      const [host = '', port = ''] = moved.split(':');
      const redirect = { redirect: { kind: 'MOVED' as const, slot: 9000, host, port: Number(port) } };
      const fake: Partial<NodeConnection> = {
        clusterNodes: () => Promise.resolve({ raw: view(n), lines: parseClusterNodes(view(n)) }),
        call: () => Promise.resolve(9000),
        myId: () => (reachable ? Promise.resolve(id(n)) : lost()),
        set: (key, value) => {
          if (!reachable) return lost();
          if (n !== 2) return Promise.resolve(redirect);
          store.set(key, value);
          return Promise.resolve({ value: 'OK' });
        },
        get: (key) => Promise.resolve({ value: store.get(key) ?? null }),
        del: (key) => Promise.resolve({ value: store.delete(key) ? '1' : '0' }),
        close: vi.fn(),
      };
      return fake as NodeConnection;
    };
    return { pool: { node: connection, close: vi.fn() }, store };
  }
  const run = (pool: RedisPool) =>
    redisOps({ pool, resolveSecret: () => Promise.resolve('') })['redis.verifyRedirect'].run(
      { nodes: [node(1), node(2)], from: 'host' },
      context(),
    );

  it('goes through the published port where the announced address cannot be reached, and says so', async () => {
    const { pool, store } = desktop('172.18.0.12:7002');
    expect(await run(pool)).toEqual({
      asked: 'r-1',
      owner: 'r-2',
      movedTo: '172.18.0.12:7002',
      via: 'published',
    });
    expect(store.size).toBe(0);
  });

  it('refuses a redirect to another address than the owner’s', async () => {
    const { pool } = desktop('127.0.0.1:7002');
    await expect(run(pool)).rejects.toMatchObject({
      info: {
        code: 'redis.redirect',
        what: { params: { got: '127.0.0.1:7002', expected: '172.18.0.12:7002' } },
      },
    });
  });
});

describe('agreement', () => {
  const nodes = [node(1), node(2)];
  const views = (texts: readonly string[]) =>
    texts.map((text, index) => ({
      node: nodes[index]!,
      id: id(index + 1),
      lines: parseClusterNodes(text),
    }));
  const missing = (texts: readonly string[]) =>
    agreement(nodes, views(texts), { roles: false }).missing.map((each) => each.key);

  it('is reached when all know all and see the same', () => {
    expect(agreement(nodes, views([view(1), view(2)]), { roles: true })).toEqual({
      agreeing: 2,
      missing: [],
      untold: [],
    });
  });

  it('says who lacks what', () => {
    expect(missing([view(1), view(2, [2])])).toEqual(['ops.redis.missing.unknown']);
    expect(missing([view(1)])).toEqual(['ops.redis.missing.silent']);
    expect(missing([`${view(1)}\n${id(9)} 1.1.1.1:1@2 handshake - 0 0 0 disconnected`, view(2)])).toEqual([
      'ops.redis.missing.handshake',
    ]);
    expect(missing([`${view(1)}\n${id(9)} 1.1.1.1:1@2 master - 0 0 0 connected`, view(2)])).toEqual([
      'ops.redis.missing.stranger',
    ]);
    expect(missing([view(1).replace(/connected 8192/, 'disconnected 8192'), view(2)])).toEqual([
      'ops.redis.missing.link',
    ]);
    expect(missing([view(1).replace('8192-16383', '8192-16382'), view(2)])).toEqual([
      'ops.redis.missing.view',
    ]);
  });
});

describe('errors of a node', () => {
  const reply = (text: string): Error => Object.assign(new Error(text), { name: 'ReplyError' });
  it.each([
    [new Error('connect ECONNREFUSED 127.0.0.1:7001'), 'redis.unreachable'],
    [new Error('Connection is closed.'), 'redis.unreachable'],
    [reply('NOAUTH Authentication required.'), 'redis.auth-required'],
    [reply('WRONGPASS invalid username-password pair or user is disabled.'), 'redis.auth-wrong'],
    [reply('ERR This instance has cluster support disabled'), 'redis.not-cluster'],
    [reply('LOADING Redis is loading the dataset in memory'), 'redis.loading'],
    [reply("NOPERM this user has no permissions to run the 'cluster|meet' command"), 'redis.not-permitted'],
    [reply('-DENIED Redis is running in protected mode because'), 'redis.protected-mode'],
    [reply('ERR Slot 5 is already busy'), 'redis.refused'],
  ])('%s -> %s', (error, code) => {
    const failure = toRedisFailure(error, node(1));
    expect(failure).toMatchObject({ info: { code } });
    expect(failure).toBeInstanceOf(RedisFailure);
  });

  it('leaves a cancellation alone', async () => {
    const cancelled = new CancelledError('cancelled');
    expect(toRedisFailure(cancelled, node(1))).toBe(cancelled);
    const controller = new AbortController();
    const resting = pause(60_000, controller.signal);
    controller.abort();
    await expect(resting).rejects.toBeInstanceOf(CancelledError);
  });
});
