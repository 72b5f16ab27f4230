import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paired, type BenchOptions, type BenchResult } from './lib/stats';

const image = 'redis:7.0';
const nodes = 6;

/** Runs a command to its end; throws with its output when it fails. */
async function run(
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
  await run('bash', ['-c', script]);
}

/**
 * A 3+3 cluster in bridge mode from nothing, until every node says `cluster_state:ok`: `flotilla apply`
 * (the whole command, its proofs included) against the tutorials' commands in a bash script.
 */
export default async function create(options: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
  const cli = join(process.cwd(), 'out/main/cli.js');
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
  };
  try {
    return await paired(options, {
      name: 'create',
      unit: 's',
      better: 'lower',
      peerName: 'docker run x 6 + redis-cli --cluster create',
      warmUp: 1,
      digits: 2,
      ours: async () => {
        const name = 'flt-bench-ours';
        await clear(name);
        const file = join(folder, 'cluster.yml');
        await writeFile(file, spec(name, '10.213.201', 22101));
        try {
          return await timed(() =>
            run(process.execPath, [cli, 'apply', file, '--yes'], { FLOTILLA_HOME: join(folder, 'home') }),
          );
        } finally {
          await clear(name);
        }
      },
      peer: async () => {
        const name = 'flt-bench-peer';
        await clear(name);
        try {
          return await timed(() => run('bash', ['-c', tutorial(name, `${name}-net`, '10.213.202', 22201)]));
        } finally {
          await clear(name);
        }
      },
      detail: () => ({ image, nodes }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
