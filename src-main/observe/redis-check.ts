import type { CheckFacts } from '@shared/redis-cluster/check';
import type { RedisPool } from '../clients/redis';
import { patienceMs } from './redis-answers';
import { isLocked, type Found } from './redis-assess';

/** What a check needs beside the live cluster. `unroutable`: names of nodes whose address does not open from here. */
export async function checkFacts(
  group: Found,
  pool: RedisPool,
  unroutable: readonly string[],
  { deep, at }: { readonly deep: boolean; readonly at: number },
): Promise<CheckFacts> {
  const { members } = group;
  const coverage = await Promise.all(
    members
      .filter(({ lines }) => lines !== undefined)
      .map(async ({ candidate: { name, node } }) => {
        // A user of few rights may be denied CONFIG.
        const value = await pool
          .node(node)
          .configGet('cluster-require-full-coverage', { timeoutMs: patienceMs })
          .catch(() => undefined);
        return value === undefined ? [] : [[name, value !== 'no'] as const];
      }),
  );
  return {
    persists: Object.fromEntries(
      members.flatMap(({ candidate: { name }, persists }) =>
        persists === undefined ? [] : [[name, persists] as const],
      ),
    ),
    fullCoverage: Object.fromEntries(coverage.flat()),
    locked: members.filter(isLocked).map(({ candidate }) => candidate.name),
    unroutable,
    deadPorts: members.flatMap(({ candidate }) =>
      candidate.deadPorts
        // The bus port's wrong twin needs no word of its own.
        .filter(({ containerPort }) => containerPort !== 16_379)
        .map(({ hostPort }) => `${candidate.name}:${hostPort}`),
    ),
    deep,
    at,
  };
}
