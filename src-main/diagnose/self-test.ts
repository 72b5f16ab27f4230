import { setTimeout as sleep } from 'node:timers/promises';
import { checkIds, type Check, type CheckId } from '@shared/diagnose/self-test';
import { msg } from '@shared/i18n/index';
import { clock, compose, dns, engine, failedLook, ports } from './looks-engine';
import { data, disk, secrets, sources } from './looks-host';
import type { Found, LookDeps, Looks } from './types';

const looks: Looks = { engine, clock, compose, dns, ports, disk, data, secrets, sources };

/** No look takes longer, ms: what does not answer by then is the finding. */
const patienceMs = 15_000;

/** One look. It never throws: a look that fails is a finding. */
export async function runCheck(id: CheckId, deps: LookDeps, patience = patienceMs): Promise<Check> {
  const start = deps.now();
  const stop = new AbortController();
  const late = sleep(patience, undefined, { signal: stop.signal }).then((): Found => ({
    state: 'bad',
    what: msg('diagnose.silent', { seconds: Math.round(patience / 1000) }),
    hint: msg('diagnose.failed.hint'),
  }));
  try {
    // The one that loses must not be heard of later.
    late.catch(() => undefined);
    const found = await Promise.race([looks[id](deps).catch(failedLook), late]);
    return { id, ...found, tookMs: Math.max(0, Math.round(deps.now() - start)) };
  } finally {
    stop.abort();
  }
}

/** All of them, side by side. */
export const runChecks = (deps: LookDeps): Promise<Check[]> =>
  Promise.all(checkIds.map((id) => runCheck(id, deps)));
