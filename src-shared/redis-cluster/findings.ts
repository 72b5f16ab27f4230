import type { Message } from '../i18n/index';
import type { Finding } from '../plan';
import type { RedisClusterObserved } from './observed';

/** A finding in one line. `path` is the field of the spec that it is about. */
export function finding(
  level: Finding['level'],
  code: string,
  path: string | undefined,
  what: Message,
  hint: Message,
): Finding {
  return { level, code, what, hint, ...(path !== undefined && { path }) };
}

/** A list for a sentence: the first few, then an ellipsis. */
export function listed(items: readonly (string | number)[], most = 6): string {
  return items.slice(0, most).join(', ') + (items.length > most ? ', …' : '');
}

/** Whether the engine runs in a virtual machine of this computer: bridge addresses cannot be reached from here. */
export function inVm({ engine, host }: RedisClusterObserved): boolean {
  return engine.local && (engine.isDesktop || engine.product === 'colima' || host.platform !== 'linux');
}

export const mebibyte = 1024 * 1024;

/** Bytes as whole MB for a sentence. */
export function inMb(bytes: number): number {
  return Math.round(bytes / mebibyte);
}
