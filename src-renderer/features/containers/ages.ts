import { duration } from '../../lib/format';

/** How long ago a moment was: `3m 5s`; a dash for none. */
export function ago(at: number | undefined, now: number): string {
  return at === undefined || at <= 0 ? '–' : duration(Math.max(0, now - at));
}
