import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, nodesOf } from '../chaos/nodes';
import { play, type Change, type Outcome, type Scenario } from '../chaos/scenario';
import { clusterName, images, ports, sweep } from '../support/world';

/*
 * Nothing that was acknowledged is lost while a cluster grows and shrinks under load, whoever dies meanwhile.
 * The short form; `npm run chaos` plays many more rounds.
 */
const name = clusterName('loss');
const minutes = 60_000;
const { redis7 } = await images();

beforeAll(() => sweep(name));
afterAll(() => sweep(name));

async function played(
  letter: string,
  changes: readonly Change[],
  seed: number,
  more: Partial<Scenario> = {},
): Promise<Outcome> {
  const cluster = `${name}-${letter}`;
  try {
    return await play({
      cluster,
      port: await ports(16),
      image: redis7,
      changes,
      seed,
      log: console.log,
      ...more,
    });
  } finally {
    await sweep(cluster);
  }
}

it(
  'grows and shrinks while the app and replicas are killed: every acknowledged write is there, no client notices',
  async () => {
    const outcome = await played(
      'a',
      [
        { masters: 4, killApp: 2 },
        { masters: 6, killApp: 1, trouble: { victim: 'replica', kind: 'kill' } },
        { masters: 3, killApp: 2 },
      ],
      20_261,
    );
    console.log({ ...outcome, faults: outcome.faults.length });
    expect(outcome.wrong).toEqual([]);
    expect(outcome.lostWithinLag).toBe(0);
    expect(outcome.appKills).toBe(5);
    expect(outcome.acknowledged).toBeGreaterThan(20_000);
  },
  8 * minutes,
);

it(
  'a source or target master dies while slots move: nothing is lost but what had not reached its replica',
  async () => {
    const outcome = await played(
      'b',
      [
        { masters: 4, trouble: { victim: 'target', kind: 'kill' } },
        { masters: 3, killApp: 1, trouble: { victim: 'source', kind: 'pause' } },
      ],
      20_262,
    );
    console.log({ ...outcome, faults: outcome.faults.length });
    expect(outcome.wrong).toEqual([]);
    expect(outcome.faults.map((fault) => fault.role)).toEqual(['master', 'master']);
  },
  8 * minutes,
);

it('sees a single key that was lost', async () => {
  const outcome = await played('c', [], 20_263, {
    preload: 500,
    async sabotage(cluster) {
      for (const { port } of (await nodesOf(cluster)).filter((node) => node.role === 'master')) {
        await ask(port, async (client) => {
          // Only one of the masters owns its slot.
          await client.del('preload:7').catch(() => 0);
        });
      }
    },
  });
  expect(outcome.wrong).toHaveLength(1);
  expect(outcome.wrong[0]).toContain('written and gone: preload:7 ');
}, 120_000);
