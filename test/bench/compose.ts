import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lint } from '@shared/compose/lint/index';
import { readProject } from '@shared/compose/read/index';
import { planRequestSchema, type PlanRequest } from '@shared/requests';
import { findComposeCli } from '../../src-main/clients/compose-cli';
import { createFlotilla } from '../../src-main/wiring';
import { median, paired, type BenchOptions, type BenchResult } from './lib/stats';
import logs from './logs';

/*
 * `up` and `down -v` of a stack of three services, one network and one volume, by our own engine (plan, lock and
 * journal included) against docker compose 2. In the detail: how long reading and lint of a file of 2,000 lines take,
 * and the log view's throughput.
 */

const stack = `services:
  a: { image: "redis:7.0", command: redis-server --save "", volumes: [ "data:/data" ], networks: [ net ] }
  b: { image: "redis:7.0", command: redis-server --save "", networks: [ net ] }
  c: { image: "redis:7.0", command: redis-server --save "", networks: [ net ] }
networks: { net: { ipam: { config: [ { subnet: 10.214.30.0/24 } ] } } }
volumes: { data: {} }
`;

export default async function bench(options: BenchOptions): Promise<BenchResult> {
  const cli = await findComposeCli({ env: process.env, home: homedir(), platform: process.platform });
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
  const took: Record<'oursUp' | 'oursDown' | 'peerUp' | 'peerDown', number[]> = {
    oursUp: [],
    oursDown: [],
    peerUp: [],
    peerDown: [],
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
        return up + (await timed('peerDown', () => compose(name, 'down', '-v')));
      },
    });
    options.log('reading and lint of 2,000 lines');
    const lintMs = lintLong();
    options.log('a log of a million lines');
    const view = await logs({ ...options, runs: Math.min(options.runs, 3) });
    const parts = Object.fromEntries(
      Object.entries(took).map(([name, all]): [string, number] => [name, Number(median(all).toFixed(3))]),
    );
    return {
      ...result,
      detail: { ...result.detail, ...parts, lintMs, logs: view },
    };
  } finally {
    await compose('flt-bench-ours', 'down', '-v').catch(() => undefined);
    await compose('flt-bench-peer', 'down', '-v').catch(() => undefined);
    await services.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds to read and check a file of 2,000 lines; the median of twenty times. */
function lintLong(): { readonly lines: number; readonly read: number; readonly lint: number } {
  const service = (n: number): string =>
    [
      `  s${n}:`,
      `    image: "redis:7.0"`,
      `    command: [ "redis-server", "--port", "${7000 + n}" ]`,
      `    environment:`,
      ...Array.from({ length: 20 }, (_, i) => `      NAME_${i}: "value of \${HOME:-${i}}"`),
      `    ports:`,
      ...Array.from({ length: 4 }, (_, i) => `      - "${10_000 + n * 10 + i}:${80 + i}"`),
      `    volumes:`,
      ...Array.from({ length: 4 }, (_, i) => `      - "./data/${n}/${i}:/data/${i}"`),
      `    networks: [ net ]`,
      ...(n === 0 ? [] : [`    depends_on: [ s${n - 1} ]`]),
      `    restart: unless-stopped`,
    ].join('\n');
  const all = Array.from({ length: 53 }, (_, n) => service(n));
  const text = ['services:', ...all, 'networks:', '  net: {}', ''].join('\n');
  const file = '/bench/compose.yml';
  const took: { read: number; lint: number }[] = [];
  for (let i = 0; i < 25; i++) {
    const begun = performance.now();
    const reading = readProject(
      { files: [file], profiles: [] },
      {
        env: { HOME: '/home/user' },
        home: '/home/user',
        read: (path) => (path === file ? text : undefined),
        kindOf: (path) => (path === file ? 'file' : undefined),
      },
    );
    if (reading.model === undefined) throw new Error(JSON.stringify(reading.problems[0]));
    const readDone = performance.now();
    lint(reading);
    if (i >= 5) took.push({ read: readDone - begun, lint: performance.now() - readDone });
  }
  const of = (part: 'read' | 'lint'): number => Number(median(took.map((each) => each[part])).toFixed(1));
  return { lines: text.split('\n').length, read: of('read'), lint: of('lint') };
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
