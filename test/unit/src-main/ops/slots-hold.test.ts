import { describe, expect, it } from 'vitest';
import type { RedisNode } from '@shared/ops';
import type { NodeConnection } from '../../../../src-main/clients/redis';
import { RedisFailure } from '../../../../src-main/clients/redis-errors';
import { parseClusterNodes } from '../../../../src-main/clients/redis-replies';
import { staysMoved } from '../../../../src-main/ops/slots/holds';

const source: RedisNode = {
  name: 'demo-4',
  host: '127.0.0.1',
  port: 6384,
  announce: { address: '172.18.0.14', port: 6384, busPort: 16_384 },
  innerPort: 6384,
};
const id = 'a'.repeat(40);
const self = (role: string, slots: string): string =>
  `${id} 172.18.0.14:6384@16384 myself,${role} ${role === 'slave' ? 'b'.repeat(40) : '-'} 0 0 4 connected ${slots}`;

/** Whether a done move of slots 100 to 199 is taken as done, when its source answers so. */
function holds(answer: string | Error): Promise<boolean> {
  const clusterNodes = (): ReturnType<NodeConnection['clusterNodes']> =>
    typeof answer === 'string'
      ? Promise.resolve({ raw: answer, lines: parseClusterNodes(answer) })
      : Promise.reject(answer);
  const pool = { node: () => ({ clusterNodes }) as unknown as NodeConnection, close: () => undefined };
  return staysMoved(
    { pool },
    { from: [{ node: source, ranges: [[100, 199]] }] },
    { signal: new AbortController().signal },
  );
}

describe('a move that was done, when its run is resumed', () => {
  it('holds while the source owns other slots only', async () => {
    expect(await holds(self('master', '0-99 200-5000'))).toBe(true);
  });
  it('is done again when the source owns one of the slots, or has one open', async () => {
    expect(await holds(self('master', '0-100'))).toBe(false);
    expect(await holds(self('master', `0-99 [150->-${'c'.repeat(40)}]`))).toBe(false);
  });
  it('holds when the source has become a replica', async () => {
    expect(await holds(self('slave', ''))).toBe(true);
  });
  it('holds when the source is gone: a later step of a scale-in has removed it', async () => {
    expect(await holds(new RedisFailure('redis.unreachable', source, 'ECONNREFUSED'))).toBe(true);
  });
  it('cannot be told when the source does not let us in', async () => {
    const refused = new RedisFailure('redis.auth-required', source, 'NOAUTH Authentication required.');
    await expect(holds(refused)).rejects.toBe(refused);
  });
});
