import type { Metric } from './model';
import type { Reading } from './rates';

/** INFO's fields, as `key: value`. https://redis.io/docs/latest/commands/info/ */
export type RedisInfo = Readonly<Record<string, string>>;

/** What one node of a cluster answered in a round; all are asked at the same moment. */
export interface RedisAnswer {
  /** `address:port`, as it announces itself: how other nodes name it. */
  readonly address: string;
  /** Absent: it did not answer. */
  readonly info?: RedisInfo;
}

type Measured = Pick<Reading, 'counters' | 'gauges' | 'shares'> & { readonly epoch?: string };

/**
 * What a node measures, out of its INFO and, for its lag, that of the others; undefined: nothing is known. Of one that
 * does not answer its master still tells how far behind it is.
 */
export function redisReading(node: RedisAnswer, all: readonly RedisAnswer[]): Measured | undefined {
  const lag = lagOf(node, all);
  const lagging = lag === undefined ? {} : { redisLag: lag };
  const { info } = node;
  if (info === undefined) return lag === undefined ? undefined : { counters: {}, gauges: lagging };
  const gauges: Partial<Record<Metric, number>> = { ...lagging, redisKeys: keysOf(info) };
  const put = (metric: Metric, value: number | undefined): void => {
    if (value !== undefined) gauges[metric] = value;
  };
  put('redisMemory', numberOf(info, 'used_memory'));
  put('redisClients', numberOf(info, 'connected_clients'));
  const limit = numberOf(info, 'maxmemory');
  if (limit !== undefined && limit > 0) gauges.redisMemoryLimit = limit;
  const operations = numberOf(info, 'total_commands_processed');
  const hits = numberOf(info, 'keyspace_hits');
  const misses = numberOf(info, 'keyspace_misses');
  return {
    // Another run of the server: all counters began anew.
    ...(info['run_id'] !== undefined && { epoch: info['run_id'] }),
    counters: operations === undefined ? {} : { redisOps: operations },
    ...(hits !== undefined &&
      misses !== undefined && { shares: { redisHits: { part: hits, whole: hits + misses, quiet: null } } }),
    gauges,
  };
}

/** Valkey 9 has several databases in a cluster as well. */
function keysOf(info: RedisInfo): number {
  return Object.entries(info).reduce((sum, [field, value]) => {
    const keys = /^db\d+$/.test(field) ? /(?:^|,)keys=(\d+)/.exec(value)?.[1] : undefined;
    return sum + Number(keys ?? 0);
  }, 0);
}

/**
 * Bytes that a replica is behind its master; undefined for a master, and where it cannot be told: a replica that still
 * gets its first copy has no place yet.
 */
function lagOf({ address, info }: RedisAnswer, all: readonly RedisAnswer[]): number | undefined {
  const masters = all.flatMap((each) => (each.info?.['role'] === 'master' ? [each] : []));
  if (info === undefined) {
    for (const { info: told = {} } of masters) {
      const at = Object.entries(told).find(
        ([field, value]) => /^slave\d+$/.test(field) && replicaAddress(value) === address,
      );
      const offset = /(?:^|,)offset=(\d+)/.exec(at?.[1] ?? '')?.[1];
      if (offset !== undefined) return between(told, Number(offset));
    }
    return undefined;
  }
  if (info['role'] !== 'slave') return undefined;
  const from = `${info['master_host'] ?? ''}:${info['master_port'] ?? ''}`;
  // A master may be named otherwise than it names itself: the id of what is copied tells as well.
  const master =
    masters.find((each) => each.address === from) ??
    masters.find((each) => each.info?.['master_replid'] === info['master_replid']);
  const own = numberOf(info, 'slave_repl_offset');
  if (master?.info === undefined || own === undefined || own <= 0) return undefined;
  return between(master.info, own);
}

/** A line of a master about a replica: `ip=…,port=…,state=online,offset=…,lag=…`. */
function replicaAddress(line: string): string | undefined {
  const [, ip, port] = /^ip=([^,]*),port=(\d+)/.exec(line) ?? [];
  return ip === undefined || port === undefined ? undefined : `${ip}:${port}`;
}

function between(master: RedisInfo, offset: number): number | undefined {
  const end = numberOf(master, 'master_repl_offset');
  return end === undefined ? undefined : Math.max(0, end - offset);
}

function numberOf(info: RedisInfo, field: string): number | undefined {
  const text = info[field];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
