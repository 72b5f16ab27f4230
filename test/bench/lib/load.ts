import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
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

/**
 * Clients in a thread of their own: half of their operations read, half write, over the whole data set, at an even
 * rate. A bench's module must call `serveLoad()` when it is loaded, for the thread runs that same file.
 *
 * @param file the URL of the bench's module (import.meta.url)
 */
export async function startLoad(
  file: string,
  options: LoadOptions,
): Promise<{ stop(): Promise<LoadResult> }> {
  const worker = new Worker(new URL(file), { workerData: options });
  const message = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  await message();
  return {
    async stop() {
      const result = message();
      worker.postMessage('stop');
      const value = (await result) as LoadResult;
      await worker.terminate();
      return value;
    },
  };
}

/** In the thread: does the load. In the main thread: nothing. */
export function serveLoad(): void {
  if (isMainThread || parentPort === null) return;
  run(workerData as LoadOptions, parentPort).catch((error: unknown) => {
    throw error;
  });
}

async function run(options: LoadOptions, port: NonNullable<typeof parentPort>): Promise<void> {
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
  port.once('message', () => stop.abort());
  port.postMessage('ready');
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
  port.postMessage({
    operations: sorted.length,
    errors,
    p50: share(sorted, 0.5),
    p99: share(sorted, 0.99),
    max: share(sorted, 1),
  } satisfies LoadResult);
}
