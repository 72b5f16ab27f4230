import type { ErrorInfo } from '@shared/errors';
import type { DashboardPanel, PanelQuery } from '@shared/metrics/dashboard';
import {
  kindOf,
  type MetricFilter,
  type MetricMark,
  type MetricQuery,
  type MetricResult,
} from '@shared/metrics/model';
import { parseRange } from '@shared/metrics/range';
import type { Span } from '../../charts/gestures';
import { joinFilters } from './filters';
import type { Answered } from './shape';
import { isLive, periodOf, type View } from './view';

/** What a board asks; given by the page, or by a test. */
export interface BoardSource {
  query(queries: readonly MetricQuery[]): Promise<readonly MetricResult[]>;
  marks(range: Span & { readonly filter: MetricFilter }): Promise<readonly MetricMark[]>;
  toError(error: unknown): ErrorInfo;
  now(): number;
  /** False while nobody can see the window: nothing is asked then. */
  visible(): boolean;
}

export interface Answer {
  readonly answered: readonly Answered[];
  /** Why it could not be renewed. */
  readonly error?: ErrorInfo;
}

export interface NoteDraft {
  readonly at: number;
  readonly to?: number;
}

/** At most so many queries in one call. */
const batch = 100;

interface Ask {
  readonly panel: DashboardPanel;
  readonly queries: readonly MetricQuery[];
}

/**
 * The numbers of a dashboard: asked for together, for panels that are in view only, at the view's rate. What is on
 * show stays when a look fails, with the reason beside it.
 */
export class Board {
  answers = $state.raw<Readonly<Record<string, Answer>>>({});
  marks = $state.raw<readonly MetricMark[]>([]);
  /** The range on show. */
  span = $state.raw<Span>({ from: 0, to: 1 });
  /** A note that is being written: for a moment, or from one to another. */
  noting = $state.raw<NoteDraft | undefined>(undefined);
  /** Epoch ms: nine tenths of the range on show were over when the first of all values on show was taken. */
  begins = $state.raw<number | undefined>(undefined);
  /** A look is under way. */
  looking = $state(false);

  readonly #source: BoardSource;
  /** Pixels by panel; nothing that is shown depends on it. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  readonly #seen = new Map<string, number>();
  #panels: readonly DashboardPanel[] = [];
  #view: View | undefined;
  #filter: MetricFilter = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  /** Of two looks only the later one's answer counts. */
  #turn = 0;
  #on = true;

  constructor(source: BoardSource) {
    this.#source = source;
  }

