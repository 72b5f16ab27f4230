import type { ServiceModel } from '../model';
import { filled, flag, nanoseconds, number, record, records, text, textMap, texts } from './values';

/** Of HostConfig: what a container may use. `deploy.resources` beats the older keys. */
export function resourcesOf(service: ServiceModel): Record<string, unknown> {
  const { limits, reservations } = record(record(service['deploy'])['resources']);
  const limit = record(limits);
  const reserved = record(reservations);
  const cpus = number(limit['cpus']) ?? number(service['cpus']);
  const pids = positive(limit['pids']) ?? number(service['pids_limit']);
  return filled({
    Memory: positive(limit['memory']) ?? number(service['mem_limit']),
    MemoryReservation: positive(reserved['memory']) ?? number(service['mem_reservation']),
    MemorySwap: number(service['memswap_limit']),
    MemorySwappiness: number(service['mem_swappiness']),
    OomKillDisable: flag(service['oom_kill_disable']),
    OomScoreAdj: number(service['oom_score_adj']),
    NanoCpus: cpus === undefined ? undefined : Math.round(cpus * 1e9),
    CpuCount: number(service['cpu_count']),
    CpuPercent: number(service['cpu_percent']),
    CpuPeriod: number(service['cpu_period']),
    CpuQuota: number(service['cpu_quota']),
    CpuRealtimePeriod: number(service['cpu_rt_period']),
    CpuRealtimeRuntime: number(service['cpu_rt_runtime']),
    CpuShares: number(service['cpu_shares']),
    CpusetCpus: text(service['cpuset']),
    CgroupParent: text(service['cgroup_parent']),
    DeviceCgroupRules: texts(service['device_cgroup_rules']),
    PidsLimit: pids === 0 ? undefined : pids,
    Ulimits: Object.entries(record(service['ulimits'])).map(([Name, value]) => {
      const { soft, hard } = record(value);
      const single = number(value);
      return { Name, Soft: number(soft) ?? single ?? 0, Hard: number(hard) ?? single ?? 0 };
    }),
    Devices: devicesOf(service['devices']),
    DeviceRequests: [...requests(reserved['devices'], []), ...requests(service['gpus'], ['gpu'])],
    ...blockIo(record(service['blkio_config'])),
  });
}

function positive(value: unknown): number | undefined {
  const read = number(value);
  return read === undefined || read <= 0 ? undefined : read;
}

/** `source[:target[:permissions]]`, or the same in its long form. */
function devicesOf(value: unknown): unknown[] {
  return (Array.isArray(value) ? (value as unknown[]) : []).map((each) => {
    const [source = '', target = source, permissions = 'rwm'] =
      typeof each === 'string'
        ? each.split(':')
        : ['source', 'target', 'permissions'].map((key) => text(record(each)[key]));
    return { PathOnHost: source, PathInContainer: target, CgroupPermissions: permissions };
  });
}

function requests(value: unknown, capabilities: readonly string[]): unknown[] {
  return records(value).map((each) =>
    filled({
      Driver: text(each['driver']),
      // `all` is written -1.
      Count: each['count'] === 'all' ? -1 : number(each['count']),
      DeviceIDs: texts(each['device_ids']),
      Capabilities: [[...texts(each['capabilities']), ...capabilities]],
      Options: textMap(each['options']),
    }),
  );
}

function blockIo(config: Record<string, unknown>): Record<string, unknown> {
  const rates = (key: string): unknown[] =>
    records(config[key]).map((each) => ({
      Path: text(each['path'] ?? each['Path']),
      Rate: number(each['rate'] ?? each['Rate']),
    }));
  return {
    BlkioWeight: number(config['weight']),
    BlkioWeightDevice: records(config['weight_device']).map((each) => ({
      Path: text(each['path'] ?? each['Path']),
      Weight: number(each['weight'] ?? each['Weight']),
    })),
    BlkioDeviceReadBps: rates('device_read_bps'),
    BlkioDeviceReadIOps: rates('device_read_iops'),
    BlkioDeviceWriteBps: rates('device_write_bps'),
    BlkioDeviceWriteIOps: rates('device_write_iops'),
  };
}

/** `restart`, or `deploy.restart_policy`, which beats it. */
export function restartOf(service: ServiceModel): Record<string, unknown> | undefined {
  const policy = record(service['deploy'])['restart_policy'];
  const [own = '', tries] = (service.restart ?? '').split(':');
  const name = policy === undefined ? own : text(record(policy)['condition']);
  const retries = policy === undefined ? tries : record(policy)['max_attempts'];
  if (name === undefined || name === '') return undefined;
  const words: Readonly<Record<string, string>> = { none: 'no', any: 'always' };
  const Name = words[name] ?? name;
  // Docker refuses a number of tries with any other policy.
  return Name === 'on-failure' ? { Name, MaximumRetryCount: number(retries) ?? 0 } : { Name };
}

/** Of Config; undefined: the image's own. */
export function healthOf(service: ServiceModel): Record<string, unknown> | undefined {
  const { healthcheck } = service;
  if (healthcheck === undefined) return undefined;
  if (healthcheck.disable === true) return { Test: ['NONE'] };
  return filled({
    Test: healthcheck.test,
    Interval: nanoseconds(healthcheck.interval),
    Timeout: nanoseconds(healthcheck.timeout),
    Retries: healthcheck.retries,
    StartPeriod: nanoseconds(healthcheck.start_period),
    StartInterval: nanoseconds(healthcheck.start_interval),
  });
}
