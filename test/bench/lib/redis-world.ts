import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { RedisNode } from '@shared/ops';
import { keySlot } from '@shared/redis-cluster/key-slot';
import { createRedisPool, type RedisPool } from '../../../src-main/clients/redis';

/** Runs a command to its end and gives what it printed; throws with its output when it fails. */
export async function runProgram(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const output = Buffer.concat(chunks).toString();
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}:\n${output.slice(-2000)}`);
  return output;
}

/** Masters in containers on the host's network, the last ones without slots. */
export interface BenchCluster {
  readonly masters: readonly RedisNode[];
  readonly ids: readonly string[];
  readonly pool: RedisPool;
  /** redis-cli (or valkey-cli) in the first node's container. */
  cli(args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Starts a cluster of masters without persistence: the slots are split among the first `owners` as redis-cli would.
 *
 * @param name the label that its containers carry
 */
export async function startCluster(options: {
  readonly name: string;
  readonly image: string;
  readonly firstPort: number;
  readonly owners: number;
  readonly empty: number;
}): Promise<BenchCluster> {
  const { name, image, firstPort } = options;
  const program = image.startsWith('valkey') ? 'valkey' : 'redis';
  const remove = (): Promise<void> => removeCluster(name);
  await remove();
  const masters = Array.from({ length: options.owners + options.empty }, (_, index): RedisNode => {
    const port = firstPort + index;
    return {
      name: `${name}-${String(index + 1)}`,
      container: `${name}-${String(index + 1)}`,
      host: '127.0.0.1',
      port,
      announce: { address: '127.0.0.1', port, busPort: port + 10_000 },
      innerPort: port,
    };
  });
  await Promise.all(
    masters.map(({ container = '', port }) =>
      runProgram('docker', [
        ...[
          'run',
          '-d',
          '--name',
          container,
          '--label',
          `dev.flotilla.cluster=${name}`,
          '--net',
          'host',
          image,
        ],
        ...[`${program}-server`, '--port', String(port), '--cluster-enabled', 'yes', '--save', ''],
        // The fourth master, empty again after each run, shall stay a master.
        ...[
          '--appendonly',
          'no',
          '--cluster-node-timeout',
          '15000',
          '--cluster-allow-replica-migration',
          'no',
        ],
      ]),
    ),
  );
  const pool = createRedisPool({ resolveSecret: () => Promise.reject(new Error('no password')) });
  const first = masters[0];
  if (first === undefined) throw new Error('no masters');
  const cli = (args: readonly string[]): Promise<string> =>
    runProgram('docker', ['exec', first.container ?? '', `${program}-cli`, ...args]);
  const addresses = masters.map(({ port }) => `127.0.0.1:${String(port)}`);
  await until(() => Promise.all(masters.map((node) => pool.node(node).ping())).then(() => true));
  await cli(['--cluster', 'create', ...addresses.slice(0, options.owners), '--cluster-yes']);
  for (const node of masters.slice(options.owners)) await pool.node(first).meet(node.announce);
  const ids = await Promise.all(masters.map((node) => pool.node(node).myId()));
  await until(async () => {
    const views = await Promise.all(masters.map((node) => pool.node(node).clusterNodes()));
    const infos = await Promise.all(masters.map((node) => pool.node(node).clusterInfo()));
    const all = views.every(({ lines }) => lines.filter((line) => line.linked).length === masters.length);
    return all && infos.every(({ ok }) => ok);
  });
  return {
    masters,
    ids,
    pool,
    cli,
    async remove() {
      pool.close();
      await remove();
    },
  };
}

/** By label, so that nothing else is touched. */
async function removeCluster(name: string): Promise<void> {
  const ids = await runProgram('docker', ['ps', '-aq', '--filter', `label=dev.flotilla.cluster=${name}`]);
  const list = ids.split('\n').filter((id) => id !== '');
  if (list.length > 0) await runProgram('docker', ['rm', '-fv', ...list]);
}

async function until(look: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    if (await look().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error('the cluster did not come up within 60 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The n-th key of the data set, and its value of 64 to 256 bytes: the same in every run. */
export const benchKey = (n: number): string => `key:${String(n)}`;
export const benchValue = (n: number): string => `${String(n)}:`.padEnd(64 + ((n * 7919) % 193), 'x');

/** Writes `count` keys, each to the master that owns its slot, as fast as the servers take them. */
export async function fill(
  nodes: readonly { readonly node: RedisNode; readonly slots: readonly (readonly [number, number])[] }[],
  count: number,
): Promise<void> {
  const owner = new Array<number>(16_384).fill(0);
  for (const [index, { slots }] of nodes.entries())
    for (const [from, to] of slots) owner.fill(index, from, to + 1);
  const pipes = nodes.map(({ node }) => pipe(node));
  const parts = nodes.map((): string[] => []);
  for (let n = 0; n < count; n++) {
    const key = benchKey(n);
    const value = benchValue(n);
    const at = owner[keySlot(key)] ?? 0;
    parts[at]?.push(
      `*3\r\n$3\r\nSET\r\n$${String(key.length)}\r\n${key}\r\n$${String(value.length)}\r\n${value}\r\n`,
    );
    if (n % 20_000 !== 19_999 && n !== count - 1) continue;
    await Promise.all(pipes.map((each, index) => each.send(parts[index]?.splice(0) ?? [])));
  }
  for (const each of pipes) each.end();
}

/** Sends commands whose replies are all `+OK`, and waits for them. */
function pipe({ host, port }: RedisNode): { send(commands: string[]): Promise<void>; end(): void } {
  const socket = connect(port, host);
  let bytes = 0;
  let wake: () => void = () => undefined;
  let broken: unknown;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
    if (chunk.includes('-')) broken = new Error(chunk.toString().slice(0, 200));
    wake();
  });
  socket.on('error', (error) => {
    broken = error;
    wake();
  });
  return {
    async send(commands) {
      const wanted = bytes + 5 * commands.length;
      socket.write(commands.join(''));
      while (bytes < wanted && broken === undefined) await new Promise<void>((resolve) => (wake = resolve));
      if (broken !== undefined) throw broken as Error;
    },
    end: () => socket.end(),
  };
}
