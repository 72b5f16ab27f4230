import { readFile, statfs } from 'node:fs/promises';

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
