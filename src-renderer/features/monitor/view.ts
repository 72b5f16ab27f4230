import { metricFilterSchema, type MetricFilter } from '@shared/metrics/model';
import type { TypedRange, Zone } from '@shared/metrics/range';

export const rates = ['off', 'auto', '1s', '5s', '10s', '30s', '1m'] as const;
export type Rate = (typeof rates)[number];

/** How a dashboard is looked at: all of it stands in the route, so that the ways back and forward lead through it. */
export interface View {
  readonly range: TypedRange;
  readonly rate: Rate;
  readonly zone: Zone;
  readonly filter: MetricFilter;
  /** The container, stack or cluster that a ready dashboard is about. */
  readonly of?: string;
  /** Nobody has chosen a range yet: a short history is shown as wide as it is. */
  readonly young?: boolean;
  /** The panel that fills the page. */
  readonly panel?: string;
}

export const firstRange: TypedRange = { from: 'now-15m', to: 'now' };

export const defaultView = (zone: Zone, range: TypedRange = firstRange): View => ({
  range,
  rate: 'auto',
  zone,
  filter: {},
  ...(range === firstRange && { young: true }),
});

function filterOf(text: string | null): MetricFilter | undefined {
  if (text === null) return undefined;
  try {
    return metricFilterSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A view as it stands in the route; what is missing or not understood there is as in `base`. */
export function readView(text: string | undefined, base: View): View {
  const given = new URLSearchParams(text ?? '');
  const [from, to, of, panel] = ['from', 'to', 'of', 'panel'].map((name) => given.get(name) ?? undefined);
  const rate = rates.find((each) => each === given.get('refresh'));
  const zone = given.get('tz');
  return {
    ...(from !== undefined && to !== undefined
      ? { range: { from, to } }
      : { range: base.range, ...(base.young !== undefined && { young: base.young }) }),
    rate: rate ?? base.rate,
    zone: zone === 'utc' || zone === 'local' ? zone : base.zone,
    filter: filterOf(given.get('filter')) ?? base.filter,
    ...(of !== undefined && { of }),
    ...(panel !== undefined && { panel }),
  };
}

/** Only what differs from `base`: a short path where nothing was changed. */
export function writeView(view: View, base: View): string {
  const said = new URLSearchParams();
  if (view.range.from !== base.range.from || view.range.to !== base.range.to) {
    said.set('from', view.range.from);
    said.set('to', view.range.to);
  }
  if (view.rate !== base.rate) said.set('refresh', view.rate);
  if (view.zone !== base.zone) said.set('tz', view.zone);
  if (JSON.stringify(view.filter) !== JSON.stringify(base.filter))
    said.set('filter', JSON.stringify(view.filter));
  if (view.of !== undefined) said.set('of', view.of);
  if (view.panel !== undefined) said.set('panel', view.panel);
  return said.toString();
}

/** Whether the range moves on with the clock. */
export const isLive = ({ to }: TypedRange): boolean => to.trim().startsWith('now');

/** Milliseconds between looks; undefined: none by itself. About a bucket, where that is left to us. */
export function periodOf(
  rate: Rate,
  span: { readonly from: number; readonly to: number },
): number | undefined {
  if (rate === 'off') return undefined;
  if (rate === 'auto') return Math.max(1000, Math.min(30_000, (span.to - span.from) / 300));
  return { '1s': 1000, '5s': 5000, '10s': 10_000, '30s': 30_000, '1m': 60_000 }[rate];
}
