import type { Pace } from '@shared/ops';

/** How hard slots are moved. Figures measured on redis 7.0 with keys of 200 bytes; see docs/slot-moves.md. */
export interface PaceSettings {
  /**
   * Slots that are opened, emptied and given over together. With many, nodes save and tell each other less often; but
   * clients are sent on to the target (ASK) for their keys for as long.
   */
  readonly window: number;
  /** The same where none of them has a key. */
  readonly emptyWindow: number;
  /** Windows under way for each source. */
  readonly windows: number;
  /**
   * Calls that move keys, under way at a time: for each source, or over all of them where they take `turns`. Should the
   * target stand still, the source does so for a timeout a call: few are on their way.
   */
  readonly calls: number;
  readonly turns: boolean;
  /** Milliseconds of a server's time that one call shall cost. */
  readonly callMs: number;
  readonly leastKeys: number;
  readonly mostKeys: number;
  readonly bytes: number;
  /** Keys that are weighed in one go; a thousand take a server 1.6 ms. */
  readonly weighKeys: number;
  /** Keys of each slot that are weighed before it is moved; the rest is taken to be like them. */
  readonly sample: number;
  /** Slots of one atomic migration. */
  readonly atomicSlots: number;
  /** Atomic migrations under way at a time over all sources. */
  readonly atomicJobs: number;
}

export const paces: Readonly<Record<Pace, PaceSettings>> = {
  fast: {
    window: 64,
    emptyWindow: 128,
    windows: 2,
    calls: 4,
    turns: false,
    callMs: 20,
    leastKeys: 100,
    mostKeys: 1000,
    bytes: 4 * 1024 * 1024,
    weighKeys: 2000,
    sample: 8,
    atomicSlots: 2048,
    atomicJobs: Infinity,
  },
  gentle: {
    window: 32,
    emptyWindow: 32,
    windows: 1,
    calls: 1,
    turns: true,
    callMs: 0.5,
    leastKeys: 20,
    mostKeys: 100,
    bytes: 512 * 1024,
    weighKeys: 400,
    sample: 16,
    atomicSlots: 128,
    atomicJobs: 1,
  },
};

/** Lets so many calls through at a time, first come first served, and learns from each how many keys fit into one. */
export class Throttle {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Milliseconds that a key takes, as it was of late. */
  #perKey: number | undefined;

  constructor(private readonly settings: PaceSettings) {}

  /** How many keys the next call shall carry. */
  get keys(): number {
    const { callMs, leastKeys, mostKeys } = this.settings;
    if (this.#perKey === undefined) return Math.round(Math.sqrt(leastKeys * mostKeys));
    return Math.max(leastKeys, Math.min(mostKeys, Math.floor(callMs / this.#perKey)));
  }

  /** Does `work`, which moves so many keys, when it is its turn. `learn` false: its time tells nothing. */
  async turn<T>(keys: number, work: () => Promise<T>, learn = true): Promise<T> {
    if (this.#running >= this.settings.calls) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running += 1;
    const start = performance.now();
    try {
      return await work();
    } finally {
      if (learn && keys > 0) this.#learn((performance.now() - start) / keys);
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /**
   * What a key costs is what it costs at best: a call that takes longer has mostly waited for a busy computer, and
   * smaller calls would not help. Keys that are truly bigger raise it in some dozen calls.
   */
  #learn(perKey: number): void {
    const old = this.#perKey ?? perKey;
    this.#perKey = perKey < old ? old * 0.7 + perKey * 0.3 : Math.min(perKey, old * 1.02);
  }
}
