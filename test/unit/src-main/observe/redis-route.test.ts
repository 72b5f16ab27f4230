import { describe, expect, it } from 'vitest';
import { raw } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { Reply } from '@shared/redis-cluster/reply-text';
import { RedisFailure } from '../../../../src-main/clients/redis-errors';
import type { RawPool } from '../../../../src-main/clients/redis-raw';
import { createRoutes, ownerOf, sendRouted } from '../../../../src-main/observe/redis-route';

const redis = (n: number): RedisNode => ({
  ...{ name: `n${n}`, host: '127.0.0.1', port: 7000 + n, innerPort: 7000 },
  announce: { address: `10.0.0.${n}`, port: 7000, busPort: 17_000 },
});
/** A cluster of masters, each with a third of the slots; those named are the ones that are there. */
const cluster = (...numbers: number[]): LiveCluster =>
  ({
    name: 'demo',
    nodes: numbers.map((n) => ({
      ...{ name: `n${n}`, id: `id${n}`, role: 'master', health: 'ok', redis: redis(n) },
      slots: [[(n - 1) * 5000, n * 5000 - 1]],
    })),
  }) as unknown as LiveCluster;

type Answers = Readonly<Record<string, (words: readonly unknown[], asking: boolean) => string | Reply>>;

/** A pool in which nodes answer as said; the others are not there. */
function network(answers: Answers): { pool: RawPool; asked: string[] } {
  const asked: string[] = [];
  const reply = (name: string, words: readonly unknown[], asking: boolean): Reply => {
    asked.push(asking ? `${name} asking` : name);
    const answer = answers[name]?.(words, asking) ?? 'ERR';
    if (typeof answer !== 'string') return answer;
    return answer === 'OK' ? { kind: 'status', text: answer } : { kind: 'error', text: answer };
  };
  const to = (node: RedisNode) =>
    answers[node.name] === undefined
      ? Promise.reject(new RedisFailure('redis.unreachable', node, 'ECONNREFUSED'))
      : Promise.resolve({
          node,
          call: (words: readonly unknown[]) => Promise.resolve(reply(node.name, words, false)),
          batch: (all: readonly (readonly unknown[])[]) =>
            Promise.resolve([{ kind: 'status', text: 'OK' }, reply(node.name, all[1] ?? [], true)]),
        });
  return { pool: { to, close: () => undefined } as unknown as RawPool, asked };
}

const send = (answers: Answers, seen = cluster(1, 2, 3), fresh = seen, start?: RedisNode) => {
  const { pool, asked } = network(answers);
  const routing = { pool, cluster: seen, routes: () => Promise.resolve(fresh), doing: raw('Testing') };
  const sent = sendRouted(routing, ['GET', 'k'], { timeoutMs: 100, ...(start && { start }) });
  return { sent, asked };
};

describe('a command on its way through a cluster', () => {
  it('goes where MOVED leads, by the announced address', async () => {
    const { sent, asked } = send({ n1: () => 'MOVED 12182 10.0.0.3:7000', n3: () => 'OK' });
    expect(await sent).toMatchObject({ node: { name: 'n3' }, redirectedSlot: 12_182, reply: { text: 'OK' } });
    expect(asked).toEqual(['n1', 'n3']);
  });

  it('asks for leave where ASK leads, and only there', async () => {
    const { sent, asked } = send({
      n1: () => 'ASK 5 10.0.0.2:7000',
      n2: (_, asking) => (asking ? 'OK' : 'MOVED 5 10.0.0.1:7000'),
    });
    expect(await sent).toMatchObject({ node: { name: 'n2' }, redirectedSlot: 5 });
    expect(asked).toEqual(['n1', 'n2 asking']);
  });

  it('tries again while keys of one command are apart', async () => {
    let left = 2;
    const { sent, asked } = send({ n1: () => (left-- > 0 ? 'TRYAGAIN Multiple keys' : 'OK') });
    expect(await sent).toMatchObject({ reply: { text: 'OK' } });
    expect(asked).toHaveLength(3);
  });

  it('reaches a node that has come since, also one that nobody has told of', async () => {
    const later = await send({ n1: () => 'MOVED 1 10.0.0.4:7000', n4: () => 'OK' }, cluster(1), cluster(1, 4))
      .sent;
    expect(later.node).toEqual(redis(4));
    const stranger = await send({ n1: () => 'MOVED 1 10.9.9.9:7009', '10.9.9.9:7009': () => 'OK' }).sent;
    expect(stranger.node).toMatchObject({ host: '10.9.9.9', port: 7009 });
  });

  it('begins elsewhere when its node has gone, and gives up when all have', async () => {
    const { sent, asked } = send({ n2: () => 'OK' }, cluster(1, 2), cluster(2), redis(1));
    expect(await sent).toMatchObject({ node: { name: 'n2' } });
    expect(asked).toEqual(['n2']);
    await expect(send({}, cluster(1, 2)).sent).rejects.toMatchObject({ info: { code: 'redis.unreachable' } });
    await expect(send({}, cluster()).sent).rejects.toMatchObject({ info: { code: 'redis.no-master' } });
  });

  it('is not sent to and fro for ever', async () => {
    const answers = { n1: () => 'MOVED 1 10.0.0.2:7000', n2: () => 'MOVED 1 10.0.0.1:7000' };
    await expect(send(answers).sent).rejects.toMatchObject({ info: { code: 'redis.redirect-loop' } });
  });

  it('gives an error reply as a reply', async () => {
    expect(await send({ n1: () => 'WRONGTYPE no' }).sent).toMatchObject({ reply: { text: 'WRONGTYPE no' } });
  });
});

describe('the last look at a cluster', () => {
  it('is kept for a moment, a failure is not', async () => {
    let looks = 0;
    const routes = createRoutes((name) => {
      looks++;
      return name === 'gone' ? Promise.reject(new Error('gone')) : Promise.resolve(cluster(1));
    });
    await routes('demo');
    await routes('demo');
    expect(looks).toBe(1);
    await routes('demo', { fresh: true });
    expect(looks).toBe(2);
    await expect(routes('gone')).rejects.toThrow();
    await expect(routes('gone')).rejects.toThrow();
    expect(looks).toBe(4);
  });
  it('tells who owns a slot', () => {
    expect(ownerOf(cluster(1, 2), 5000)?.name).toBe('n2');
    expect(ownerOf(cluster(1, 2), 16_000)).toBeUndefined();
  });
});
