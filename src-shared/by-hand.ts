import type { Message } from './i18n/index';

/** One part of the way by hand: why, and what one types. */
export interface HandPart {
  /** Stable: `network`. */
  readonly id: string;
  readonly title: Message;
  readonly text: Message;
  /** Shell text, ready to be copied. */
  readonly code: string;
  /** It takes away what stands. */
  readonly destructive?: true;
}
