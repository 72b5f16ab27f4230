import { setTimeout as sleep } from 'node:timers/promises';
import type { Docker } from '../../clients/docker';
import type { OpContext } from '../../runner/types';
import { hasCode } from '../docker-deps';

/** How an engine that stops ends containers: those that obey, and those that do not. */
const codes = new Set([0, 137, 143]);
/** So long an engine that stops may answer after it has ended its containers, asked in such steps. */
const goesMs = 3000;
const askMs = 250;

/**
 * A container that ended may have done so because its engine stops, which then is what is to be told: waits a moment, and
 * throws the AppError of an engine that does not answer any more.
 */
export async function engineStays(docker: Docker, error: unknown, { signal }: OpContext): Promise<void> {
  if (!hasCode(error, 'service.exited') || !codes.has(exitCode(error.info.what.params?.['code']))) return;
  for (let waited = 0; waited < goesMs && !signal.aborted; waited += askMs) {
    await sleep(askMs, undefined, { signal }).catch(() => undefined);
    await docker.details({ signal });
  }
}

const exitCode = (code: unknown): number => (typeof code === 'number' ? code : -1);
