import type { PanelQuery } from '@shared/metrics/dashboard';
import type { MetricResult } from '@shared/metrics/model';

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The command that gives the same numbers. */
export function commandOf(query: PanelQuery, { times, step }: MetricResult): string {
  const first = times[0];
  const last = times.at(-1);
  const names = query.filter.name;
  const words = ['flotilla', 'metrics', 'query', '--metric', query.metric];
  if (Array.isArray(names)) for (const name of names) words.push('--container', quoted(name));
  if (first !== undefined && last !== undefined)
    words.push('--from', new Date(first).toISOString(), '--to', new Date(last + step).toISOString());
  words.push('--buckets', String(Math.max(1, times.length)));
  return words.join(' ');
}
