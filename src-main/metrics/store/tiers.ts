const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How finely the history is kept, and for how long. One blob holds a chunk of one series. */
export interface Tier {
  readonly id: 0 | 1 | 2;
  readonly name: '10s' | '1m' | '5m';
  /** Width of a slot, ms. */
  readonly step: number;
  /** Slots of a chunk. */
  readonly slots: number;
  /** Width of a chunk, ms; aligned in UTC. */
  readonly span: number;
  /** How long chunks are kept, ms. */
  readonly keep: number;
}

export const fine: Tier = { id: 0, name: '10s', step: 10 * second, slots: 360, span: hour, keep: day };
/** Finest first. */
export const tiers: readonly Tier[] = [
  fine,
  { id: 1, name: '1m', step: minute, slots: 360, span: 6 * hour, keep: 7 * day },
  { id: 2, name: '5m', step: 5 * minute, slots: 288, span: day, keep: 30 * day },
];
export const longest = 30 * day;

/** Begin of the hour, ms. */
export const hourOf = (at: number): number => Math.floor(at / hour) * hour;
/** An hour waits this long for what comes late before it is put into chunks. */
export const grace = 5 * minute;
export { hour };
