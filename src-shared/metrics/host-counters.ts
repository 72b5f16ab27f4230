import type { Metric } from './model';

/*
 * What the Linux kernel counts of all that a computer sends, receives, reads and writes since its start (proc(5)).
 * Which interfaces and disks are its own, and not made of others, is for who asks to say.
 */

/** Bytes through the network. */
export interface NetworkUse {
  readonly received: number;
  readonly sent: number;
}

/** Bytes through some interfaces, by `/proc/net/dev`; undefined: it names none of them. */
export function networkUse(text: string, own: ReadonlySet<string>): NetworkUse | undefined {
  let use: NetworkUse | undefined;
  for (const line of text.split('\n')) {
    const [, name = '', numbers = ''] = /^\s*([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (!own.has(name)) continue;
    const counts = numbers.split(/\s+/).map(Number);
    // Eight numbers of what is received, then those of what is sent; bytes come first.
    const { received, sent } = use ?? { received: 0, sent: 0 };
    use = { received: received + (counts[0] ?? 0), sent: sent + (counts[8] ?? 0) };
  }
  return use;
}

/** The interfaces that lead out of the computer, by `/proc/net/route`: those of a default route. */
export function waysOut(text: string): ReadonlySet<string> {
  const routes = text.split('\n').map((line) => line.trim().split(/\s+/));
  return new Set(routes.flatMap(([name, to]) => (name !== undefined && to === '00000000' ? [name] : [])));
}

/** Bytes from and to disks. */
export interface DiskTraffic {
  readonly read: number;
  readonly written: number;
}

/** The kernel counts sectors of this size, whatever the disk's is. */
const sector = 512;

/** Bytes from and to some disks, by `/proc/diskstats`; undefined: it names none of them. */
export function diskTraffic(text: string, own: ReadonlySet<string>): DiskTraffic | undefined {
  let use: DiskTraffic | undefined;
  for (const line of text.split('\n')) {
    const [, , name = '', , , read, , , , written] = line.trim().split(/\s+/);
    if (!own.has(name)) continue;
    const before = use ?? { read: 0, written: 0 };
    use = {
      read: before.read + Number(read) * sector,
      written: before.written + Number(written) * sector,
    };
  }
  return use;
}

/** As counters of the metrics; what is not known is left out. */
export function hostCounters(
  network: NetworkUse | undefined,
  disks: DiskTraffic | undefined,
): Partial<Record<Metric, number>> {
  return {
    ...(network && { hostReceived: network.received, hostSent: network.sent }),
    ...(disks && { hostDiskRead: disks.read, hostDiskWritten: disks.written }),
  };
}
