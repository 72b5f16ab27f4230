import { Cluster, type Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random';

/** What a writer knows of a key that it wrote. Times are milliseconds since the epoch. */
export interface Written {
  readonly key: string;
  readonly value: string;
  /** When the server had said OK; absent: nobody knows whether it was written. */
  readonly setAt?: number;
  /** When the server had said 1 to DEL; `asked`: nobody knows whether it is gone. */
  readonly deletedAt?: number;
  readonly deletion?: 'asked' | 'done';
}

export interface Counter {
  readonly key: string;
  /** How many INCRs were acknowledged, and how many may or may not have been done. */
  acknowledged: number;
  unknown: number;
  lastAt: number;
}

export interface WorkloadReport {
  readonly written: readonly Written[];
  readonly counters: readonly Counter[];
  readonly reads: number;
  /** A read that gave something else than what had been written: `key: what it gave`. */
  readonly wrongReads: readonly { readonly key: string; readonly got: string | null; readonly at: number }[];
  /** Errors that reached the program through its cluster client. */
  readonly errors: readonly { readonly at: number; readonly what: string }[];
}

export interface WorkloadOptions {
  /** Ports on 127.0.0.1 of some of the nodes. */
  readonly ports: readonly number[];
  readonly random: Random;
  readonly writers?: number;
  /** Keys that are there before it begins: something has to be moved. */
  readonly preload?: number;
  /** Writes a second of each writer, at most. */
  readonly perSecond?: number;
}

/**
 * Programs that use the cluster while it changes: each writes keys of its own with values that nobody else
 * writes, counts, deletes some of what it wrote, and reads back what was acknowledged. Everything that was
 * acknowledged is remembered, so that it can be looked for afterwards.
 */
export class Workload {
  readonly #written = new Map<string, Written>();
  readonly #counters: Counter[] = [];
  readonly #wrongReads: { key: string; got: string | null; at: number }[] = [];
  readonly #errors: { at: number; what: string }[] = [];
  readonly #client: Cluster;
  readonly #options: Required<WorkloadOptions>;
  #reads = 0;
  #going = true;
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: WorkloadOptions) {
    this.#options = { writers: 3, preload: 20_000, perSecond: 150, ...options };
    this.#client = new Cluster(
      options.ports.map((port) => ({ host: '127.0.0.1', port })),
      {
        // As a program would that wants to live through a failover: it tries again for some seconds.
        maxRedirections: 40,
        retryDelayOnFailover: 250,
        retryDelayOnClusterDown: 250,
        retryDelayOnTryAgain: 50,
        slotsRefreshTimeout: 2000,
        redisOptions: { commandTimeout: 20_000, connectTimeout: 2000 },
      },
    );
    this.#client.on('error', () => {
      // The commands that it concerns fail by themselves.
    });
    this.#client.on('+node', (node: Redis) => {
      // The driver sends ASKING before the command that was redirected and looks at the command's answer only:
      // when the connection breaks, nobody takes the failure of the ASKING.
      const asking = node.asking.bind(node);
      node.asking = () => {
        const answer = asking();
        answer.catch(() => undefined);
        return answer;
      };
    });
  }

  /** Fills the cluster, and begins. */
  async start(): Promise<void> {
    const { preload, writers } = this.#options;
    for (let from = 0; from < preload; from += 500) {
      const some = Array.from({ length: Math.min(500, preload - from) }, (_, i) => `preload:${from + i}`);
      await Promise.all(some.map((key) => this.#set(key)));
    }
    const each = Array.from({ length: writers }, (_, n) => [this.#write(n), this.#read()]);
    this.#work = Promise.all(each.flat());
  }

  /** Ends when all that is under way is over. */
  async stop(): Promise<WorkloadReport> {
    this.#going = false;
    await this.#work;
    this.#client.disconnect();
    return {
      written: [...this.#written.values()],
      counters: this.#counters,
      reads: this.#reads,
      wrongReads: this.#wrongReads,
      errors: this.#errors,
    };
  }

  async #write(writer: number): Promise<void> {
    const { random, perSecond } = this.#options;
    const counter: Counter = { key: `counter:${writer}`, acknowledged: 0, unknown: 0, lastAt: 0 };
    this.#counters.push(counter);
    for (let n = 0; this.#going; n++) {
      const before = Date.now();
      const roll = random.next();
      if (roll < 0.7) await this.#set(`w${writer}:${n}`);
      else if (roll < 0.85) await this.#count(counter);
      else await this.#delete(`w${writer}:${random.between(0, n)}`);
      await sleep(Math.max(0, 1000 / perSecond - (Date.now() - before)));
    }
  }

  async #set(key: string): Promise<void> {
    const value = `${key}=`.padEnd(this.#options.random.between(64, 256), 'x');
    try {
      await this.#client.set(key, value);
      this.#written.set(key, { key, value, setAt: Date.now() });
    } catch (error) {
      this.#written.set(key, { key, value });
      this.#fail('SET', key, error);
    }
  }

  async #count(counter: Counter): Promise<void> {
    try {
      await this.#client.incr(counter.key);
      counter.acknowledged += 1;
      counter.lastAt = Date.now();
    } catch (error) {
      counter.unknown += 1;
      this.#fail('INCR', counter.key, error);
    }
  }

  async #delete(key: string): Promise<void> {
    const known = this.#written.get(key);
    if (known?.setAt === undefined || known.deletion !== undefined) return;
    this.#written.set(key, { ...known, deletion: 'asked' });
    try {
      if ((await this.#client.del(key)) === 1)
        this.#written.set(key, { ...known, deletion: 'done', deletedAt: Date.now() });
    } catch (error) {
      this.#fail('DEL', key, error);
    }
  }

  /** Reads keys that were acknowledged; one that is deleted meanwhile is not judged. */
  async #read(): Promise<void> {
    const { random, writers, preload } = this.#options;
    while (this.#going) {
      const key =
        random.next() < 0.5
          ? `preload:${random.between(0, preload - 1)}`
          : `w${random.between(0, writers - 1)}:${random.between(0, 500)}`;
      const before = this.#written.get(key);
      if (before?.setAt !== undefined && before.deletion === undefined) {
        try {
          const got = await this.#client.get(key);
          this.#reads += 1;
          if (got !== before.value && this.#written.get(key)?.deletion === undefined)
            this.#wrongReads.push({ key, got: got?.slice(0, 40) ?? null, at: Date.now() });
        } catch (error) {
          this.#fail('GET', key, error);
        }
      }
      await sleep(5);
    }
  }

  #fail(command: string, key: string, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.#errors.push({ at: Date.now(), what: `${command} ${key}: ${text}` });
  }
}
