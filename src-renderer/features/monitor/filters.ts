import { metrics, type Match, type Metric, type MetricFilter } from '@shared/metrics/model';

export const filterFields = ['name', 'project', 'service', 'image', 'cluster', 'host'] as const;
export type FilterField = (typeof filterFields)[number];

/** One condition of a filter, as it is shown. */
export interface Chip {
  readonly field: FilterField | 'label';
  /** Of a label. */
  readonly label?: string;
  readonly match: Match;
}

export function chipsOf(filter: MetricFilter): readonly Chip[] {
  return [
    ...filterFields.flatMap((field) => {
      const match = filter[field];
      return match === undefined ? [] : [{ field, match }];
    }),
    ...Object.entries(filter.labels ?? {}).map(([label, match]) => ({
      field: 'label' as const,
      label,
      match,
    })),
  ];
}

export function withChip(filter: MetricFilter, { field, label, match }: Chip): MetricFilter {
  return field === 'label'
    ? { ...filter, labels: { ...filter.labels, [label ?? '']: match } }
    : { ...filter, [field]: match };
}

export function withoutChip(filter: MetricFilter, { field, label }: Chip): MetricFilter {
  if (field !== 'label') {
    const { [field]: _gone, ...rest } = filter;
    return rest;
  }
  const { labels = {}, ...rest } = filter;
  const left = Object.fromEntries(Object.entries(labels).filter(([name]) => name !== label));
  return Object.keys(left).length === 0 ? rest : { ...rest, labels: left };
}

export const matchText = (match: Match): string =>
  Array.isArray(match) ? match.join(', ') : `${match.not === true ? '!~' : '~'} ${match.regex}`;

/** What a subject of each kind can be asked by: a host has no name of a container. */
function partsFor(metric: Metric): readonly (keyof MetricFilter)[] {
  if (metric.startsWith('host')) return ['host', 'kind', 'key'];
  if (metric.startsWith('redis')) return ['host', 'kind', 'key', 'name', 'cluster'];
  return ['host', 'kind', 'key', 'name', 'project', 'service', 'cluster', 'image', 'labels'];
}

const both = (a: Match, b: Match): Match =>
  Array.isArray(a) && Array.isArray(b) ? a.filter((each) => b.includes(each)) : b;

/** A panel's own filter and the page's: both must match. Two patterns of one field cannot be asked: the page's counts. */
export function joinFilters(metric: Metric, own: MetricFilter, page: MetricFilter): MetricFilter {
  const parts = partsFor(metric);
  const joined: MetricFilter = { ...own };
  for (const part of parts) {
    if (part === 'kind' || part === 'labels') continue;
    const [mine, theirs] = [own[part], page[part]];
    if (theirs !== undefined) joined[part] = mine === undefined ? theirs : both(mine, theirs);
  }
  if (parts.includes('labels') && page.labels !== undefined)
    joined.labels = { ...own.labels, ...page.labels };
  return joined;
}

export const unitOf = (metric: Metric): (typeof metrics)[Metric]['unit'] => metrics[metric].unit;
