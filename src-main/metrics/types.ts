import type { MetricFilter, MetricQuery, MetricResult, Sample, Subject } from '@shared/metrics/model';

/**
 * The history on disk: tiers of 10 s (24 h), 1 min (7 days) and 5 min (30 days). Made by `openStore`. One process
 * writes at a time; others may read. Times are epoch ms.
 */
export interface MetricStore {
  /** Takes samples in, in any order within the last minutes; on disk within 10 s, or at `flush`. Never throws for data. */
  append(samples: readonly Sample[]): void;
  flush(): Promise<void>;
  /** The tier is chosen by the range and the buckets; `query.source` is not its matter. */
  query(query: MetricQuery): Promise<MetricResult>;
  subjects(from: number, to: number, filter: MetricFilter): Promise<readonly Subject[]>;
  /** Bytes on disk. */
  size(): Promise<number>;
  close(): Promise<void>;
}
