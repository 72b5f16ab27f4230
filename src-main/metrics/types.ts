import type {
  MetricFilter,
  MetricMark,
  MetricQuery,
  MetricResult,
  Sample,
  Subject,
} from '@shared/metrics/model';

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
  /** Keeps what happened, or what is known of it by now; by `id`, so that the same is there once. */
  mark(marks: readonly MetricMark[]): Promise<void>;
  /** Takes a mark away. */
  unmark(id: string): Promise<void>;
  /** Those that touch the range, oldest first; of more than 2000 the newest. */
  marks(from: number, to: number, filter: MetricFilter): Promise<readonly MetricMark[]>;
  /** Bytes on disk. */
  size(): Promise<number>;
  close(): Promise<void>;
}
