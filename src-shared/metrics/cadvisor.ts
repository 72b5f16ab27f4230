import { z } from 'zod';
import { lostPackets } from './lost-packets';
import type { Metric } from './model';
import { nsPerPercent, type Reading } from './rates';

/*
 * What is read of cAdvisor's REST API v2.1 (https://github.com/google/cadvisor/blob/master/docs/api_v2.md). Every
 * part may be missing: a metric that is turned off, a kernel without it.
 */

/** No counter comes near: what does is no number that charts and the history can hold. */
export const number = z.number().nonnegative().max(1e30);
export const time = z.string().max(60);
const disks = z
  .array(z.object({ stats: z.object({ Read: number.optional(), Write: number.optional() }).nullish() }))
  .max(10_000)
  .nullish();

const interfaceSchema = z.object({
  rx_bytes: number.optional(),
  tx_bytes: number.optional(),
  rx_errors: number.optional(),
  rx_dropped: number.optional(),
  tx_errors: number.optional(),
  tx_dropped: number.optional(),
});

const statsSchema = z.object({
  timestamp: time,
  cpu: z
    .object({
      usage: z.object({ total: number.optional() }).nullish(),
      cfs: z.object({ periods: number.optional(), throttled_periods: number.optional() }).nullish(),
    })
    .nullish(),
  memory: z
    .object({
      usage: number.optional(),
      working_set: number.optional(),
      rss: number.optional(),
      cache: number.optional(),
      swap: number.optional(),
    })
    .nullish(),
  network: z
    .object({
      interfaces: z.array(interfaceSchema).max(10_000).nullish(),
    })
    .nullish(),
  diskio: z.object({ io_service_bytes: disks }).nullish(),
  filesystem: z.object({ baseUsageBytes: number.nullish() }).nullish(),
  processes: z.object({ threads_current: number.optional() }).nullish(),
});

export const cadvisorContainerSchema = z.object({
  spec: z.object({
    creation_time: time.optional(),
    start_time: time.optional(),
    namespace: z.string().max(100).optional(),
    has_network: z.boolean().optional(),
    has_diskio: z.boolean().optional(),
    cpu: z.object({ quota: number.optional(), period: number.optional() }).nullish(),
    memory: z.object({ limit: number.optional(), swap_limit: number.optional() }).nullish(),
  }),
  stats: z.array(statsSchema).max(1000).nullish(),
});
export type CadvisorContainer = z.output<typeof cadvisorContainerSchema>;

/** The container's id in the path of its cgroup (`/docker/<id>`, `…/docker-<id>.scope`); undefined: it is none. */
export function dockerIdOf(cgroup: string): string | undefined {
  return /([0-9a-f]{64})(?:\.scope)?$/.exec(cgroup)?.[1];
}

/**
 * The newest sample of a container as a reading; undefined: it has none yet.
 *
 * @param machineMemory bytes; a limit above it is none: cAdvisor tells "unlimited" by a huge number
 */
export function cadvisorReading(
  { spec, stats }: CadvisorContainer,
  machineMemory: number,
  when: { readonly asked?: number; readonly heard: number; readonly expected: number },
): Reading | undefined {
  const newest = (stats ?? []).reduce<z.output<typeof statsSchema> | undefined>(
    (best, each) =>
      best === undefined || Date.parse(each.timestamp) > Date.parse(best.timestamp) ? each : best,
    undefined,
  );
  const at = Date.parse(newest?.timestamp ?? '');
  if (newest === undefined || !(at > 0)) return undefined;
  const { cpu, memory, network, diskio, filesystem, processes } = newest;
  const counters: Partial<Record<Metric, number>> = {};
  const gauges: Partial<Record<Metric, number>> = {};
  if (cpu?.usage?.total !== undefined) counters.cpu = cpu.usage.total / nsPerPercent;
  const used = memory?.working_set ?? memory?.usage;
  if (used !== undefined) gauges.memory = used;
  if (memory?.rss !== undefined) gauges.memoryRss = memory.rss;
  if (memory?.cache !== undefined) gauges.memoryCache = memory.cache;
  // Where the kernel does not count swap it is told as 0, beside no limit of it.
  if (memory?.swap !== undefined && (memory.swap > 0 || spec.memory?.swap_limit !== undefined))
    gauges.memorySwap = memory.swap;
  const limit = spec.memory?.limit;
  if (limit !== undefined && limit > 0 && limit < machineMemory) gauges.memoryLimit = limit;
  const { quota = 0, period = 0 } = spec.cpu ?? {};
  // "No quota" is told as 2^64 - 1 by some releases.
  const limited = quota > 0 && period > 0 && quota < 1e15;
  if (limited) gauges.cpuLimit = quota / period;
  // It measures now and then only, and tells 0 until it has.
  const layer = filesystem?.baseUsageBytes ?? 0;
  if (layer > 0) gauges.layer = layer;
  if (processes?.threads_current !== undefined && processes.threads_current > 0)
    gauges.pids = processes.threads_current;
  const started = Date.parse(spec.start_time ?? '');
  if (started > 0 && at >= started) gauges.uptime = (at - started) / 1000;
  if (spec.has_network !== false && network?.interfaces != null) {
    counters.received = network.interfaces.reduce((sum, { rx_bytes = 0 }) => sum + rx_bytes, 0);
    counters.sent = network.interfaces.reduce((sum, { tx_bytes = 0 }) => sum + tx_bytes, 0);
    Object.assign(counters, lostPackets(network.interfaces));
  }
  if (spec.has_diskio !== false && diskio != null) {
    const bytes = diskio.io_service_bytes ?? [];
    counters.diskRead = bytes.reduce((sum, each) => sum + (each.stats?.Read ?? 0), 0);
    counters.diskWritten = bytes.reduce((sum, each) => sum + (each.stats?.Write ?? 0), 0);
  }
  const { periods, throttled_periods: held } = cpu?.cfs ?? {};
  return {
    at,
    ...when,
    ...(spec.start_time !== undefined && { epoch: spec.start_time }),
    counters,
    ...(limited &&
      periods !== undefined &&
      held !== undefined && { shares: { throttled: { part: held, whole: periods } } }),
    gauges,
  };
}
