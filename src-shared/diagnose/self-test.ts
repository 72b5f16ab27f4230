import type { Message } from '../i18n/index';

/** What the self-test looks at, in the order in which it is shown. */
export const checkIds = [
  ...(['engine', 'clock', 'compose', 'dns', 'ports'] as const),
  ...(['disk', 'data', 'secrets', 'sources'] as const),
] as const;
export type CheckId = (typeof checkIds)[number];

/** `skipped`: there was nothing to look at, `what` says why. */
export type CheckState = 'fine' | 'warn' | 'bad' | 'skipped';

/** What one look found. */
export interface Check {
  readonly id: CheckId;
  readonly state: CheckState;
  readonly what: Message;
  /** What to do about it; absent where all is well. */
  readonly hint?: Message;
  /** How long the look took, ms. */
  readonly tookMs: number;
}

/** What is not known yet has no check. */
export type Checks = Readonly<Partial<Record<CheckId, Check>>>;

/** How many ended in each state. */
export function tally(checks: Checks): Readonly<Record<CheckState, number>> {
  const counts = { fine: 0, warn: 0, bad: 0, skipped: 0 };
  for (const check of Object.values(checks)) counts[check.state] += 1;
  return counts;
}

/** A saved bundle of facts. */
export interface SavedBundle {
  readonly path: string;
  /** The names of the files in it. */
  readonly files: readonly string[];
}
