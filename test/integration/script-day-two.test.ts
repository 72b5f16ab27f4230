import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countSlots } from '@shared/redis-cluster/slots';
import { planRequestSchema, type PlanRequestInput } from '@shared/requests';
import type { Flotilla } from '../../src-main/wiring';
import { flotilla } from '../support/flotilla';
import { clusterName, images, sweep } from '../support/world';
import { buildCluster, clientOf, isSound, mastersOf, nodeOf, onMasters } from './day-two-support';
import { write } from './support';

// Scripts of day-two plans do what the plans do: with a password that is hard to quote and with any key names.

const variable = 'FLT_SCRIPT_PASSWORD';
const password = 'pa$$ w"o\\rd\'1';
process.env[variable] = password;
const name = clusterName('shell');
const node = (number: number): string => `${name}-${number}`;
let services: Flotilla;

beforeAll(async () => {
  services = await flotilla();
  await buildCluster(services, name, { password: { env: variable } });
});
afterAll(async () => {
  await services.close();
  await sweep(name);
});

/** Plans a request, and lets bash do it. */
async function byScript(request: PlanRequestInput): Promise<void> {
  const script = await services.planning.script(planRequestSchema.parse(request));
  expect(script).not.toContain(password);
  const child = spawn('bash', [write('day-two.sh', [script])], {
    env: { ...process.env, REDIS_PASSWORD: password },
  });
  let said = '';
  child.stdout.on('data', (part) => (said += String(part)));
  child.stderr.on('data', (part) => (said += String(part)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code, said).toBe(0);
}

const slots = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    mastersOf(await isSound(services, name)).map((each) => [each.name, countSlots(each.slots)]),
  );

/** Names that shells and redis-cli have to be careful with; all in a few slots of the first master and elsewhere. */
const odd = ['a b', 'c"d', "e'f", '$(g)', 'h\\i', 'j","k', '*', 'ü', 'new\nline', '\0\x01', '-n', '`id`'];
const names = [...odd, ...Array.from({ length: 400 }, (_, i) => `plain:${i}`)];

async function keep(): Promise<void> {
  const found = await onMasters(
    await isSound(services, name),
    async (client) => {
      const values = await Promise.all(names.map((key) => client.get(key).catch(() => null)));
      return {
        right: values.filter((value, i) => value === `value ${i}`).length,
        size: await client.dbsize(),
      };
    },
    password,
  );
  const sum = (of: (each: { right: number; size: number }) => number): number =>
    found.reduce((total, each) => total + of(each), 0);
  expect({ right: sum((each) => each.right), size: sum((each) => each.size) }).toEqual({
    right: names.length,
    size: names.length,
  });
}

it('grows, moves slots and shrinks by scripts, without losing a key', async () => {
  await onMasters(
    await isSound(services, name),
    (client) => Promise.all(names.map((key, i) => client.set(key, `value ${i}`).catch(() => null))),
    password,
  );
  await keep();
  const { redis7 } = await images();
  expect(redis7).toBeDefined();
  const first = clientOf(nodeOf(await isSound(services, name), node(1)), password);
  await first.call(
    'FUNCTION',
    'LOAD',
    "#!lua name=lib\nredis.register_function('hi', function() return 'hi' end)",
  );
  first.disconnect();

  await byScript({ kind: 'redis-cluster.scale-out', name, masters: 1, replicas: 1 });
  expect(await slots()).toEqual({ [node(1)]: 4096, [node(2)]: 4096, [node(3)]: 4096, [node(7)]: 4096 });
  const grown = await isSound(services, name);
  expect(nodeOf(grown, node(8))).toMatchObject({ role: 'replica', masterId: nodeOf(grown, node(7)).id });
  await keep();
  const newcomer = clientOf(nodeOf(grown, node(7)), password);
  expect(await newcomer.call('FCALL', 'hi', '0')).toBe('hi');
  newcomer.disconnect();

  const [from, to] = [nodeOf(grown, node(1)), nodeOf(grown, node(2))];
  const [start = 0, end = 0] = from.slots[0] ?? [];
  await byScript({
    kind: 'redis-cluster.reshard',
    name,
    what: {
      by: 'ranges',
      moves: [{ from: from.name, to: to.name, ranges: [[start + 10, Math.min(end, start + 209)]] }],
    },
  });
  expect(await slots()).toMatchObject({ [node(1)]: 3896, [node(2)]: 4296 });
  await isSound(services, name);
  await keep();

  await byScript({ kind: 'redis-cluster.scale-in', name, nodes: [node(7), node(8)], volumes: true });
  const shrunk = await isSound(services, name);
  expect(shrunk.nodes.map((each) => each.name)).toEqual([1, 2, 3, 4, 5, 6].map(node));
  await keep();

  const replica = shrunk.nodes.find((each) => each.role === 'replica')!;
  await byScript({ kind: 'redis-cluster.failover', name, node: replica.name });
  expect(nodeOf(await isSound(services, name), replica.name).role).toBe('master');
  await keep();
}, 600_000);
