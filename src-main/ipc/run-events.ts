import type { RunEvent } from '@shared/plan';

const maxLines = 400;

/**
 * Passes run events on in their order, in bursts of at most one each `everyMs`: of a step's progress
 * only the latest goes on, of its live output the last lines. A run's end goes on at once.
 *
 * @param send gets each event
 * @param everyMs milliseconds between bursts
 * @returns what to feed, and a way to send what waits
 */
export function throttleRunEvents(
  send: (event: RunEvent) => void,
  everyMs = 80,
): { readonly push: (event: RunEvent) => void; readonly flush: () => void } {
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const burst = waiting;
    waiting = [];
    const logs = burst.filter((event) => event.type === 'log').length;
    let drop = Math.max(0, logs - maxLines);
    for (const event of burst) {
      if (event.type === 'log' && drop-- > 0) continue;
      send(event);
    }
  };

  return {
    flush,
    push(event) {
      if (event.type === 'progress') {
        // A newer word of the same step replaces the older one, unless its status changed in between.
        const at = waiting.findLastIndex(
          (other) =>
            'stepId' in other &&
            other.runId === event.runId &&
            other.stepId === event.stepId &&
            other.type !== 'log',
        );
        const older = waiting[at];
        if (older?.type === 'progress') waiting[at] = { ...older, ...event };
        else waiting.push(event);
      } else {
        waiting.push(event);
      }
      if (event.type === 'run') flush();
      else timer ??= setTimeout(flush, everyMs);
    },
  };
}