  /** Shows these panels so. Of another range, filter or query the numbers are asked for at once. */
  show(panels: readonly DashboardPanel[], view: View, filter: MetricFilter): void {
    this.#panels = panels;
    this.#filter = filter;
    if (view.range !== this.#view?.range) this.begins = undefined;
    this.#view = view;
    const span = this.#range(view);
    if (span !== undefined && view.young !== true) this.span = span;
    this.#hurry();
  }

  /** A panel came into view with so many pixels for its plot, or (0) left it. */
  see(id: string, width: number): void {
    const known = this.#seen.get(id) ?? 0;
    if (width === 0) this.#seen.delete(id);
    else this.#seen.set(id, width);
    // A little wider or narrower is no reason to ask again.
    if (width > 0 && (known === 0 || Math.abs(width - known) > known / 2)) this.#hurry();
  }

  /** The window is seen again. */
  wake(): void {
    this.#hurry();
  }

  stop(): void {
    this.#on = false;
    this.#turn += 1;
    clearTimeout(this.#timer);
    clearTimeout(this.#soon);
  }

  #hurry(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.look(), 30);
  }

  #range(view: View): Span | undefined {
    const span = parseRange(view.range, { now: this.#source.now(), zone: view.zone });
    return span !== undefined && view.young === true ? youngSpan(span, this.answers) : span;
  }

  /** Asks now. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    clearTimeout(this.#soon);
    const view = this.#view;
    const span = view && this.#range(view);
    if (!this.#on || view === undefined || span === undefined) return;
    if (this.#source.visible() && this.#seen.size > 0) {
      this.#turn += 1;
      const turn = this.#turn;
      this.looking = true;
      const [answers, marks] = await Promise.all([
        this.#ask(this.#asks(span)),
        this.#source.marks({ ...span, filter: this.#filter }).catch(() => this.marks),
      ]);
      if (turn !== this.#turn) return;
      this.looking = false;
      this.answers = { ...this.answers, ...answers };
      this.span = view.young === true ? youngSpan(span, this.answers) : span;
      this.marks = marks;
      const oldest = oldestOf(answers);
      const late = this.span.from + (this.span.to - this.span.from) * 0.9;
      this.begins = oldest !== Infinity && oldest > late ? oldest : undefined;
    }
    // A history that has only begun, or not yet, is looked at as often as the little that there is asks for.
    const from = view.young === true ? Math.max(span.from, oldestOf(this.answers)) : span.from;
    const period = periodOf(view.rate, { from, to: span.to });
    if (period === undefined || !isLive(view.range)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), period);
  }

  #asks(span: Span): readonly Ask[] {
    return this.#panels
      .filter(({ id }) => this.#seen.has(id))
      .map((panel) => {
        const width = this.#seen.get(panel.id) ?? 600;
        const buckets =
          panel.type === 'timeseries' ? Math.max(60, Math.min(600, Math.round(width / 150) * 50)) : 60;
        return {
          panel,
          queries: panel.queries.flatMap((query) => {
            const main = this.#query(query, query.metric, span, buckets);
            return query.per === undefined ? [main] : [main, this.#query(query, query.per, span, buckets)];
          }),
        };
      });
  }

  #query(query: PanelQuery, metric: MetricQuery['metric'], span: Span, buckets: number): MetricQuery {
    const { aggregate, groupBy, groupAggregate, top } = query;
    // The host that a container's share is of knows neither its name nor its group.
    const other = kindOf(metric) !== kindOf(query.metric);
    const own = other ? (query.filter.host === undefined ? {} : { host: query.filter.host }) : query.filter;
    return {
      metric,
      filter: joinFilters(metric, own, this.#filter),
      from: span.from,
      to: span.to,
      buckets,
      aggregate: metric === query.metric ? aggregate : 'last',
      groupBy: other ? 'none' : groupBy,
      groupAggregate,
      ...(top !== undefined && metric === query.metric && { top }),
    };
  }

  /** All in one call; where it fails, each panel by itself: one bad query spoils its own panel only. */
  async #ask(asks: readonly Ask[]): Promise<Record<string, Answer>> {
    const all = asks.flatMap(({ queries }) => queries);
    const answers: Record<string, Answer> = {};
    if (all.length === 0) return answers;
    try {
      const results: MetricResult[] = [];
      for (let at = 0; at < all.length; at += batch)
        results.push(...(await this.#source.query(all.slice(at, at + batch))));
      for (const { panel, queries } of asks)
        answers[panel.id] = read(panel, results.splice(0, queries.length));
      return answers;
    } catch (error) {
      if (asks.length === 1)
        return { [asks[0]?.panel.id ?? '']: this.#failed(asks[0]?.panel.id ?? '', error) };
    }
    for (const { panel, queries } of asks) {
      try {
        answers[panel.id] = read(panel, [...(await this.#source.query(queries))]);
      } catch (error) {
        answers[panel.id] = this.#failed(panel.id, error);
      }
    }
    return answers;
  }

  #failed(id: string, error: unknown): Answer {
    return { answered: this.answers[id]?.answered ?? [], error: this.#source.toError(error) };
  }
}

/** A history that has only begun fills the width, rather than the last tenth of it. */
function youngSpan({ from, to }: Span, answers: Readonly<Record<string, Answer>>): Span {
  const oldest = oldestOf(answers);
  const least = 60_000;
  return { from: Math.max(from, Math.min(oldest === Infinity ? from : oldest, to - least)), to };
}

/** When the first of all values on show was taken; Infinity: there is none. */
function oldestOf(answers: Readonly<Record<string, Answer>>): number {
  let oldest = Infinity;
  for (const { answered } of Object.values(answers))
    for (const { result } of answered)
      for (const { values } of result.series) {
        const at = result.times[values.findIndex((value) => value !== null)];
        if (at !== undefined && at < oldest) oldest = at;
      }
  return oldest;
}

function read(panel: DashboardPanel, results: MetricResult[]): Answer {
  const answered: Answered[] = [];
  for (const query of panel.queries) {
    const result = results.shift();
    const per = query.per === undefined ? undefined : results.shift();
    if (result !== undefined) answered.push({ query, result, ...(per !== undefined && { per }) });
  }
  return { answered };
}
