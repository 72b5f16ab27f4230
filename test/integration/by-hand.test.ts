import { spawn } from 'node:child_process';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { clusterByHand } from '@shared/redis-cluster/by-hand';
import { standing } from '../unit/redis-cluster/statuses';
import { clusterName, docker, images, ports, subnet, sweep } from '../support/world';

const name = clusterName('hand');

const bash = (script: string, input = ''): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve) => {
    const child = spawn('bash', ['-e', '-c', script]);
    let text = '';
    child.stdout.on('data', (part) => (text += String(part)));
    child.stderr.on('data', (part) => (text += String(part)));
    child.on('close', (code) => resolve({ code, text }));
    child.stdin.end(input);
  });

const volumes = async (): Promise<string[]> =>
  (await docker().listVolumes()).Volumes.map((each) => each.Name).filter((each) => each.startsWith(name));

/** What people type carries no label: volumes are known by their name. */
async function clear(): Promise<void> {
  await sweep(name);
  for (const volume of await volumes()) await docker().getVolume(volume).remove();
}
beforeEach(clear);
afterAll(clear);

it('what the page tells to type makes, grows, shrinks and removes a cluster', async () => {
  const [{ redis7 }, first, { cidr }] = await Promise.all([images(), ports(8), subnet()]);
  const spec = (from: number) =>
    standing({
      ...{ kind: 'redis-cluster', name, image: redis7, ports: { first: from } },
      network: { mode: 'bridge', subnet: cidr },
    });
  const type = async (status: ReturnType<typeof spec>, part: string): Promise<string> => {
    const code = clusterByHand(status).find(({ id }) => id === part)?.code ?? 'false';
    const labelled = code
      .replaceAll('docker run -d', `docker run -d --label dev.flotilla.test=${name}`)
      .replace('network create', `network create --label dev.flotilla.test=${name}`)
      // Fewer slots, in the same proportion: redis-cli moves them one by one.
      .replaceAll(
        /--cluster-slots (\d+)/g,
        (_, n) => `--cluster-slots ${String(Math.floor(Number(n) / 42.6))}`,
      )
      // No terminal here: the answer to its question comes by the pipe.
      .replace('exec -it', 'exec -i');
    const { code: ended, text } = await bash(labelled, 'yes\n');
    expect(ended, text).toBe(0);
    return text;
  };

  const planned = spec(first);
  for (const part of ['network', 'nodes', 'join']) await type(planned, part);
  // A person looks again while the nodes are still agreeing.
  let said = '';
  await expect
    .poll(async () => (said = await type(planned, 'look').catch(String)), { timeout: 30_000, interval: 500 })
    .toContain('cluster_state:ok');
  expect(said).toContain('All 16384 slots covered');

  // The same cluster as it stands: the nodes have ids of their own.
  const nodes = said.split('\n').filter((line) => /^[0-9a-f]{40} /.test(line));
  const idAt = (address: string): string =>
    nodes.find((line) => line.includes(` ${address}@`))?.split(' ')[0] ?? '';
  const built = { ...planned, nodes: planned.nodes.map((node) => ({ ...node, id: idAt(node.address) })) };
  const grown = await type(built, 'out');
  expect(grown).toContain('Ready to move 96 slots');
  expect(grown).toContain('New node added correctly');
  // All have heard of all, as they have when a person goes on reading.
  await expect
    .poll(
      async () => {
        const all = Array.from({ length: 8 }, (_, i) => {
          const [node, port] = [`${name}-${String(i + 1)}`, String(first + i)];
          return bash(`docker exec ${node} redis-cli -p ${port} cluster info`);
        });
        return (await Promise.all(all)).every(({ text }) => text.includes('cluster_known_nodes:8'));
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe(true);
  const shrunk = await type(built, 'in');
  expect(shrunk).toContain('[OK] All 16384 slots covered');
  expect(await type(built, 'look')).toMatch(/cluster_known_nodes:6\b/);

  await type(built, 'remove');
  expect(await volumes()).toEqual([]);
  const left = await docker().listContainers({ all: true, filters: { name: [name] } });
  expect(left).toEqual([]);
}, 180_000);
