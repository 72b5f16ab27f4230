import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Cluster } from 'ioredis';
import { benchKey, benchValue } from './redis-world';

/** What clients saw while they read and wrote, in milliseconds. */
export interface LoadResult {
  readonly operations: number;
  readonly errors: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface LoadOptions {
  readonly ports: readonly number[];
  readonly keys: number;
  readonly perSecond: number;
}

const share = (sorted: readonly number[], part: number): number =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(3));

/** The variable that tells a process to be the load, and what of. */
const variable = 'FLOTILLA_BENCH_LOAD';

/**
 * Clients in a process of their own, as they are beside redis-cli and beside the app: half of their operations read,
 * half write, over the whole data set, at an even rate. A bench's module must call `serveLoad()` when it is loaded, for
 * the process runs that same file.
 *
 * @param file the URL of the bench's module (import.meta.url)
 */
export async function startLoad(
  file: string,
  options: LoadOptions,
): Promise<{ stop(): Promise<LoadResult> }> {
  const child = fork(fileURLToPath(file), [], {
    env: { ...process.env, [variable]: JSON.stringify(options) },
  });
  const message = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the load ended with ${String(code)}`)));
    });
  await message();
  return {
    async stop() {
      const result = message();
      child.send('stop');
      const value = (await result) as LoadResult;
      child.disconnect();
      return value;
    },
  };
}

/** In the load's process: does the load. Else: nothing. */
export function serveLoad(): void {
  const options = process.env[variable];
  if (options === undefined || process.send === undefined) return;
  run(JSON.parse(options) as LoadOptions).catch((error: unknown) => {
    throw error;
  });
}

async function run(options: LoadOptions): Promise<void> {
  const cluster = new Cluster(
    options.ports.map((each) => ({ host: '127.0.0.1', port: each })),
    { redisOptions: { protocol: 2 } },
  );
  cluster.on('error', () => undefined);
  // The first operations open connections and load code.
  for (let n = 0; n < 500; n++) await cluster.get(benchKey(n));
  const took: number[] = [];
  let errors = 0;
  let sent = 0;
  let running = 0;
  const stop = new AbortController();
  const one = async (n: number): Promise<void> => {
    const key = (n * 7919) % options.keys;
    const start = performance.now();
    running += 1;
    try {
      if (n % 2 === 0) await cluster.get(benchKey(key));
      else await cluster.set(benchKey(key), benchValue(key));
      took.push(performance.now() - start);
    } catch {
      errors += 1;
    } finally {
      running -= 1;
    }
  };
  process.once('message', () => stop.abort());
  process.send?.('ready');
  const start = performance.now();
  while (!stop.signal.aborted) {
    const due = ((performance.now() - start) * options.perSecond) / 1000;
    while (sent < due) {
      void one(sent);
      sent += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (running > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  cluster.disconnect();
  const sorted = took.sort((a, b) => a - b);
  process.send?.({
    operations: sorted.length,
    errors,
    p50: share(sorted, 0.5),
    p99: share(sorted, 0.99),
    max: share(sorted, 1),
  } satisfies LoadResult);
}
