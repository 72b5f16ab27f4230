import type {
  MetricFilter,
  MetricQuery,
  MetricResult,
  MetricSourceState,
  Subject,
} from '@shared/metrics/model';
import type { MetricService, MetricServiceOptions } from './metrics/service';

/** What is measured, as the window and the command ask for it. */
export interface Metrics {
  /** Begins to collect, a moment later: the window comes first. */
  start(): void;
  query(queries: readonly MetricQuery[]): Promise<readonly MetricResult[]>;
  subjects(from: number, to: number, filter: MetricFilter): Promise<readonly Subject[]>;
  sources(): Promise<readonly MetricSourceState[]>;
  close(): Promise<void>;
}

/** ms after which collecting begins where nobody asks before. */
const waitMs = 500;

export interface MetricsOptions extends Omit<MetricServiceOptions, 'store'> {
  /** Where the history lies; without a thread that writes it, it is read only. */
  readonly history: { readonly dataDir: string; readonly thread: string | undefined };
  readonly log: (error: unknown) => void;
}

/** Collecting and its parts are loaded when they are first needed. */
export function createMetrics(options: MetricsOptions): Metrics {
  let service: Promise<MetricService> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begun = (): Promise<MetricService> => {
    clearTimeout(timer);
    service ??= open(options);
    return service;
  };
  return {
    start: () => (timer ??= setTimeout(() => void begun().catch(options.log), waitMs)),
    query: async (queries) => (await begun()).query(queries),
    subjects: async (from, to, filter) => (await begun()).subjects(from, to, filter),
    sources: async () => (await begun()).sources(),
    async close() {
      clearTimeout(timer);
      await (await service)?.close();
    },
  };
}

async function open({ history: { dataDir, thread }, ...options }: MetricsOptions): Promise<MetricService> {
  const [{ createMetricService }, { openStore }] = await Promise.all([
    import('./metrics/service'),
    import('./metrics/store/open'),
  ]);
  const store = await openStore({ dataDir, thread, readOnly: thread === undefined, told: options.log });
  return createMetricService({ ...options, store });
}
