import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countSlots } from '@shared/redis-cluster/slots';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { Flotilla } from '../../src-main/wiring';
import { failures, flotilla } from '../support/flotilla';
import { clusterName, images, lacking, noImage, sweep } from '../support/world';
import {
  becomes,
  buildCluster,
  fill,
  isSound,
  keepsAll,
  mastersOf,
  nodeOf,
  succeeds,
} from './day-two-support';
import { leftovers } from './support';

// A cluster with data grows and shrinks through plans, as the window and the command do it. No key is lost.

const password = 'day two "password"';
process.env['FLOTILLA_TEST_DAY_TWO'] = password;
const keys = 3000;

const { redis7, redis8, valkey } = await images();
let services: Flotilla;
beforeAll(async () => {
  services = await flotilla();
});
afterAll(() => services.close());

const slotsOf = (live: LiveCluster): Record<string, number> =>
  Object.fromEntries(mastersOf(live).map((node) => [node.name, countSlots(node.slots)]));

describe.each([
  ['redis 7 with a password', redis7, password],
  ['Redis 8', redis8, undefined],
  ['Valkey', valkey, undefined],
] as const)('on %s', (label, image, secret) => {
  const name = clusterName('grow');
  const here = image !== undefined;
  const needed = lacking(noImage(label, image));
  const look = (): Promise<LiveCluster> => services.clusters.live(name);
  const nodes = (...numbers: number[]): string[] => numbers.map((n) => `${name}-${n}`);

  beforeAll(async () => {
    if (!here) return;
    await buildCluster(services, name, {
      image,
      ...(secret === undefined ? {} : { password: { env: 'FLOTILLA_TEST_DAY_TWO' } }),
    });
    await fill(await look(), keys, secret);
  });
  afterAll(() => sweep(name));
  // The next test begins with the same data.
  afterEach(async () => {
    if (here && (await leftovers(name)).length > 0) await keepsAll(await look(), keys, secret);
  });

  it('grows by one master with its replica', needed, async () => {
    const run = await succeeds(services, {
      kind: 'redis-cluster.scale-out',
      name,
      masters: 1,
      replicas: 1,
      pace: 'fast',
    });
    expect(JSON.stringify(run)).not.toContain('day two');
    const live = await isSound(services, name);
    expect(live.nodes.map((node) => node.name)).toEqual(nodes(1, 2, 3, 4, 5, 6, 7, 8));
    expect(slotsOf(live)).toEqual(Object.fromEntries(nodes(1, 2, 3, 7).map((each) => [each, 4096])));
    expect(nodeOf(live, `${name}-8`)).toMatchObject({
      role: 'replica',
      masterId: nodeOf(live, `${name}-7`).id,
    });
    const line = (await services.clusters.list()).find((each) => each.name === name);
    expect(line).toMatchObject({ origin: 'flotilla', state: 'ok', masters: 4, replicas: 4, image });
    // Whole slots move at once where the server can.
    if (image === valkey) expect(live.nodes.every((node) => node.migration === 'valkey')).toBe(true);
    // What it was built from says what it is now.
    expect(live.spec).toMatchObject({ name, image, masters: 4, replicasPerMaster: 1 });
  });

  // These two do the same on every server: once is enough.
  if (image === redis7)
    it('moves slots by count, and spreads them evenly again', async () => {
      await succeeds(services, {
        kind: 'redis-cluster.reshard',
        name,
        what: { by: 'count', slots: 1000, from: 'all', to: `${name}-1` },
        pace: 'fast',
      });
      expect(slotsOf(await look())[`${name}-1`]).toBe(5096);
      await succeeds(services, { kind: 'redis-cluster.rebalance', name, pace: 'fast' });
      expect(Object.values(slotsOf(await isSound(services, name)))).toEqual([4096, 4096, 4096, 4096]);
    });

  it('shrinks again, and the nodes are gone', needed, async () => {
    await succeeds(services, {
      kind: 'redis-cluster.scale-in',
      name,
      nodes: nodes(7, 8),
      volumes: true,
      pace: 'fast',
    });
    const live = await isSound(services, name);
    expect(live.nodes.map((node) => node.name)).toEqual(nodes(1, 2, 3, 4, 5, 6));
    const counts = Object.values(slotsOf(live));
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect((await leftovers(name)).filter((each) => /-[78](-|$)/.test(each))).toEqual([]);
  });

  if (image === redis7)
    it('is as before when growing is undone', async () => {
      const before = slotsOf(await look());
      const run = await succeeds(services, {
        kind: 'redis-cluster.scale-out',
        name,
        masters: 1,
        pace: 'fast',
      });
      expect(Object.keys(slotsOf(await look()))).toHaveLength(4);
      await services.runner.undo(run.id);
      const undone = await services.runner.settled(run.id);
      expect(undone.status, JSON.stringify(failures(undone))).toBe('undone');
      const live = await isSound(services, name);
      expect(slotsOf(live)).toEqual(before);
      expect((await leftovers(name)).filter((each) => /-7(-|$)/.test(each))).toEqual([]);
    });

  it('gives further replicas to masters, and is removed with all its nodes', needed, async () => {
    await succeeds(services, { kind: 'redis-cluster.scale-out', name, replicasFor: [`${name}-2`] });
    await becomes(services, name).toMatchObject({ state: 'ok' });
    const live = await look();
    expect(nodeOf(live, `${name}-7`)).toMatchObject({ masterId: nodeOf(live, `${name}-2`).id, linkUp: true });
    await succeeds(services, { kind: 'redis-cluster.remove', name, volumes: true });
    expect(await leftovers(name)).toEqual([]);
  });
});
