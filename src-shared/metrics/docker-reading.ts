import type { EngineStats } from '../containers/stats';
import type { Metric } from './model';
import { lostPackets } from './lost-packets';
import { nsPerPercent, type Reading } from './rates';

/** What an inspection tells and the stats do not; it stays the same from one start to the next. */
export interface ContainerFacts {
  /** Bytes; absent: none. */
  readonly memory?: number;
  /** Cores; absent: none. */
  readonly cpu?: number;
  /** Epoch ms by the engine's clock; absent: it does not tell. */
  readonly started?: number;
  /** By its restart policy. */
  readonly restarts?: number;
}

/** The engine's stats of one container as a reading. `facts` come from its inspection. */
export function dockerReading(
  stats: EngineStats,
  facts: ContainerFacts,
  when: Pick<Reading, 'heard' | 'expected'> & { readonly asked?: number; readonly epoch?: string },
): Reading {
  const { usage, stats: memory = {} } = stats.memory_stats;
  const counters: Partial<Record<Metric, number>> = {
    cpu: stats.cpu_stats.cpu_usage.total_usage / nsPerPercent,
  };
  const gauges: Partial<Record<Metric, number>> = {};
  if (usage !== undefined) {
    // cgroup v1 counts the whole tree under total_…; v2 has no other names.
    const inactive = memory['total_inactive_file'] ?? memory['inactive_file'] ?? 0;
    gauges.memory = usage > inactive ? usage - inactive : usage;
    const rss = memory['total_rss'] ?? memory['rss'] ?? memory['anon'];
    const cache = memory['total_cache'] ?? memory['cache'] ?? memory['file'];
    if (rss !== undefined) gauges.memoryRss = rss;
    if (cache !== undefined) gauges.memoryCache = cache;
    // cgroup v1, where the kernel was told to count it; of v2 the engine tells none.
    const swap = memory['total_swap'] ?? memory['swap'];
    if (swap !== undefined) gauges.memorySwap = swap;
  }
  if (facts.memory !== undefined) gauges.memoryLimit = facts.memory;
  if (facts.cpu !== undefined) gauges.cpuLimit = facts.cpu;
  const at = Date.parse(stats.read);
  if (facts.started !== undefined && at >= facts.started) gauges.uptime = (at - facts.started) / 1000;
  if (facts.restarts !== undefined) gauges.restarts = facts.restarts;
  if (stats.pids_stats.current !== undefined) gauges.pids = stats.pids_stats.current;
  // With the host's network there is nothing that is the container's own.
  if (stats.networks !== undefined) {
    const nets = Object.values(stats.networks);
    counters.received = nets.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0);
    counters.sent = nets.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0);
    Object.assign(counters, lostPackets(nets));
  }
  // Engines tell of no disk at all until something was read or written.
  const io = stats.blkio_stats.io_service_bytes_recursive ?? [];
  const disk = (wanted: string): number =>
    io.reduce((sum, { op, value }) => (op.toLowerCase() === wanted ? sum + value : sum), 0);
  counters.diskRead = disk('read');
  counters.diskWritten = disk('write');
  const { periods, throttled_periods: held } = stats.cpu_stats.throttling_data ?? {};
  const limited = facts.cpu !== undefined && periods !== undefined && held !== undefined;
  return {
    at,
    ...when,
    counters,
    ...(limited && { shares: { throttled: { part: held, whole: periods } } }),
    gauges,
  };
}
