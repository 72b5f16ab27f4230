import type { ErrorInfo } from '@shared/errors';
import type { MetricFilter, MetricMark, MetricQuery } from '@shared/metrics/model';
import type { PackedSamples } from './wire';

/** What a store's thread is asked to do. */
export type Request =
  | { readonly call: 'query'; readonly query: MetricQuery }
  | { readonly call: 'mark'; readonly marks: readonly MetricMark[] }
  | { readonly call: 'unmark'; readonly id: string }
  | {
      readonly call: 'subjects' | 'marks';
      readonly from: number;
      readonly to: number;
      readonly filter: MetricFilter;
    }
  | { readonly call: 'flush' | 'size' | 'close' };
export type ToStore =
  ({ readonly nr: number } & Request) | { readonly call: 'append'; readonly samples: PackedSamples };

export type FromStore =
  | { readonly nr: number; readonly value: unknown }
  /** `plain`: the words of an error that is not one of ours. */
  | { readonly nr: number; readonly error: ErrorInfo | { readonly plain: string } }
  | { readonly told: ErrorInfo };

/** What the thread is started with. */
export interface StoreStart {
  readonly dir: string;
  readonly budget?: number;
}
