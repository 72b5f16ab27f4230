import type {
  MetricFilter,
  MetricMark,
  MetricQuery,
  MetricResult,
  MetricSourceState,
  Subject,
} from '@shared/metrics/model';
import type { RunSummary } from '@shared/plan';
import type { SecretRef } from '@shared/secrets';
import type { AlertNotice, Alerts } from './metrics/alerts/service';
import type { Marks } from './metrics/marks';
import type { MetricService, MetricServiceOptions } from './metrics/service';
import type { Watch } from './metrics/watch';

/** What is measured, as the window and the command ask for it. */
export interface Metrics {
  /** Begins to collect, a moment later: the window comes first. */
  start(): void;
  query(queries: readonly MetricQuery[]): Promise<readonly MetricResult[]>;
  subjects(from: number, to: number, filter: MetricFilter): Promise<readonly Subject[]>;
  sources(): Promise<readonly MetricSourceState[]>;
  /** A Redis cluster was taken in or let go of. */
  renewRedis(): void;
  marks(from: number, to: number, filter: MetricFilter): Promise<readonly MetricMark[]>;
  note(note: Parameters<Marks['note']>[0]): Promise<MetricMark>;
  deleteNote(id: string): Promise<void>;
  alerts(): Promise<Alerts>;
  /** Alerts that fired or are over, for whoever tells the user. */
  onNotice(listener: (notice: AlertNotice) => void): () => void;
  /** Something about alerts changed. */
  onAlerts(listener: () => void): () => void;
  close(): Promise<void>;
}

/** ms after which collecting begins. */
const waitMs = 500;

export interface MetricsOptions extends Omit<MetricServiceOptions, 'store'> {
  /** Where the history lies; without a thread that writes it, it is read only. */
  readonly history: { readonly dataDir: string; readonly thread: string | undefined };
  readonly runs: () => Promise<readonly RunSummary[]>;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly log: (error: unknown) => void;
}

interface Begun {
  readonly service: MetricService;
  readonly watch: Watch;
}

/** Collecting and its parts are loaded when they are first needed. */
export function createMetrics(options: MetricsOptions): Metrics {
  let opened: Promise<Begun> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const notices = new Set<(notice: AlertNotice) => void>();
  const changes = new Set<() => void>();
  const begun = (): Promise<Begun> => {
    opened ??= open(options, {
      notice: (notice) => notices.forEach((listener) => listener(notice)),
      alertsChanged: () => changes.forEach((listener) => listener()),
    });
    return opened;
  };
  const listen = <T>(all: Set<T>, listener: T): (() => void) => {
    all.add(listener);
    return () => void all.delete(listener);
  };
  return {
    start() {
      timer ??= setTimeout(() => void begun().then(({ service }) => service.collect(), options.log), waitMs);
    },
    query: async (queries) => (await begun()).service.query(queries),
    subjects: async (from, to, filter) => (await begun()).service.subjects(from, to, filter),
    sources: async () => (await begun()).service.sources(),
    renewRedis: () => void opened?.then(({ service }) => service.renewRedis(), options.log),
    marks: async (from, to, filter) => (await begun()).watch.marks.between(from, to, filter),
    note: async (note) => (await begun()).watch.marks.note(note),
    deleteNote: async (id) => (await begun()).watch.marks.deleteNote(id),
    alerts: async () => (await begun()).watch.alerts,
    onNotice: (listener) => listen(notices, listener),
    onAlerts: (listener) => listen(changes, listener),
    async close() {
      clearTimeout(timer);
      const parts = await opened;
      parts?.watch.close();
      await parts?.service.close();
    },
  };
}

async function open(
  { history: { dataDir, thread }, runs, resolveSecret, ...options }: MetricsOptions,
  hearers: { readonly notice: (notice: AlertNotice) => void; readonly alertsChanged: () => void },
): Promise<Begun> {
  const [{ createMetricService }, { openStore }, { startWatch }] = await Promise.all([
    import('./metrics/service'),
    import('./metrics/store/open'),
    import('./metrics/watch'),
  ]);
  const awake = thread !== undefined;
  const { engines, log } = options;
  const store = await openStore({ dataDir, thread, readOnly: !awake, told: log });
  const service = createMetricService({ ...options, resolveSecret, store, ...(awake && { dataDir }) });
  const watch = startWatch({ dataDir, engines, service, store, runs, resolveSecret, log, awake, ...hearers });
  return { service, watch };
}
