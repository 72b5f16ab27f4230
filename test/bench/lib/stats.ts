/** What every bench gives, and what `npm run bench -- NAME --json` prints as its last line. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** Medians over the runs, in `unit`. */
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  /** ours / peer: the median of the ratios of the paired runs. */
  readonly ratio: number;
  readonly runs: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface BenchOptions {
  /** How many pairs to run; at least 5 for a figure that is quoted. */
  readonly runs: number;
  readonly log: (line: string) => void;
}

/** The middle value (the mean of the two middle ones). Throws on an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  if (low === undefined || high === undefined) throw new RangeError('median of nothing');
  return (low + high) / 2;
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/**
 * Runs `ours` and `peer` in turn, the order swapped each time, and compares them pair by pair:
 * a machine that is slow for a while is slow for both.
 */
export async function paired(
  options: BenchOptions,
  what: {
    name: string;
    unit: string;
    better: 'lower' | 'higher';
    peerName: string;
    /** Pairs thrown away at the start: caches fill. */
    warmUp: number;
    digits: number;
    ours: (run: number) => Promise<number>;
    peer: (run: number) => Promise<number>;
    detail?: () => Record<string, unknown>;
  },
): Promise<BenchResult> {
  const ours: number[] = [];
  const peer: number[] = [];
  const sides = { ours: what.ours, peer: what.peer };
  for (let run = -what.warmUp; run < options.runs; run++) {
    const order = run % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const);
    const took = { ours: 0, peer: 0 };
    for (const side of order) took[side] = await sides[side](run + what.warmUp);
    const label = run < 0 ? 'warm-up' : `run ${String(run + 1)} of ${String(options.runs)}`;
    options.log(
      `${label}: ours ${took.ours.toFixed(what.digits)} ${what.unit}, ` +
        `${what.peerName} ${took.peer.toFixed(what.digits)} ${what.unit}`,
    );
    if (run < 0) continue;
    ours.push(took.ours);
    peer.push(took.peer);
  }
  const ratios = ours.map((value, index) => value / (peer[index] ?? NaN));
  return {
    name: what.name,
    unit: what.unit,
    better: what.better,
    ours: round(median(ours), what.digits),
    peer: round(median(peer), what.digits),
    peerName: what.peerName,
    ratio: round(median(ratios), 3),
    runs: ours.length,
    detail: {
      ours: ours.map((v) => round(v, what.digits)),
      peer: peer.map((v) => round(v, what.digits)),
      ...what.detail?.(),
    },
  };
}
