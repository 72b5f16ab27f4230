import type { Flotilla } from '../wiring';
import type { Arguments } from './args';
import type { Terminal } from './terminal';

/** What a command works with. */
export interface Session {
  readonly args: Arguments;
  readonly t: Terminal;
  /** The services, made at the first call. */
  readonly flotilla: () => Promise<Flotilla>;
  /** The services, once it is known which engine there is (or that there is none). */
  readonly withEngine: () => Promise<Flotilla>;
}

/** Exit codes: what scripts rely on. */
export const exit = { done: 0, failed: 1, badInput: 2, notConfirmed: 3, cancelled: 130 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];
export type Command = (session: Session) => Promise<ExitCode>;

/** One line of JSON on the standard output. */
export function printJson({ t }: Session, value: unknown): void {
  t.out(JSON.stringify(value));
}
