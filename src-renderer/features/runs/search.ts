import type { MessageKey } from '@shared/i18n/index';
import type { RunSummary } from '@shared/plan';

export const spans = ['any', 'hour', 'day', 'week', 'month'] as const;
export type SpanId = (typeof spans)[number];
const hour = 3_600_000;
const widths: Readonly<Record<SpanId, number>> = {
  any: Infinity,
  hour,
  day: 24 * hour,
  week: 168 * hour,
  month: 720 * hour,
};

/** What runs are looked for beside their state; empty: any. */
export interface RunSearch {
  readonly kind: string;
  readonly subject: string;
  readonly span: SpanId;
  readonly text: string;
}

export const anyRun: RunSearch = { kind: '', subject: '', span: 'any', text: '' };

/** What a run's kind is of: `redis-cluster` of `redis-cluster.create`. */
export const kindOf = ({ kind }: Pick<RunSummary, 'kind'>): string => kind.split('.')[0] ?? kind;

const labels: Readonly<Record<string, MessageKey>> = {
  'redis-cluster': 'runs.kind.redis-cluster',
  compose: 'runs.kind.compose',
  resources: 'runs.kind.resources',
  containers: 'runs.kind.containers',
};

/** The word for a kind; undefined for one that this version does not know. */
export const kindLabel = (kind: string): MessageKey | undefined => labels[kind];

/**
 * The runs that are looked for, in their order. Every word that is typed must stand in the title, the target or the kind.
 *
 * @param now epoch ms
 * @param titleOf a run's title in the language that is shown
 */
export function findRuns(
  runs: readonly RunSummary[],
  { kind, subject, span, text }: RunSearch,
  now: number,
  titleOf: (run: RunSummary) => string,
): readonly RunSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (kind !== '' && kindOf(run) !== kind) return false;
    if (subject !== '' && run.target !== subject) return false;
    if (now - run.startedAt > widths[span]) return false;
    if (words.length === 0) return true;
    const where = `${titleOf(run)} ${run.target} ${run.kind} ${run.id}`.toLowerCase();
    return words.every((word) => where.includes(word));
  });
}
