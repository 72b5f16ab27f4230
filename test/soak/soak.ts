import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { errorText } from '@shared/errors';
import { createMetricService } from '../../src-main/metrics/service';
import { openStore } from '../../src-main/metrics/store/open';
import { tiers } from '../../src-main/metrics/store/tiers';
import { createStatsHub } from '../../src-main/observe/stats-hub';
import { openSqlite } from '../../src-main/clients/sqlite';
import { seeded, type Random } from '../chaos/random';
import { SoakClock } from './clock';
import { SoakEngine, type SoakContainer } from './engine';
import { Truth, type RateMetric } from './truth';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const rateMetrics: readonly RateMetric[] = ['cpu', 'received', 'diskWritten'];

export interface SoakOptions {
  /** Simulated hours under stress, before the computer sleeps for days. */
  readonly hours: number;
  readonly seed: number;
  readonly containers?: number;
  readonly log?: (line: string) => void;
}

export interface SoakReport {
  /** What the history told that was not so; empty: nothing. */
  readonly wrong: readonly string[];
  /** Buckets that had to hold a value, and those that did not. */
  readonly asked: number;
  readonly missing: number;
  /** Bytes, an entry each simulated hour: after a collection of garbage; on disk. */
  readonly heap: readonly number[];
  readonly disk: readonly number[];
  /** Questions to the engine. */
  readonly samples: number;
  /** The oldest of each tier at the end, ms before now, and how long the tier is kept. */
  readonly oldest: readonly { readonly tier: string; readonly age: number; readonly keep: number }[];
}

