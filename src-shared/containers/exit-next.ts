import { msg, type Message } from '../i18n/index';
import type { Ending, ExitFacts } from './exit-facts';

/** The engine waits 100 ms before the first restart and twice as long each time, a minute at most. */
const firstWaitMs = 100;
const longestWaitMs = 60_000;

/** At most so long until the next try. A run of ten seconds makes the engine begin anew, so it may be less. */
export function longestWait(restartCount: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(restartCount, 20));
}

/** What the restart policy does with a container now. */
export function nextOf(facts: ExitFacts, ending: Ending, failedStart: boolean): Message {
  const { state, restart, exitCode, restartCount } = facts;
  const { policy, retries } = restart;
  if (state === 'running' || state === 'paused') return runningNext(facts);
  if (state === 'restarting') {
    const seconds = Math.max(1, Math.ceil(longestWait(restartCount) / 1000));
    return policy === 'on-failure' && retries > 0
      ? msg('stacks.exit.next.tryingLimited', { policy, seconds, count: restartCount, max: retries })
      : msg('stacks.exit.next.trying', { policy, seconds, count: restartCount });
  }
  if (state === 'created' && !failedStart) return msg('stacks.exit.next.created');
  if (failedStart) return msg('stacks.exit.next.failedStart', { policy });
  const byHand = ending.by === 'stop' || ending.by === 'stop-timeout' || ending.by === 'kill';
  switch (policy) {
    case 'no':
      return msg('stacks.exit.next.no');
    case 'on-failure':
      if (exitCode === 0) return msg('stacks.exit.next.onFailureDone');
      if (retries > 0 && restartCount >= retries) return msg('stacks.exit.next.gaveUp', { n: retries });
      return msg(byHand ? 'stacks.exit.next.byHand' : 'stacks.exit.next.stays', { policy });
    // An engine restarts these at once: one that stays stopped was stopped by somebody.
    case 'always':
      return msg('stacks.exit.next.always');
    case 'unless-stopped':
      return msg('stacks.exit.next.unlessStopped');
  }
}

function runningNext({ restart: { policy, retries }, health }: ExitFacts): Message {
  if (health?.status === 'unhealthy') return msg('stacks.exit.next.unhealthy');
  if (policy === 'no') return msg('stacks.exit.next.runningNo');
  if (policy === 'on-failure')
    return retries > 0
      ? msg('stacks.exit.next.runningOnFailureLimited', { n: retries })
      : msg('stacks.exit.next.runningOnFailure');
  return msg('stacks.exit.next.runningAlways', { policy });
}
