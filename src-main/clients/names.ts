import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** `silent`: no answer in time; `unknown`: there is no such name, or no name server. */
export type NameAnswer = 'found' | 'silent' | 'unknown';

/** Whether this computer finds the address behind a name; as it finds any name, with /etc/hosts and all. */
export async function findName(host: string, patienceMs = 4000): Promise<NameAnswer> {
  const stop = new AbortController();
  const late = sleep(patienceMs, 'silent' as const, { signal: stop.signal }).catch(() => 'silent' as const);
  const found = lookup(host).then(
    () => 'found' as const,
    () => 'unknown' as const,
  );
  try {
    return await Promise.race([found, late]);
  } finally {
    stop.abort();
  }
}
