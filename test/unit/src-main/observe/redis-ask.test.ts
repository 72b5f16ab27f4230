import { expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import type { RedisPool } from '../../../../src-main/clients/redis';
import { askNode } from '../../../../src-main/observe/redis-answers';
import type { Candidate } from '../../../../src-main/observe/redis-candidates';

/** A node whose every question ends in this. */
const poolThatSays = (error: Error): RedisPool => {
  const ask = (): Promise<never> => Promise.reject(error);
  const connection = { clusterNodes: ask, clusterInfo: ask, info: ask, configGet: ask };
  return { node: () => connection } as unknown as RedisPool;
};
const candidate = { state: 'running' } as Candidate;

it.each(['secret.missing', 'container.gone'])(
  '%s is one node’s trouble, not that of all clusters',
  async (code) => {
    const error = new AppError({ code, doing: raw('d'), what: raw('w'), hint: raw('h') });
    const answer = await askNode(poolThatSays(error), candidate, candidate.node);
    expect(answer).toEqual({ candidate, failure: error });
  },
);

it('a fault of ours is not taken for a node’s silence', async () => {
  await expect(askNode(poolThatSays(new TypeError('oh')), candidate, candidate.node)).rejects.toThrow('oh');
});
