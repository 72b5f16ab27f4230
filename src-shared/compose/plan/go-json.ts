/**
 * JSON as Go's encoding/json writes the types of compose-go: fields of a struct in their order of declaration, keys
 * of a map sorted. The order of fields was read in compose-go's types/types.go.
 */
export type Shape =
  /** A scalar, or a list or map of such. */
  | 'value'
  | { readonly of: 'list' | 'map'; readonly item: Shape }
  | { readonly of: 'struct'; readonly fields: Fields };
type Fields = Readonly<Record<string, Shape>>;

const struct = (fields: Fields): Shape => ({ of: 'struct', fields });
const list = (item: Shape): Shape => ({ of: 'list', item });
const map = (item: Shape): Shape => ({ of: 'map', item });
const fields = (...names: string[]): Fields => Object.fromEntries(names.map((name) => [name, 'value']));
const flat = (...names: string[]): Shape => struct(fields(...names));

const file = list(flat('source', 'target', 'uid', 'gid', 'mode'));
const device = list(flat('capabilities', 'driver', 'count', 'device_ids', 'options'));
const throttle = list(flat('Path', 'Rate'));
const resource = struct({
  ...fields('cpus', 'memory', 'pids'),
  devices: device,
  generic_resources: list(struct({ discrete_resource_spec: flat('kind', 'value') })),
});
const update = flat('parallelism', 'delay', 'failure_action', 'monitor', 'max_failure_ratio', 'order');
const hook = flat('command', 'user', 'privileged', 'working_dir', 'environment');

/** A service's own networks: their order has changed once. */
const joined = {
  '2.26': ['priority', 'gw_priority', 'aliases', 'interface_name', 'ipv4_address', 'ipv6_address'],
  later: ['aliases', 'driver_opts', 'gw_priority', 'interface_name', 'ipv4_address', 'ipv6_address'],
};
const joinedEnd = {
  '2.26': ['link_local_ips', 'mac_address', 'driver_opts'],
  later: ['link_local_ips', 'mac_address', 'priority'],
};

/** A service, without what its hash leaves out: `build`, `pull_policy`, `scale`, `deploy.replicas`. */
export const serviceShape = (as: '2.26' | 'later'): Shape =>
  struct({
    ...fields('profiles', 'annotations', 'attach'),
    develop: struct({
      watch: list(
        struct({
          ...fields('path', 'action', 'target'),
          exec: hook,
          ...fields('include', 'ignore', 'initial_sync'),
        }),
      ),
    }),
    blkio_config: struct({
      weight: 'value',
      weight_device: list(flat('Path', 'Weight')),
      device_read_bps: throttle,
      device_read_iops: throttle,
      device_write_bps: throttle,
      device_write_iops: throttle,
    }),
    ...fields('cap_add', 'cap_drop', 'cgroup_parent', 'cgroup', 'cpu_count', 'cpu_percent', 'cpu_period'),
    ...fields('cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpus', 'cpuset', 'cpu_shares', 'command'),
    configs: file,
    container_name: 'value',
    credential_spec: flat('config', 'file', 'registry'),
    depends_on: map(flat('condition', 'restart', 'required')),
    deploy: struct({
      ...fields('mode', 'labels'),
      update_config: update,
      rollback_config: update,
      resources: struct({ limits: resource, reservations: resource }),
      restart_policy: flat('condition', 'delay', 'max_attempts', 'window'),
      placement: struct({
        constraints: 'value',
        preferences: list(flat('spread')),
        max_replicas_per_node: 'value',
      }),
      endpoint_mode: 'value',
    }),
    device_cgroup_rules: 'value',
    devices: list(flat('source', 'target', 'permissions')),
    ...fields('dns', 'dns_opt', 'dns_search', 'dockerfile', 'domainname', 'entrypoint'),
    provider: flat('type', 'options'),
    environment: 'value',
    env_file: list(flat('path', 'required', 'format')),
    expose: 'value',
    extends: flat('file', 'service'),
    ...fields('external_links', 'extra_hosts', 'group_add'),
    gpus: device,
    hostname: 'value',
    healthcheck: flat(
      ...['test', 'timeout', 'interval', 'retries', 'start_period', 'start_interval', 'disable'],
    ),
    ...fields('image', 'init', 'ipc', 'isolation', 'labels', 'label_file', 'links'),
    logging: flat('driver', 'options'),
    ...fields('log_driver', 'log_opt', 'mem_limit', 'mem_reservation', 'memswap_limit', 'mem_swappiness'),
    mac_address: 'value',
    models: map(flat('endpoint_var', 'model_var')),
    ...fields('net', 'network_mode'),
    networks: map(flat(...joined[as], ...joinedEnd[as])),
    ...fields('oom_kill_disable', 'oom_score_adj', 'pid', 'pids_limit', 'platform'),
    ports: list(flat('name', 'mode', 'host_ip', 'target', 'published', 'protocol', 'app_protocol')),
    ...fields('privileged', 'read_only', 'restart', 'runtime'),
    secrets: file,
    ...fields('security_opt', 'shm_size', 'stdin_open', 'stop_grace_period', 'stop_signal', 'storage_opt'),
    ...fields('sysctls', 'tmpfs', 'tty'),
    ulimits: map(flat('single', 'soft', 'hard')),
    ...fields('use_api_socket', 'user', 'userns_mode', 'uts', 'volume_driver'),
    volumes: list(
      struct({
        ...fields('type', 'source', 'target', 'read_only', 'consistency'),
        bind: flat('selinux', 'propagation', 'create_host_path', 'recursive'),
        volume: flat('labels', 'nocopy', 'subpath'),
        tmpfs: flat('size', 'mode'),
        image: flat('subpath'),
      }),
    ),
    ...fields('volumes_from', 'working_dir'),
    post_start: list(hook),
    pre_stop: list(hook),
  });

/** `value` as Go would write it; keys that a struct does not have (`x-…`) are left out, and so is undefined. */
export function goJson(value: unknown, shape: Shape = 'value'): string {
  const item = shape === 'value' || shape.of === 'struct' ? 'value' : shape.item;
  if (Array.isArray(value)) return `[${value.map((each) => goJson(each, item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value);
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  if (shape === 'value' || shape.of !== 'struct')
    return object(members.sort(byBytes).map(([key, each]) => [key, goJson(each, item)]));
  const given = new Map<string, unknown>(members);
  const known = Object.entries(shape.fields).filter(([key]) => given.has(key));
  return object(known.map(([key, inner]) => [key, goJson(given.get(key), inner)]));
}

function object(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([key, text]) => `${scalar(key)}:${text}`).join(',')}}`;
}

/** Go sorts by bytes of UTF-8, which is the order of code points; JavaScript's own is that of UTF-16 units. */
function byBytes([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [left, right] = [points(a), points(b)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const points = (text: string): number[] => Array.from(text, (char) => char.codePointAt(0) ?? 0);

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function scalar(value: unknown): string {
  return (value === undefined ? 'null' : JSON.stringify(value)).replace(
    /[<>&\u2028\u2029]/g,
    (char) => escapes[char] ?? char,
  );
}
