import type { QuickFix, Reading } from '../source';
import type { PortUse } from './access';
import { otherPort } from './fixes';

const anywhere = (ip: string): boolean => ip === '' || ip === '0.0.0.0' || ip === '::';

/** Whether one of the addresses is the other's, or all. */
export const shareAddress = (a: string, b: string): boolean => a === b || anywhere(a) || anywhere(b);

/** Whether two published ports cannot both be. */
export function sharePort(a: PortUse, b: PortUse): boolean {
  if (a.published === undefined || b.published === undefined || a.protocol !== b.protocol) return false;
  // A range for one port: the engine picks one that is free.
  if (picks(a) || picks(b)) return false;
  return (
    a.published[0] <= b.published[1] && b.published[0] <= a.published[1] && shareAddress(a.hostIp, b.hostIp)
  );
}

/** Whether the engine picks one port out of a range. */
export const picks = ({ published, target }: PortUse): boolean =>
  published !== undefined && published[1] > published[0] && target[0] === target[1];

/** Publishes on another port of the host. */
export function portFix(reading: Reading, port: PortUse, free: number): QuickFix[] {
  return port.published === undefined ? [] : otherPort(reading, port.at, port.published[0], free);
}

/** The next port from `from` on for which `taken` says no; undefined: none is left. */
export function nextFree(from: number, taken: (port: number) => boolean): number | undefined {
  for (let port = from; port <= 65535; port++) if (!taken(port)) return port;
  return undefined;
}
