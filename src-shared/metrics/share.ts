import type { Metric } from './model';

/** What something can be told as a share of: a limit, or what the host has in all. */
export const wholes = [
  'memoryLimit',
  'cpuLimit',
  'hostCores',
  'hostMemoryTotal',
  'hostDiskTotal',
  'redisMemoryLimit',
] as const satisfies readonly Metric[];
export type Whole = (typeof wholes)[number];

/** The wholes of a metric; its own subject's first. */
export const wholesOf: Readonly<Partial<Record<Metric, readonly [Whole, ...Whole[]]>>> = {
  cpu: ['cpuLimit', 'hostCores'],
  memory: ['memoryLimit', 'hostMemoryTotal'],
  memoryRss: ['memoryLimit', 'hostMemoryTotal'],
  memoryCache: ['memoryLimit', 'hostMemoryTotal'],
  redisMemory: ['redisMemoryLimit'],
  hostMemory: ['hostMemoryTotal'],
  hostDisk: ['hostDiskTotal'],
};

/** Per cent. CPU is in per cent of one core, its wholes are in cores. null: a whole of nothing has no shares. */
export function shareOf(metric: Metric, value: number, whole: number): number | null {
  if (whole <= 0) return null;
  return (value * (metric === 'cpu' ? 1 : 100)) / whole;
}
