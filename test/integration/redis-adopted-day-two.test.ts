import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { countSlots } from '@shared/redis-cluster/slots';
import type { Flotilla } from '../../src-main/wiring';
import { flotilla } from '../support/flotilla';
import { clusterName, docker, images, ports, sweep, temporaryFolder } from '../support/world';
import { fill, isSound, keepsAll, mastersOf, succeeds } from './day-two-support';

// A cluster that somebody built by hand is adopted, and grows and shrinks as one of ours does.

const run = promisify(execFile);
const sh = async (...args: string[]): Promise<string> => (await run('docker', args)).stdout;
const prefix = clusterName('handmade');
const name = `${prefix}-mine`;
const folder = temporaryFolder('handmade');
const keys = 500;
const node = (n: number): string => `${prefix}-node-${n}`;
let services: Flotilla;

const soon = (act: () => Promise<void>): Promise<void> => vi.waitFor(act, { timeout: 60_000, interval: 200 });

/** What is added is like the others: without a label of ours. */
async function clean(): Promise<void> {
  await sweep(prefix);
  for (const { Id, Names } of await docker().listContainers({ all: true }))
    if (Names[0]?.startsWith(`/${prefix}-`) === true)
      await docker().getContainer(Id).remove({ force: true, v: true });
}

beforeAll(async () => {
  await clean();
  services = await flotilla();
  const [{ redis7 }, first] = [await images(), await ports(8)];
  for (let n = 1; n <= 6; n++)
    await sh(
      ...['run', '-d', '--name', node(n), '--label', `dev.flotilla.test=${prefix}`, '--net', 'host'],
      ...['-v', `${join(folder, node(n))}:/data`, redis7],
      ...['--cluster-enabled', 'yes', '--appendonly', 'yes', '--cluster-node-timeout', '3000'],
      ...['--port', String(first + n - 1)],
    );
  const addresses = Array.from({ length: 6 }, (_, i) => `127.0.0.1:${first + i}`);
  await soon(async () => {
    expect(await sh('exec', node(6), 'redis-cli', '-p', String(first + 5), 'ping')).toContain('PONG');
  });
  await sh(
    ...[
      'exec',
      node(1),
      'redis-cli',
      '--cluster',
      'create',
      ...addresses,
      '--cluster-replicas',
      '1',
      '--cluster-yes',
    ],
  );
  await soon(async () => {
    expect(await services.clusters.status(`${prefix}-node`)).toMatchObject({ state: 'ok' });
  });
  await services.clusters.adopt({ discovered: `${prefix}-node`, name });
});
afterAll(async () => {
  await services.close();
  await clean();
});

describe('an adopted cluster', () => {
  it('grows, and what was added belongs to it', async () => {
    await fill(await services.clusters.live(name), keys);
    await succeeds(services, {
      kind: 'redis-cluster.scale-out',
      name,
      masters: 1,
      replicas: 1,
      pace: 'fast',
    });
    const live = await isSound(services, name);
    expect(live.origin).toBe('adopted');
    expect(live.nodes.map((each) => each.name)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(node));
    expect(mastersOf(live).map((each) => countSlots(each.slots))).toEqual([4096, 4096, 4096, 4096]);
    await keepsAll(live, keys);
    const lines = (await services.clusters.list()).filter((each) =>
      each.containers.some((container) => container.startsWith(prefix)),
    );
    expect(lines).toMatchObject([{ name, origin: 'adopted', masters: 4, replicas: 4 }]);
  });

  it('shrinks, and is removed with all its nodes', async () => {
    await succeeds(services, {
      kind: 'redis-cluster.scale-in',
      name,
      nodes: [node(7)],
      allowNoReplica: true,
      pace: 'fast',
    });
    const live = await isSound(services, name);
    expect(live.nodes.map((each) => each.name)).toEqual([1, 2, 3, 4, 5, 6, 8].map(node));
    await keepsAll(live, keys);
    await succeeds(services, { kind: 'redis-cluster.remove', name, volumes: false });
    const left = (await docker().listContainers({ all: true })).filter(({ Names }) =>
      Names[0]?.startsWith(`/${prefix}`),
    );
    expect(left).toEqual([]);
    expect((await services.clusters.list()).map((each) => each.name)).not.toContain(name);
  });
});
