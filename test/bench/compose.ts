import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { planRequestSchema, type PlanRequest } from '@shared/requests';
import { cliVariable, findComposeCli } from '../../src-main/clients/compose-cli';
import { createFlotilla } from '../../src-main/wiring';
import { composeReleases } from '../support/compose-cli';
import { bareStack } from './lib/bare-stack';
import { benchLint } from './lib/compose-lint';
import { median, paired, type BenchOptions, type BenchResult } from './lib/stats';
import logs from './logs';

/*
 * `up` and `down -v` of a stack of three services, one network and one volume, by our own engine (plan, lock and
 * journal included) against docker compose 2. In the detail: what the engine itself takes for it, how long reading and
 * lint of a file of 2,000 lines take, and the log view's throughput.
 */

const stack = `services:
  a: { image: "redis:7.0", command: redis-server --save "", volumes: [ "data:/data" ], networks: [ net ] }
  b: { image: "redis:7.0", command: redis-server --save "", networks: [ net ] }
  c: { image: "redis:7.0", command: redis-server --save "", networks: [ net ] }
networks: { net: { ipam: { config: [ { subnet: 10.214.30.0/24 } ] } } }
volumes: { data: {} }
`;

export default async function bench(options: BenchOptions): Promise<BenchResult> {
  const cli = await peerCli();
  if (cli === undefined)
    throw new Error('docker compose 2 is not here; FLOTILLA_DOCKER_COMPOSE names one that lies elsewhere.');
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-bench-'));
  const file = join(folder, 'compose.yml');
  writeFileSync(file, stack);
  const services = await createFlotilla({ dataDir: join(folder, 'data'), version: 'bench', log: () => {} });
  await services.engines.start();
  const carryOut = async (input: unknown): Promise<void> => {
    const request: PlanRequest = planRequestSchema.parse(input);
    const { digest } = await services.planning.prepare(request);
    const { runId } = await services.planning.start(request, digest);
    const run = await services.runner.settled(runId);
    if (run.status !== 'succeeded') throw new Error(`the run ${run.status}: ${JSON.stringify(run.error)}`);
  };
  const took = {
    oursUp: [] as number[],
    oursDown: [] as number[],
    peerUp: [] as number[],
    peerDown: [] as number[],
    engineUp: [] as number[],
    engineDown: [] as number[],
  };
  const timed = async (into: keyof typeof took, work: () => Promise<void>): Promise<number> => {
    const begun = performance.now();
    await work();
    const seconds = (performance.now() - begun) / 1000;
    took[into].push(seconds);
    return seconds;
  };
  const compose = (name: string, ...args: string[]) => call(cli.path, ['-f', file, '-p', name, ...args]);
  try {
    const result = await paired(options, {
      ...{ name: 'compose', unit: 's', better: 'lower', warmUp: 1, digits: 3 },
      peerName: `docker compose ${cli.version}`,
      ours: async () => {
        const name = 'flt-bench-ours';
        const project = { files: [file], name };
        const up = await timed('oursUp', () => carryOut({ kind: 'compose.up', project, by: 'own' }));
        return up + (await timed('oursDown', () => carryOut({ kind: 'compose.down', name, volumes: true })));
      },
      peer: async () => {
        const name = 'flt-bench-peer';
        const up = await timed('peerUp', () => compose(name, 'up', '-d'));
        const all = up + (await timed('peerDown', () => compose(name, 'down', '-v')));
        const engine = await bareStack();
        took.engineUp.push(engine.up);
        took.engineDown.push(engine.down);
        return all;
      },
    });
    options.log('reading and lint of 2,000 lines');
    const { lines, median: ms } = benchLint();
    options.log('a log of a million lines');
    const view = await logs({ ...options, runs: Math.min(options.runs, 3) });
    const parts = Object.fromEntries(
      Object.entries(took).map(([name, all]): [string, number] => [name, Number(median(all).toFixed(3))]),
    );
    return {
      ...result,
      detail: { ...result.detail, ...parts, lint: { lines, ms: Number(ms.toFixed(1)) }, logs: view },
    };
  } finally {
    await compose('flt-bench-ours', 'down', '-v').catch(() => undefined);
    await compose('flt-bench-peer', 'down', '-v').catch(() => undefined);
    await services.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The docker compose that is measured against: one that is named, else 2.26.1 as set-up fetched it for the tests, else
 * the one that is installed.
 */
async function peerCli(): Promise<{ path: string; version: string } | undefined> {
  const places = { env: process.env, home: homedir(), platform: process.platform };
  const [fetched] = composeReleases;
  const named = (process.env[cliVariable] ?? '') !== '';
  if (!named && fetched?.path !== undefined) return { path: fetched.path, version: fetched.version };
  return findComposeCli(places);
}

function call(path: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${String(code)}:\n${words}`)),
    );
  });
}
