import {
  metricNames,
  type Metric,
  type MetricResult,
  type Sample,
  type Subject,
} from '@shared/metrics/model';

/** Samples as numbers, which go to another thread without being copied: subject, at, period, values, then pairs. */
export interface PackedSamples {
  /** Subjects that were not named before, by their number. */
  readonly subjects: readonly (readonly [number, Subject])[];
  readonly numbers: Float64Array;
}

/** Packs samples; a subject is sent once, and again when it says something else of itself. */
export class SamplePacker {
  readonly #numbers = new Map<string, { readonly place: number; subject: Subject }>();

  pack(samples: readonly Sample[]): PackedSamples {
    const subjects: (readonly [number, Subject])[] = [];
    const numbers: number[] = [];
    for (const { subject, at, period, values } of samples) {
      const pairs = metricNames.flatMap((name, place) => {
        const value = values[name];
        return value === undefined ? [] : [place, value ?? Number.NaN];
      });
      numbers.push(this.#place(subject, subjects), at, period, pairs.length / 2, ...pairs);
    }
    return { subjects, numbers: Float64Array.from(numbers) };
  }

  #place(subject: Subject, told: (readonly [number, Subject])[]): number {
    const key = `${subject.kind}\0${subject.key}`;
    const known = this.#numbers.get(key);
    if (known?.subject === subject) return known.place;
    // Where subjects come and go for weeks, the other side's table is made anew as well.
    const place = known?.place ?? this.#numbers.size;
    if (known === undefined || JSON.stringify(known.subject) !== JSON.stringify(subject))
      told.push([place, subject]);
    this.#numbers.set(key, { place, subject });
    return place;
  }
}

/** The other end of a SamplePacker. */
export class SampleUnpacker {
  readonly #subjects = new Map<number, Subject>();

  unpack({ subjects, numbers }: PackedSamples): readonly Sample[] {
    for (const [place, subject] of subjects) this.#subjects.set(place, subject);
    const samples: Sample[] = [];
    const next = (at: number): number => numbers[at] ?? Number.NaN;
    for (let i = 0; i < numbers.length;) {
      const subject = this.#subjects.get(next(i));
      const [at, period, pairs] = [next(i + 1), next(i + 2), next(i + 3)];
      const values: Partial<Record<Metric, number | null>> = {};
      i += 4;
      for (let pair = 0; pair < pairs; pair++, i += 2) {
        const name = metricNames[next(i)];
        const value = next(i + 1);
        if (name !== undefined) values[name] = Number.isNaN(value) ? null : value;
      }
      if (subject !== undefined) samples.push({ subject, at, period, values });
    }
    return samples;
  }
}

/** A result whose values lie in one array, series after series; NaN: null. */
export interface PackedResult {
  readonly result: MetricResult;
  readonly values: Float64Array;
}

export function packResult(result: MetricResult): PackedResult {
  const width = result.times.length;
  const values = new Float64Array(width * result.series.length);
  result.series.forEach((series, place) => {
    for (let i = 0; i < width; i++) values[place * width + i] = series.values[i] ?? Number.NaN;
  });
  return {
    result: { ...result, series: result.series.map((series) => ({ ...series, values: [] })) },
    values,
  };
}

export function unpackResult({ result, values }: PackedResult): MetricResult {
  const width = result.times.length;
  const series = result.series.map((one, place) => {
    const own = Array.from<number | null>({ length: width });
    for (let i = 0; i < width; i++) {
      const value = values[place * width + i] ?? Number.NaN;
      own[i] = Number.isNaN(value) ? null : value;
    }
    return { ...one, values: own };
  });
  return { ...result, series };
}
