import type { AppError } from '@shared/errors';

export interface CoreOptions {
  /** The folder of the history. */
  readonly dir: string;
  readonly readOnly?: boolean;
  /** Bytes that the file may have. */
  readonly budget?: number;
  /** Epoch ms. */
  readonly now?: () => number;
  /** ms of a clock that nobody sets. */
  readonly steady?: () => number;
  /** Hears of what went wrong and was got over: a file put aside, a full disk. */
  readonly told?: (error: AppError) => void;
}

/** The options with what stands where one is not given: 1 GiB, and this machine's clocks. */
export const withDefaults = (options: Omit<CoreOptions, 'dir'>): Required<Omit<CoreOptions, 'dir'>> => ({
  readOnly: options.readOnly ?? false,
  budget: options.budget ?? 1024 ** 3,
  now: options.now ?? Date.now,
  steady: options.steady ?? (() => performance.now()),
  told: options.told ?? (() => undefined),
});
