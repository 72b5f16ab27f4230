import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSpecFile } from '@shared/specfile';
import { createFlotilla } from '../../src-main/wiring';
import { median, paired, type BenchOptions, type BenchResult } from './lib/stats';

const image = 'redis:7.0';
const nodes = 6;

/** Runs a command to its end; throws with its output when it fails. */
async function runProgram(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}:\n${output}`);
  return output;
}

/** The tutorials' way, as a script: six times docker run, wait, create, until every node says ok. */
const tutorial = (prefix: string, network: string, base: string, firstPort: number): string => `
set -euo pipefail
docker network create --subnet ${base}.0/24 ${network} >/dev/null
for n in 1 2 3 4 5 6; do
  port=$((${String(firstPort)} + n - 1))
  docker run -d --name ${prefix}-$n --net ${network} --ip ${base}.1$n -p 127.0.0.1:$port:$port \\
    --label dev.flotilla.cluster=${prefix} ${image} redis-server --port $port --bind 0.0.0.0 --protected-mode no \\
    --cluster-enabled yes --cluster-node-timeout 5000 --appendonly yes \\
    --cluster-announce-ip ${base}.1$n >/dev/null
done
for n in 1 2 3 4 5 6; do
  port=$((${String(firstPort)} + n - 1))
  until [ "$(docker exec ${prefix}-$n redis-cli -p $port ping 2>/dev/null)" = PONG ]; do sleep 0.1; done
done
nodes=
for n in 1 2 3 4 5 6; do nodes="$nodes ${base}.1$n:$((${String(firstPort)} + n - 1))"; done
docker exec ${prefix}-1 redis-cli --cluster create $nodes --cluster-replicas 1 --cluster-yes >/dev/null
for n in 1 2 3 4 5 6; do
  port=$((${String(firstPort)} + n - 1))
  until docker exec ${prefix}-$n redis-cli -p $port cluster info | grep -q cluster_state:ok; do sleep 0.1; done
done
`;

const spec = (name: string, base: string, firstPort: number): string => `kind: redis-cluster
name: ${name}
image: ${image}
masters: 3
replicasPerMaster: 1
network: { mode: bridge, name: ${name}-net, subnet: ${base}.0/24, firstAddress: ${base}.11 }
ports: { first: ${String(firstPort)} }
`;

/** Removes what a run made: by label, so that nothing else is touched. */
async function clear(name: string): Promise<void> {
  const filter = `label=dev.flotilla.cluster=${name}`;
  const script = `
ids=$(docker ps -aq --filter ${filter}); [ -z "$ids" ] || docker rm -fv $ids >/dev/null
docker network rm ${name}-net >/dev/null 2>&1 || true
vols=$(docker volume ls -q --filter ${filter}); [ -z "$vols" ] || docker volume rm $vols >/dev/null`;
  await runProgram('bash', ['-c', script]);
}

/** What the app does between Build and the page of what was built, in a process that is up already. */
async function openApp(
  home: string,
): Promise<{ build: (text: string) => Promise<number>; close: () => Promise<void> }> {
  const failed = (error: unknown): void => console.error(error);
  const app = await createFlotilla({ dataDir: home, version: 'bench', log: failed });
  await app.engines.start();
  return {
    /** Seconds from the agreement to the plan until every node has said `cluster_state:ok`. */
    async build(text) {
      const file = parseSpecFile(text, 'bench.yml');
      if (!file.ok) throw new Error(JSON.stringify(file.problems));
      const { digest } = await app.planning.prepare(file.request);
      let ok = NaN;
      const stop = app.runner.on((event) => {
        if (event.type === 'step' && event.stepId === 'state-ok' && event.status === 'succeeded')
          ok = performance.now();
      });
      const start = performance.now();
      const { runId } = await app.planning.start(file.request, digest);
      const run = await app.runner.settled(runId);
      stop();
      if (run.status !== 'succeeded')
        throw new Error(`the build ended as ${run.status}: ${JSON.stringify(run.error)}`);
      return (ok - start) / 1000;
    },
    close: () => app.close(),
  };
}

/**
 * A 3+3 cluster in bridge mode from nothing, until every node says `cluster_state:ok`: the app's Build, from
 * the agreement to its plan, against the tutorials' commands in a bash script. `detail.command` is the whole
 * `flotilla apply` process instead, its start and its proofs (a redirect followed from two sides) included.
 *
 * A master says `fail` for 2 s after its start, whatever is done (CLUSTER_WRITABLE_DELAY in Redis's cluster.c):
 * that is the floor for both.
 */
export default async function create(options: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
  const cli = join(process.cwd(), 'out/main/cli.js');
  const ours = 'flt-bench-ours';
  const text = spec(ours, '10.213.201', 22101);
  const file = join(folder, 'cluster.yml');
  await writeFile(file, text);
  const app = await openApp(join(folder, 'app'));
  const command: number[] = [];
  try {
    return await paired(options, {
      name: 'create',
      unit: 's',
      better: 'lower',
      peerName: 'docker run x 6 + redis-cli --cluster create',
      warmUp: 1,
      digits: 2,
      ours: async (run) => {
        await clear(ours);
        try {
          const seconds = await app.build(text);
          await clear(ours);
          const start = performance.now();
          await runProgram(process.execPath, [cli, 'apply', file, '--yes'], {
            FLOTILLA_HOME: join(folder, 'home'),
          });
          if (run > 0) command.push((performance.now() - start) / 1000);
          return seconds;
        } finally {
          await clear(ours);
        }
      },
      peer: async () => {
        const name = 'flt-bench-peer';
        await clear(name);
        try {
          const start = performance.now();
          await runProgram('bash', ['-c', tutorial(name, `${name}-net`, '10.213.202', 22201)]);
          return (performance.now() - start) / 1000;
        } finally {
          await clear(name);
        }
      },
      detail: () => ({ image, nodes, command: Number(median(command).toFixed(2)) }),
    });
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}
