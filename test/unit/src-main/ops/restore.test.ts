import { describe, expect, it } from 'vitest';
import { raw } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { Reply } from '@shared/redis-cluster/reply-text';
import { RedisFailure } from '../../../../src-main/clients/redis-errors';
import type { RawPool } from '../../../../src-main/clients/redis-raw';
import { createRestorer, type Dumped } from '../../../../src-main/ops/data/restore';

const node = (n: number): RedisNode => ({
  ...{ name: `n${n}`, host: '127.0.0.1', port: 7000 + n, innerPort: 7000 },
  announce: { address: `10.0.0.${n}`, port: 7000, busPort: 17_000 },
});
const id = (n: number): string => String(n).repeat(40);
const line = (n: number, flags: string, slots: string): string =>
  `${id(n)} 10.0.0.${n}:7000@17000 ${flags} - 0 0 1 connected ${slots}`;
const ok: Reply = { kind: 'status', text: 'OK' };
const error = (text: string): Reply => ({ kind: 'error', text });
const key = (name: string, slot: number): Dumped => ({
  ...{ key: Buffer.from(name), slot, ttl: 0, value: Buffer.from('v') },
});

interface Server {
  readonly nodes: string;
  readonly restore: (key: string, words: readonly unknown[], asking: boolean) => Reply;
}

/** A pool of servers by their name (or address, for those that nobody planned with); others are not there. */
function network(servers: Readonly<Record<string, Server>>): { pool: RawPool; asked: string[] } {
  const asked: string[] = [];
  const to = (at: RedisNode) => {
    const server = servers[at.name];
    if (server === undefined)
      return Promise.reject(new RedisFailure('redis.unreachable', at, 'ECONNREFUSED'));
    const answer = (words: readonly unknown[], asking = false): Reply => {
      if (words[0] === 'CLUSTER') return { kind: 'bulk', bytes: Buffer.from(server.nodes) };
      if (words[0] === 'ASKING') return ok;
      asked.push(`${at.name} ${String(words[1])}${asking ? ' asking' : ''}`);
      return server.restore(String(words[1]), words, asking);
    };
    return Promise.resolve({
      node: at,
      call: (words: readonly unknown[]) => Promise.resolve(answer(words)),
      batch: (all: readonly (readonly unknown[])[]) =>
        Promise.resolve(all.map((words) => answer(words, all[0]?.[0] === 'ASKING'))),
    });
  };
  return { pool: { to, close: () => undefined } as unknown as RawPool, asked };
}

const restorer = (servers: Readonly<Record<string, Server>>, replace = false) => {
  const { pool, asked } = network(servers);
  const made = createRestorer({ pool, masters: [node(1), node(2)], replace, doing: raw('Testing') });
  return { made, asked };
};
const halves = (first: number): string =>
  [
    line(1, first === 1 ? 'myself,master' : 'master', '0-8191'),
    line(2, first === 2 ? 'myself,master' : 'master', '8192-16383'),
  ].join('\n');

describe('keys are restored', () => {
  it('at their owners, and what is there is skipped', async () => {
    const { made, asked } = restorer({
      n1: {
        nodes: halves(1),
        restore: (name) => (name === 'there' ? error('BUSYKEY Target key name exists') : ok),
      },
      n2: { nodes: halves(2), restore: () => ok },
    });
    const results = await (await made)([key('a', 1), key('b', 9000), key('there', 2)]);
    expect(results).toEqual(['copied', 'copied', 'skipped']);
    expect(asked.sort()).toEqual(['n1 a', 'n1 there', 'n2 b']);
  });

  it('over what is there, where that was agreed', async () => {
    const words: unknown[] = [];
    const { made } = restorer(
      {
        n1: { nodes: halves(1), restore: (_, each) => (words.push(...each), ok) },
        n2: { nodes: halves(2), restore: () => ok },
      },
      true,
    );
    await (
      await made
    )([key('a', 1)]);
    expect(words.at(-1)).toBe('REPLACE');
  });

  it('where MOVED and ASK lead, and at the new owner from then on', async () => {
    const { made, asked } = restorer({
      n1: {
        nodes: halves(1),
        restore: (name) => error(name === 'asked' ? 'ASK 2 10.0.0.2:7000' : 'MOVED 1 10.0.0.2:7000'),
      },
      n2: {
        nodes: halves(2),
        restore: (name, _, asking) => (name === 'asked' && !asking ? error('MOVED 2 10.0.0.1:7000') : ok),
      },
    });
    const restore = await made;
    expect(await restore([key('a', 1), key('asked', 2)])).toEqual(['copied', 'copied']);
    expect(asked).toContain('n2 asked asking');
    asked.length = 0;
    expect(await restore([key('b', 1)])).toEqual(['copied']);
    expect(asked).toEqual(['n2 b']);
  });

  it('at the replica that took the place of a master that has gone', async () => {
    const view = [
      line(1, 'master,fail', ''),
      line(2, 'myself,master', '8192-16383'),
      line(3, 'master', '0-8191'),
    ].join('\n');
    const { made, asked } = restorer({
      n2: { nodes: view, restore: () => ok },
      '10.0.0.3:7000': { nodes: view, restore: () => ok },
    });
    expect(await (await made)([key('a', 1)])).toEqual(['copied']);
    expect(asked).toEqual(['10.0.0.3:7000 a']);
  });

  it('one by one: what one key lacks spoils no other', async () => {
    const { made } = restorer({
      n1: { nodes: halves(1), restore: (name) => (name === 'bad' ? error('ERR Bad data') : ok) },
      n2: { nodes: halves(2), restore: () => ok },
    });
    expect(await (await made)([key('bad', 1), key('a', 2)])).toEqual([{ error: 'ERR Bad data' }, 'copied']);
  });

  it.each([
    ['ERR DUMP payload version or checksum are wrong', 'import.version'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'redis.refused'],
    ['NOPERM this user has no permissions', 'redis.not-permitted'],
  ])('not at all where none would fare better: %s', async (text, code) => {
    const server = { nodes: halves(1), restore: () => error(text) };
    const restore = await restorer({ n1: server, n2: { ...server, nodes: halves(2) } }).made;
    await expect(restore([key('a', 1)])).rejects.toMatchObject({ info: { code } });
  });

  it('nowhere when no master answers', async () => {
    await expect(restorer({}).made).rejects.toMatchObject({ info: { code: 'redis.unreachable' } });
  });
});
