import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, clusterName, docker, sweep, temporaryFolder } from '../support/world';
import { hostSpecFile, jsonLines, leftovers, site, specFile, statusOf, write, type Site } from './support';

const name = clusterName('script');
let place: Site;

beforeAll(async () => {
  await sweep(name);
  place = await site();
});
afterAll(() => sweep(name));

const bash = (script: string, env: Record<string, string>): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve) => {
    const child = spawn('bash', [write('build.sh', [script])], { env: { ...process.env, ...env } });
    let text = '';
    child.stdout.on('data', (part) => (text += String(part)));
    child.stderr.on('data', (part) => (text += String(part)));
    child.on('close', (code) => resolve({ code, text }));
  });

/** All that counts of a cluster, but for ids and for who made it. */
async function portrait(cluster: string, home: string, env: Record<string, string>): Promise<unknown> {
  const status = await statusOf(cluster, home, env);
  const containers = await docker().listContainers({
    all: true,
    filters: { label: [`dev.flotilla.cluster=${cluster}`] },
  });
  const inspected = await Promise.all(containers.map(({ Id }) => docker().getContainer(Id).inspect()));
  const network = (await docker().listNetworks()).find(
    (each) => each.Labels?.['dev.flotilla.cluster'] === cluster,
  );
  const { Volumes: volumes } = await docker().listVolumes();
  const labels = (all: Record<string, string> | null | undefined): unknown =>
    Object.fromEntries(
      Object.entries(all ?? {})
        .filter(([label]) => label !== 'dev.flotilla.run')
        .sort(),
    );
  return {
    state: status.state,
    nodes: status.nodes
      .map(({ name: node, role, master, slots, address, hostPort }) => ({
        node,
        role,
        master,
        slots,
        address,
        hostPort,
      }))
      .sort((a, b) => (a.node < b.node ? -1 : 1)),
    containers: inspected
      .map(({ Name, Config, HostConfig, Mounts, NetworkSettings }) => ({
        name: Name,
        image: Config.Image,
        command: Config.Cmd,
        entrypoint: Config.Entrypoint,
        labels: labels(Config.Labels),
        mode: HostConfig.NetworkMode,
        ports: HostConfig.PortBindings as unknown,
        restart: HostConfig.RestartPolicy,
        memory: HostConfig.Memory,
        mounts: Mounts.map(({ Type, Name: volume, Destination, RW }) => ({
          Type,
          volume,
          Destination,
          RW,
        })),
        addresses: Object.entries(NetworkSettings.Networks).map(([net, { IPAddress }]) => [net, IPAddress]),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    network: network && { name: network.Name, ipam: network.IPAM?.Config, labels: labels(network.Labels) },
    volumes: volumes
      .filter((each) => (each.Labels as Record<string, string> | null)?.['dev.flotilla.cluster'] === cluster)
      .map((each) => [each.Name, labels(each.Labels)])
      .sort(),
  };
}

const env = { FLT_PARITY_PASSWORD: 'pa$$ w"o\\rd\'1' };
it.each([
  ['bridge mode, with password and memory limit', true],
  ['host mode, without', false],
])('the script builds what apply builds: %s', async (_, bridge) => {
  const home = temporaryFolder('home');
  const spec = bridge
    ? specFile(name, place, ['password: { env: FLT_PARITY_PASSWORD }', 'memory: 64mb'])
    : hostSpecFile(name, place);
  const built = await cli(['apply', spec, '--yes', '--json'], { home, env });
  expect([built.code, jsonLines(built.stdout).at(-1)?.['status']]).toEqual([0, 'succeeded']);
  const ours = await portrait(name, home, env);
  expect((await cli(['remove', 'redis-cluster', name, '--yes', '--volumes'], { home, env })).code).toBe(0);
  expect(await leftovers(name)).toEqual([]);

  const { code, stdout: script } = await cli(['script', spec], { home, env });
  expect(code).toBe(0);
  expect(script).not.toContain(env.FLT_PARITY_PASSWORD);
  expect(await bash(script, env)).toMatchObject({ code: 0 });
  expect(await portrait(name, home, env)).toEqual(ours);
  expect((await cli(['remove', 'redis-cluster', name, '--yes', '--volumes'], { home, env })).code).toBe(0);
  expect(await leftovers(name)).toEqual([]);
  // Nothing that Flotilla keeps holds the password.
  const kept = await docker().listContainers({ all: true, filters: { name: [name] } });
  expect(kept).toEqual([]);
});
