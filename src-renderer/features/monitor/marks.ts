import type { MetricMark } from '@shared/metrics/model';
import type { ChartMark } from '../../charts/model';
import { t } from '../../lib/i18n.svelte';

function toneOf({ kind, exitCode }: MetricMark): ChartMark['tone'] {
  if (kind === 'oom') return 'bad';
  if (kind === 'die') return exitCode === undefined || exitCode === 0 ? 'info' : 'bad';
  if (kind === 'alert' || kind === 'health' || kind === 'restart') return 'warn';
  return kind === 'start' ? 'ok' : 'info';
}

/** What happened, as charts show it. */
export const chartMarks = (marks: readonly MetricMark[]): readonly ChartMark[] =>
  marks.map((mark) => ({
    id: mark.id,
    at: mark.at,
    ...(mark.to !== undefined && { to: mark.to }),
    tone: toneOf(mark),
    text: t(mark.text),
  }));
