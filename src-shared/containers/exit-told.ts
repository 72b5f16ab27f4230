import type { Message } from '../i18n/index';

/** Why a container is as it is, before what comes next is added. */
export interface Told {
  /** Stable, for tests and for pictures: `oom`, `stop-timeout`. */
  readonly cause: string;
  /** `muted`: nothing is wrong. */
  readonly tone: 'bad' | 'warn' | 'muted';
  /** One line. */
  readonly headline: Message;
  /** What happened, in plain words. */
  readonly what: Message;
  /** What to try, the likeliest first. */
  readonly tries: readonly Message[];
}

export function plain(
  ...[cause, tone, headline, what, tries = []]: [
    string,
    Told['tone'],
    Message,
    Message,
    (readonly Message[])?,
  ]
): Told {
  return { cause, tone, headline, what, tries };
}
