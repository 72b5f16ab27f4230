import type { MetricSeries } from '@shared/metrics/model';
import type { Answered } from './shape';

export interface SubjectCell {
  readonly last: number | null;
  /** What is known of how it went, oldest first. */
  readonly known: readonly number[];
}

export interface SubjectRow {
  readonly series: MetricSeries;
  readonly cells: readonly SubjectCell[];
}

/** Buckets at the end that may still be empty because their samples are on the way. */
const late = 3;

/** What holds now: the last value, unless it is so old that the subject has gone. */
function cellOf(values: readonly (number | null)[]): SubjectCell {
  const known = values.filter((value) => value !== null);
  const recent = values.slice(-late).filter((value) => value !== null);
  return { last: recent.at(-1) ?? null, known };
}

/** A row for each subject that any of the queries told of; those that the column knows nothing of stand last. */
export function subjectRows(
  answered: readonly Answered[],
  by: number,
  descending: boolean,
): readonly SubjectRow[] {
  const all = new Map<string, MetricSeries>();
  for (const { result } of answered)
    for (const each of result.series) if (!all.has(each.key)) all.set(each.key, each);
  const found = answered.map(({ result }) => new Map(result.series.map((each) => [each.key, each.values])));
  const rows = [...all.values()].map((series) => ({
    series,
    cells: found.map((of) => cellOf(of.get(series.key) ?? [])),
  }));
  const order = descending ? -1 : 1;
  return rows.sort((a, b) => {
    const names = a.series.name.localeCompare(b.series.name);
    if (by < 0) return order * names;
    const [x, y] = [a.cells[by]?.last ?? null, b.cells[by]?.last ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || names;
    return order * (x - y) || names;
  });
}
