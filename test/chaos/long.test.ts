import { afterAll, beforeAll, expect, it } from 'vitest';
import { clusterName, images, ports, sweep } from '../support/world';
import { seeded, type Random } from './random';
import { play, type Change, type Trouble } from './scenario';

/*
 * `npm run chaos [-- ROUNDS [SEED]]`: rounds of growth and shrinking under load, with the app and nodes dying at
 * moments that the seed chooses. The seed of a round that failed is in its name: give it again to play it again.
 */
const name = clusterName('chaos');
const rounds = Number(process.env['FLOTILLA_CHAOS_ROUNDS'] ?? 6);
const firstSeed = Number(process.env['FLOTILLA_CHAOS_SEED'] ?? 1);
const minutes = 60_000;
const { redis7, redis8, valkey } = await images();
const servers = [redis7, redis8, valkey].filter((image) => image !== undefined);

beforeAll(() => sweep(name));
afterAll(() => sweep(name));

/** 3 -> 4 -> 6 -> 3, each step with its own troubles; every second round spares the masters. */
function changesOf(random: Random, spareMasters: boolean): Change[] {
  const victims: Trouble['victim'][] = spareMasters ? ['replica'] : ['replica', 'source', 'target'];
  return [4, 6, 3].map((masters) => ({
    masters,
    killApp: random.between(0, 2),
    ...(random.next() < 0.8 && {
      trouble: { victim: random.pick(victims), kind: random.pick(['kill', 'pause'] as const) },
    }),
  }));
}

for (let round = 0; round < rounds; round++) {
  const seed = firstSeed + round;
  const image = servers[round % servers.length] ?? redis7;
  it(
    `seed ${seed} on ${image}`,
    async () => {
      const cluster = `${name}-${round}`;
      const changes = changesOf(seeded(seed), round % 2 === 0);
      try {
        const outcome = await play({
          cluster,
          port: await ports(16),
          image,
          changes,
          seed,
          preload: 60_000,
          log: console.log,
        });
        const { acknowledged, reads, lostWithinLag, appKills, faults } = outcome;
        console.log({ seed, acknowledged, reads, lostWithinLag, appKills, nodesStruck: faults.length });
        expect(outcome.wrong).toEqual([]);
      } finally {
        await sweep(cluster);
      }
    },
    15 * minutes,
  );
}
