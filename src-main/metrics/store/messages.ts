import type { ErrorInfo } from '@shared/errors';
import type { MetricFilter, MetricQuery } from '@shared/metrics/model';
import type { PackedSamples } from './wire';

/** What a store's thread is asked to do. */
export type Request =
  | { readonly call: 'query'; readonly query: MetricQuery }
  | { readonly call: 'subjects'; readonly from: number; readonly to: number; readonly filter: MetricFilter }
  | { readonly call: 'flush' | 'size' | 'close' };
export type ToStore =
  ({ readonly id: number } & Request) | { readonly call: 'append'; readonly samples: PackedSamples };

export type FromStore =
  | { readonly id: number; readonly value: unknown }
  /** `plain`: the words of an error that is not one of ours. */
  | { readonly id: number; readonly error: ErrorInfo | { readonly plain: string } }
  | { readonly told: ErrorInfo };

/** What the thread is started with. */
export interface StoreStart {
  readonly dir: string;
  readonly budget?: number;
}
