import { describe, expect, it } from 'vitest';
import type { RedisNode } from '@shared/ops';
import type { RedisPool } from '../../../../src-main/clients/redis';
import { parseClusterNodes } from '../../../../src-main/clients/redis-replies';
import { hostAndPort, wayTo, type Published } from '../../../../src-main/observe/redis-remote-find';

const id = 'a'.repeat(40);

/** A pool in which some places answer with an id. */
function pool(answers: Readonly<Record<string, string>>): { pool: RedisPool; tried: string[] } {
  const tried: string[] = [];
  const node = ({ host, port }: RedisNode) => ({
    myId: () => {
      tried.push(`${host}:${port}`);
      const answer = answers[`${host}:${port}`];
      return answer === undefined ? Promise.reject(new Error('closed')) : Promise.resolve(answer);
    },
    close: () => undefined,
  });
  return { pool: { node, close: () => undefined } as unknown as RedisPool, tried };
}

const line = (address: string, flags = 'master') =>
  parseClusterNodes(`${id} ${address} ${flags} - 0 0 1 connected 0-5460`)[0]!;
const seed = { host: 'far.example', port: 6379 };
const none = (): Promise<Published> => Promise.resolve(new Map());
const access = { ...seed, map: {} };

describe('the way to a node elsewhere', () => {
  it('is its announced address where that leads to it', async () => {
    const { pool: open, tried } = pool({ '10.0.0.1:7000': id });
    const way = await wayTo(open, access, line('10.0.0.1:7000@17000'), seed, none);
    expect(way).toMatchObject({ id, host: '10.0.0.1', port: 7000, name: '10.0.0.1:7000' });
    expect(tried).toEqual(['10.0.0.1:7000']);
  });

  it('is not an address where another node answers, but the published port, the name, or the seed’s host', async () => {
    const other = { '10.0.0.1:7000': 'b'.repeat(40) };
    const published: Published = new Map([['10.0.0.1:7000', { host: '127.0.0.1', port: 9000 }]]);
    const byPort = await wayTo(
      pool({ ...other, '127.0.0.1:9000': id }).pool,
      access,
      line('10.0.0.1:7000@17000'),
      seed,
      () => Promise.resolve(published),
    );
    expect(byPort).toMatchObject({
      host: '127.0.0.1',
      port: 9000,
      announce: { address: '10.0.0.1', port: 7000 },
    });
    const named = line('10.0.0.1:7000@17000,node-1.example');
    const byName = await wayTo(pool({ ...other, 'node-1.example:7000': id }).pool, access, named, seed, none);
    expect(byName).toMatchObject({ host: 'node-1.example', port: 7000, name: 'node-1.example' });
    const bySeed = await wayTo(
      pool({ 'far.example:7000': id }).pool,
      access,
      line('10.0.0.1:7000@17000'),
      seed,
      none,
    );
    expect(bySeed).toMatchObject({ host: 'far.example', port: 7000 });
  });

  it('is only what a person said, where one did', async () => {
    const map = { '10.0.0.1:7000': '[::1]:7100' };
    const { pool: open, tried } = pool({ '10.0.0.1:7000': id });
    expect(await wayTo(open, { ...access, map }, line('10.0.0.1:7000@17000'), seed, none)).toBeUndefined();
    expect(tried).toEqual(['::1:7100']);
  });

  it('is the seed itself for its own line, also before it knows its address', async () => {
    const { pool: open } = pool({ 'far.example:6379': id });
    const way = await wayTo(open, access, line(':6379@16379', 'myself,master'), seed, none);
    expect(way).toMatchObject({ host: 'far.example', port: 6379, announce: { address: 'far.example' } });
  });
});

describe('a host and its port', () => {
  it.each([
    ['a.example:1', { host: 'a.example', port: 1 }],
    ['[fe80::1]:7000', { host: 'fe80::1', port: 7000 }],
    ['::1:7000', { host: '::1', port: 7000 }],
    ['a', undefined],
    ['a:', undefined],
    [':1', undefined],
    ['a:70000', undefined],
    ['a:0', undefined],
  ])('%s', (text, expected) => expect(hostAndPort(text)).toEqual(expected));
});
