/** One look at what a container uses; counters count since its start, rates are the difference of two samples. */
export interface StatsSample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Percent of one CPU: 200 is two CPUs in full use. As `docker stats` has it. */
  readonly cpuPercent: number;
  /** CPUs that the container may use. */
  readonly cpus: number;
  /** Bytes in use without the page cache, as `docker stats` counts it. */
  readonly memory: number;
  /** Bytes; the computer's memory where there is no limit. */
  readonly memoryLimit: number;
  readonly pids: number;
  /** Bytes since the start. */
  readonly netIn: number;
  readonly netOut: number;
  readonly diskRead: number;
  readonly diskWritten: number;
}

/** The engine's own numbers, as far as they are read (`GET /containers/{id}/stats`). */
export interface EngineStats {
  readonly read: string;
  readonly cpu_stats: CpuStats;
  readonly precpu_stats: CpuStats;
  readonly memory_stats: {
    readonly usage?: number | undefined;
    readonly limit?: number | undefined;
    readonly stats?: Readonly<Record<string, number>> | undefined;
  };
  readonly pids_stats: { readonly current?: number | undefined };
  readonly networks?: Readonly<Record<string, InterfaceStats>> | undefined;
  readonly blkio_stats: {
    readonly io_service_bytes_recursive?:
      readonly { readonly op: string; readonly value: number }[] | null | undefined;
  };
}

/** Of one interface since the start; packets that were damaged, and that were dropped. */
export interface InterfaceStats {
  readonly rx_bytes: number;
  readonly tx_bytes: number;
  readonly rx_errors?: number | undefined;
  readonly rx_dropped?: number | undefined;
  readonly tx_errors?: number | undefined;
  readonly tx_dropped?: number | undefined;
}

interface CpuStats {
  readonly cpu_usage: {
    readonly total_usage: number;
    readonly percpu_usage?: readonly number[] | null | undefined;
  };
  readonly system_cpu_usage?: number | undefined;
  readonly online_cpus?: number | undefined;
  /** CPU periods since the start, and those in which it was held back; counted where there is a limit. */
  readonly throttling_data?:
    | { readonly periods?: number | undefined; readonly throttled_periods?: number | undefined }
    | null
    | undefined;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * A sample out of the engine's numbers, by the formulas of `docker stats` on Linux
 * (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerStats).
 */
export function sampleOf(stats: EngineStats): StatsSample {
  const { cpu_stats: cpu, precpu_stats: before } = stats;
  const cpus = cpu.online_cpus ?? (cpu.cpu_usage.percpu_usage?.length || 1);
  const used = cpu.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = (cpu.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  const { usage = 0, limit = 0, stats: memory = {} } = stats.memory_stats;
  // The page cache goes when it is needed: cgroup v1 names it one way, v2 another.
  const cache = memory['total_inactive_file'] ?? memory['inactive_file'] ?? 0;
  const nets = Object.values(stats.networks ?? {});
  const io = stats.blkio_stats.io_service_bytes_recursive ?? [];
  const disk = (op: string): number =>
    sum(io.filter((each) => each.op.toLowerCase() === op).map((each) => each.value));
  return {
    at: Date.parse(stats.read),
    cpuPercent: passed > 0 && used > 0 ? (used / passed) * cpus * 100 : 0,
    cpus,
    memory: usage > cache ? usage - cache : usage,
    memoryLimit: limit,
    pids: stats.pids_stats.current ?? 0,
    netIn: sum(nets.map((net) => net.rx_bytes)),
    netOut: sum(nets.map((net) => net.tx_bytes)),
    diskRead: disk('read'),
    diskWritten: disk('write'),
  };
}

/** Bytes a second between two samples of one counter; 0 where they are the same moment or the counter began anew. */
export function rate(
  before: StatsSample | undefined,
  now: StatsSample,
  counter: 'netIn' | 'netOut' | 'diskRead' | 'diskWritten',
): number {
  if (before === undefined || now.at <= before.at) return 0;
  return Math.max(0, ((now[counter] - before[counter]) / (now.at - before.at)) * 1000);
}