/** Hours of a hundred containers through the app's own collecting and its history on disk, in seconds. */
export async function soak({
  hours,
  seed,
  containers = 100,
  log = () => {},
}: SoakOptions): Promise<SoakReport> {
  // In memory where there is such a folder: how fast a disk is does not matter here.
  const dataDir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'flt-soak-'));
  const clock = new SoakClock(Date.UTC(2026, 10, 20, 12));
  const restore = clock.install();
  try {
    return await new Soak(clock, seeded(seed), dataDir, log).run(hours, containers);
  } finally {
    restore();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

class Soak {
  readonly #engine: SoakEngine;
  readonly #truth = new Truth();
  readonly #wrong: string[] = [];
  readonly #heap: number[] = [];
  readonly #disk: number[] = [];
  #asked = 0;
  #missing = 0;
  #named = 0;

  constructor(
    private readonly clock: SoakClock,
    private readonly random: Random,
    private readonly dataDir: string,
    private readonly log: (line: string) => void,
  ) {
    this.#engine = new SoakEngine(clock, () => random.between(5, 120));
  }

  async run(hours: number, containers: number): Promise<SoakReport> {
    const engine = this.#engine;
    const store = await openStore({
      dataDir: this.dataDir,
      told: (error) => this.#wrong.push(error.message),
    });
    const service = createMetricService({
      ...{ engines: engine.engines(), hub: createStatsHub(), store },
      settings: {
        get: () => ({ metrics: { cadvisor: null, influx: null, influxWrite: false } }) as never,
        on: () => () => {},
      },
      log: (error) => this.#wrong.push(errorText(error)),
      resolveSecret: () => Promise.reject(new Error('there is none')),
      redisNodes: () => Promise.resolve([]),
    });
    for (let i = 0; i < containers; i++) this.#made();
    service.collect();

    const compare = async (gaps: boolean, length: number): Promise<void> => {
      const to = this.clock.wall;
      const buckets = length / 10_000;
      for (const metric of rateMetrics) {
        // Not counted as somebody who looks.
        const filter = { kind: 'container' } as const;
        const range = { from: to - length, to: to - minute, buckets, aggregate: 'max' } as const;
        const [result] = await service.peek([{ metric, filter, ...range }]);
        if (result === undefined) continue;
        const { wrong, asked, missing } = this.#truth.judge(metric, result, gaps);
        this.#wrong.push(...wrong.slice(0, 20));
        this.#asked += asked;
        this.#missing += missing;
      }
    };
    const judge = async (gaps: boolean): Promise<void> => {
      // Off the disk, and what is not there yet out of memory.
      await compare(gaps, hour);
      await store.flush();
      this.#heap.push(usedHeap());
      this.#disk.push(await store.size());
      this.log(
        `${new Date(this.clock.wall).toISOString()}: ${(this.#heap.at(-1) ?? 0) >> 20} MiB of memory, ` +
          `${(this.#disk.at(-1) ?? 0) >> 20} MiB on disk, ${this.#wrong.length} wrong`,
      );
    };
    const look = async (): Promise<void> => {
      const key = this.random.pick([...engine.containers.keys()]);
      const to = this.clock.wall;
      await service.query([
        { metric: 'cpu', from: to - 5 * minute, to, buckets: 60, filter: { key: [key] } },
      ]);
    };

    for (let i = 0; i < hours; i++) {
      for (let m = 0; m < 60; m++) {
        await this.#minute();
        if (this.random.next() < 0.3) await look();
        // Out of memory alone.
        if (m % 12 === 11) await compare(true, 14 * minute);
      }
      await judge(true);
    }
    // Clocks are set, ours and the engine's: no value may come of it, and it goes on.
    for (const set of [
      () => (engine.ahead += 45_000),
      () => (engine.ahead -= 90_000),
      () => (engine.ahead = 0),
    ]) {
      set();
      await this.clock.pass(5 * minute);
    }
    for (const by of [2 * hour, -2 * hour, -20 * minute, 20 * minute]) {
      this.clock.sleep(by);
      await this.clock.pass(10 * minute);
    }
    await judge(false);
    // Most of them go: what comes now is about time.
    for (const one of [...engine.containers.values()].slice(containers / 5)) {
      this.#truth.down(one.id, this.clock.wall);
      engine.remove(one);
    }
    // The computer sleeps; an hour and a quarter later nothing older than its tier is kept.
    for (const length of [25 * hour, 8 * day, 31 * day]) {
      this.clock.sleep(length);
      this.#truth.anew(this.clock.wall);
      await this.clock.pass(85 * minute);
      await judge(true);
    }
    const oldest = this.#oldest();
    await service.close();
    return {
      ...{
        wrong: this.#wrong,
        asked: this.#asked,
        missing: this.#missing,
        heap: this.#heap,
        disk: this.#disk,
      },
      ...{ samples: engine.asked, oldest },
    };
  }

  /** A minute, in which things happen to a few. */
  async #minute(): Promise<void> {
    const { random, clock } = this;
    const engine = this.#engine;
    const one = (): SoakContainer => random.pick([...engine.containers.values()]);
    const part = random.between(1, 50) * 1000;
    await clock.pass(part);
    const what = random.next();
    const chosen = one();
    if (what < 0.15)
      await this.#away(
        chosen,
        () => engine.stop(chosen),
        () => engine.start(chosen),
      );
    else if (what < 0.3) engine.rename(chosen, `renamed-${String(++this.#named)}`);
    else if (what < 0.45) {
      this.#truth.down(chosen.id, clock.wall);
      engine.remove(chosen);
      this.#made();
    } else if (what < 0.6)
      await this.#away(
        chosen,
        () => (chosen.mute = true),
        () => (chosen.mute = false),
      );
    else if (what < 0.63) {
      for (const { id } of engine.containers.values()) this.#truth.down(id, clock.wall);
      engine.goAway();
      await clock.pass(random.between(20, 240) * 1000);
      engine.comeBack();
      for (const { id, load } of engine.containers.values()) this.#truth.up(id, load, clock.wall);
    }
    await clock.pass(minute - part);
  }

  async #away(of: SoakContainer, leave: () => void, back: () => void): Promise<void> {
    this.#truth.down(of.id, this.clock.wall);
    leave();
    // A restart at once as well: its counters begin anew.
    await this.clock.pass(this.random.next() < 0.4 ? 300 : this.random.between(5, 120) * 1000);
    back();
    this.#truth.up(of.id, of.load, this.clock.wall);
  }

  #made(): void {
    const scale = this.random.between(1, 1000);
    const made = this.#engine.make(`web-${String(++this.#named)}`, {
      ...{ cpu: scale / 10, received: scale * 1000, sent: scale * 500, diskWritten: scale * 2000 },
    });
    this.#truth.up(made.id, made.load, this.clock.wall);
  }

  #oldest(): SoakReport['oldest'] {
    const database = openSqlite(join(this.dataDir, 'metrics', 'history.db'), { readOnly: true });
    try {
      return tiers.map(({ id, name, keep, span }) => {
        const row = database
          .prepare('SELECT MIN(start) AS start FROM chunk WHERE tier = ?')
          .get<{ start: number }>(id);
        return { tier: name, age: this.clock.wall - (row?.start ?? this.clock.wall), keep: keep + span };
      });
    } finally {
      database.close();
    }
  }
}

function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
