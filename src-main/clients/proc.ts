import { access, readFile, readdir, statfs } from 'node:fs/promises';
import {
  diskTraffic,
  networkUse,
  waysOut,
  type DiskTraffic,
  type NetworkUse,
} from '@shared/metrics/host-counters';

/** What the Linux kernel says of the whole computer. */
export interface HostUse {
  /** Ticks since the start, over all cores: those in use, and all. */
  readonly cpu: { readonly busy: number; readonly all: number };
  /** Bytes that programs use and cannot be taken from them, and bytes in all. */
  readonly memory: { readonly used: number; readonly total: number };
  /** Programs that run or wait, mean of the last minute. */
  readonly load: number;
}

/** Throws where there is no `/proc` (another system than Linux). */
export async function readHostUse(): Promise<HostUse> {
  const [stat, meminfo, loadavg] = await Promise.all(
    ['stat', 'meminfo', 'loadavg'].map((name) => readFile(`/proc/${name}`, 'utf8')),
  );
  // user nice system idle iowait irq softirq steal; guests are counted within user and nice (proc(5)).
  const ticks = (/^cpu +(.*)$/m.exec(stat ?? '')?.[1] ?? '').split(' ').slice(0, 8).map(Number);
  const all = ticks.reduce((sum, each) => sum + each, 0);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(meminfo ?? '')?.[1] ?? Number.NaN) * 1024;
  const total = bytes('MemTotal');
  return {
    cpu: { busy: all - idle, all },
    memory: { used: total - bytes('MemAvailable'), total },
    load: Number((loadavg ?? '').split(' ')[0]),
  };
}

/** Bytes of the file system that a path is on, as `df` counts them: what only root may use counts for neither. */
export async function readDiskUse(path: string): Promise<{ readonly used: number; readonly total: number }> {
  const { blocks, bfree, bavail, bsize } = await statfs(path);
  const used = (blocks - bfree) * bsize;
  return { used, total: used + bavail * bsize };
}

/** Those of a class of the kernel's devices behind which there is hardware: no bridge, loop, mapper or partition. */
async function withHardware(folder: string): Promise<ReadonlySet<string>> {
  const names = await readdir(folder);
  const real = await Promise.all(
    names.map((name) =>
      access(`${folder}/${name}/device`).then(
        () => true,
        () => false,
      ),
    ),
  );
  return new Set(names.filter((_, i) => real[i]));
}

/**
 * Bytes through the computer's network cards since its start; where it has none (a container, some virtual machines),
 * through the interfaces of its default routes. undefined: the kernel does not tell.
 */
export async function readNetworkUse(): Promise<NetworkUse | undefined> {
  const [text, cards] = await Promise.all([
    readFile('/proc/net/dev', 'utf8'),
    withHardware('/sys/class/net'),
  ]);
  return networkUse(text, cards) ?? networkUse(text, waysOut(await readFile('/proc/net/route', 'utf8')));
}

/** Bytes from and to the computer's disks since its start. undefined: it has none that the kernel tells of. */
export async function readDiskTraffic(): Promise<DiskTraffic | undefined> {
  const [text, disks] = await Promise.all([readFile('/proc/diskstats', 'utf8'), withHardware('/sys/block')]);
  return diskTraffic(text, disks);
}
