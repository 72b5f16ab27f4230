import { expect, it } from 'vitest';
import type { EngineStats, InterfaceStats } from '@shared/containers/stats';
import { dockerReading } from '@shared/metrics/docker-reading';
import { ratesBetween } from '@shared/metrics/rates';

const when = { heard: 0, expected: 10_000 };

const lostOf = (some: Partial<InterfaceStats>) => ({
  ...{ rx_errors: 0, rx_dropped: 0, tx_errors: 0, tx_dropped: 0 },
  ...some,
});

/** As engines tell, by the second after a start: a quarter of a core, 3 kB/s in, 1 in out, 5 written, 2 read. */
function statsAt(second: number, engine: 'v1' | 'v2', io = true): EngineStats {
  const op = (name: string): string => (engine === 'v1' ? name : name.toLowerCase());
  return {
    read: new Date(1_800_000_000_000 + second * 1000).toISOString(),
    cpu_stats: {
      cpu_usage: { total_usage: second * 25e7 },
      throttling_data: { periods: second * 10, throttled_periods: second * 4 },
    },
    precpu_stats: { cpu_usage: { total_usage: 0 } },
    memory_stats: {
      usage: 100 * 2 ** 20,
      stats:
        engine === 'v1'
          ? { inactive_file: 1, total_inactive_file: 2 ** 20, total_rss: 2 ** 25, total_cache: 2 ** 22 }
          : { inactive_file: 2 ** 20, anon: 2 ** 25, file: 2 ** 22 },
    },
    pids_stats: { current: 3 },
    networks: {
      eth0: { rx_bytes: second * 1000, tx_bytes: second * 1000, ...lostOf({ rx_dropped: second * 3 }) },
      eth1: {
        rx_bytes: second * 2000,
        tx_bytes: 0,
        ...lostOf({ rx_dropped: second, tx_errors: second * 2 }),
      },
    },
    blkio_stats: {
      // Two disks, each with its sums beside.
      io_service_bytes_recursive: io
        ? [
            { op: op('Read'), value: second * 1500 },
            { op: op('Write'), value: second * 5000 },
            { op: op('Total'), value: second * 6500 },
            { op: op('Read'), value: second * 500 },
          ]
        : null,
    },
  };
}

it.each(['v1', 'v2'] as const)('an engine with cgroup %s is read as docker stats reads it', (engine) => {
  const facts = { memory: 2 ** 28, cpu: 0.5, started: 1_800_000_000_000 - 5000, restarts: 2 };
  const read = (second: number) => dockerReading(statsAt(second, engine), facts, when);
  expect(ratesBetween(read(10), read(20))?.values).toEqual({
    ...{ cpu: 25, throttled: 40, received: 3000, sent: 1000, diskRead: 2000, diskWritten: 5000 },
    ...{ receivedErrors: 0, receivedDropped: 4, sentErrors: 2, sentDropped: 0 },
    ...{ memory: 99 * 2 ** 20, memoryRss: 2 ** 25, memoryCache: 2 ** 22, memoryLimit: 2 ** 28 },
    ...{ cpuLimit: 0.5, pids: 3, uptime: 25, restarts: 2 },
  });
});

it('what an engine does not tell is not made up', () => {
  const { networks: _none, ...stats } = statsAt(10, 'v2', false);
  const { gauges, counters, shares } = dockerReading(
    { ...stats, memory_stats: {}, pids_stats: {} },
    {},
    when,
  );
  expect(gauges).toEqual({});
  // An engine tells of no disk at all until something was read or written: that is none.
  expect(counters).toEqual({ cpu: 250, diskRead: 0, diskWritten: 0 });
  // Without a limit nothing is held back, whatever is counted.
  expect(shares).toBeUndefined();
});

it('swap is told where the kernel counts it, and else it is not known', () => {
  const stats = statsAt(10, 'v1');
  const memory = { ...stats.memory_stats.stats, swap: 1, total_swap: 2 ** 21 };
  const counted = { ...stats, memory_stats: { ...stats.memory_stats, stats: memory } };
  expect(dockerReading(counted, {}, when).gauges.memorySwap).toBe(2 ** 21);
  expect(dockerReading(stats, {}, when).gauges.memorySwap).toBeUndefined();
});

it('packets that one interface does not count are not known of the container', () => {
  const stats = statsAt(10, 'v2');
  const { rx_dropped: _none, ...rest } = stats.networks?.['eth1'] ?? { rx_bytes: 0, tx_bytes: 0 };
  const networks = { ...stats.networks, eth1: rest };
  const { counters } = dockerReading({ ...stats, networks }, {}, when);
  expect(counters.receivedDropped).toBeUndefined();
  expect(counters).toMatchObject({ receivedErrors: 0, sentErrors: 20, received: 30_000 });
});
