import type { Metric, MetricResult } from '@shared/metrics/model';
import type { Load } from './engine';

/** When a container could be measured, epoch ms: what the history has to show, and what it may not. */
export class Truth {
  readonly loads = new Map<string, Load>();
  readonly #spans = new Map<string, { from: number; to: number }[]>();

  /** It can be measured from now on. */
  up(id: string, load: Load, at: number): void {
    this.loads.set(id, load);
    const spans = this.#spans.get(id) ?? [];
    const last = spans.at(-1);
    if (last?.to !== Infinity) spans.push({ from: at, to: Infinity });
    this.#spans.set(id, spans);
  }

  /** It cannot, from now on. */
  down(id: string, at: number): void {
    const last = this.#spans.get(id)?.at(-1);
    if (last?.to === Infinity) last.to = at;
  }

  /** Forgets what was before: the clock was set. */
  anew(at: number): void {
    for (const [id, spans] of this.#spans) {
      if (spans.at(-1)?.to === Infinity) this.#spans.set(id, [{ from: at, to: Infinity }]);
      else this.#spans.delete(id);
    }
  }

  /** What is wrong with an answer: values that no container has, values out of a gap, gaps where it was measured. */
  judge(
    metric: RateMetric,
    result: MetricResult,
    gaps: boolean,
  ): { wrong: string[]; asked: number; missing: number } {
    const wrong: string[] = [];
    let asked = 0;
    let missing = 0;
    for (const { key, name, values } of result.series) {
      const load = this.loads.get(key);
      if (load === undefined) {
        wrong.push(`${name}: nobody knows ${key}`);
        continue;
      }
      const most = load[metric] * 1.5 * tolerance;
      const spans = this.#spans.get(key) ?? [];
      for (const [i, value] of values.entries()) {
        const at = result.times[i] ?? 0;
        const end = at + result.step;
        const told = (what: string): string =>
          `${what}: ${metric} of ${name} at ${new Date(at).toISOString()}`;
        if (value !== null && value > most) wrong.push(told(`a spike of ${value} where ${most} is most`));
        if (!gaps) continue;
        // The sample that a bucket holds may stand for the ten seconds before it.
        const inside = spans.some(({ from, to }) => end > from && at < to + result.step);
        if (value !== null && !inside) wrong.push(told('a value out of a gap'));
        const whole = spans.some(({ from, to }) => at >= from + settleMs && end <= to - result.step);
        if (!whole) continue;
        asked++;
        if (value === null) missing++;
        else if (value < (load[metric] * 0.5) / tolerance) wrong.push(told(`${value} is too little`));
      }
    }
    return { wrong, asked, missing };
  }
}

export type RateMetric = Extract<Metric, keyof Load>;
/** Bytes are whole, and a rate is the mean of some seconds. */
const tolerance = 1.03;
/** A container that begins is sampled within a round, and has a rate with the second sample. */
const settleMs = 25_000;
