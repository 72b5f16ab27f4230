import {
  always,
  float,
  given,
  list,
  listOfTexts,
  mapOfValues,
  maybe,
  oneOrMore,
  printed,
  shortFloat,
  struct,
  text,
  truth,
  truthOf,
  whole,
  wrong,
  type Encode,
  type Field,
} from './encode';
import {
  anySize,
  command,
  count,
  duration,
  extraHosts,
  labels,
  size,
  someDuration,
  test,
  variables,
} from './encode-texts';
import { build, fileReference, ulimits } from './encode-build';

/* A service in docker compose's order of keys (2.40's; 2.26 knows a part of them). */

const hook: readonly Field[] = [
  ['command', command],
  ['user', text],
  ['privileged', truth],
  ['working_dir', text],
  ['environment', variables],
];
const hooks = list(struct(...hook));

const develop = struct([
  'watch',
  list(
    struct(
      ['path', always(text, '')],
      ['action', always(text, '')],
      ['target', text],
      ['exec', always(struct(...hook), { command: null })],
      ['include', oneOrMore],
      ['ignore', oneOrMore],
      ['initial_sync', truth],
    ),
  ),
]);

const rates = list(struct(['path', always(text, ''), 'Path'], ['rate', anySize, 'Rate']));
const weights = list(struct(['path', always(text, ''), 'Path'], ['weight', always(whole, 0), 'Weight']));
const blkio = struct(
  ['weight', whole],
  ['weight_device', weights],
  ['device_read_bps', rates],
  ['device_read_iops', rates],
  ['device_write_bps', rates],
  ['device_write_iops', rates],
);

const deviceRequests = list(
  struct(
    ['capabilities', listOfTexts],
    ['driver', text],
    ['count', count],
    ['device_ids', listOfTexts],
    ['options', labels],
  ),
);

const cpus: Encode = (node, context, key) => {
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const value = Number(node.value);
    return node.value.trim() === '' || Number.isNaN(value)
      ? wrong(node, context, key, 'number')
      : shortFloat(value) || undefined;
  }
  return float(node, context, key);
};

const resource = struct(
  ['cpus', cpus],
  ['memory', size],
  ['pids', whole],
  ['devices', deviceRequests],
  [
    'generic_resources',
    list(struct(['discrete_resource_spec', struct(['kind', always(text, '')], ['value', always(whole, 0)])])),
  ],
);

const update = struct(
  ['parallelism', given],
  ['delay', someDuration],
  ['failure_action', text],
  ['monitor', someDuration],
  ['max_failure_ratio', float],
  ['order', text],
);

const deploy = struct(
  ['mode', text],
  ['replicas', given],
  ['labels', labels],
  ['update_config', update],
  ['rollback_config', update],
  ['resources', always(struct(['limits', resource], ['reservations', resource]))],
  [
    'restart_policy',
    struct(['condition', text], ['delay', duration], ['max_attempts', given], ['window', duration]),
  ],
  [
    'placement',
    always(
      struct(
        ['constraints', listOfTexts],
        ['preferences', list(struct(['spread', text]))],
        ['max_replicas_per_node', whole],
      ),
    ),
  ],
  ['endpoint_mode', text],
);

const required: Encode = (node, context, key) =>
  (node.kind === 'scalar' && node.value === null ? false : truthOf(node, context, key)) ?? false;

const port = struct(
  ['name', text],
  ['mode', text],
  ['host_ip', text],
  ['target', whole],
  ['published', text],
  ['protocol', text],
  ['app_protocol', text],
);

const mount = struct(
  ['type', text],
  ['source', text],
  ['target', text],
  ['read_only', truth],
  ['consistency', text],
  [
    'bind',
    struct(['selinux', text], ['propagation', text], ['create_host_path', truth], ['recursive', text]),
  ],
  ['volume', struct(['labels', labels], ['nocopy', truth], ['subpath', text])],
  ['tmpfs', struct(['size', size], ['mode', whole])],
  ['image', struct(['subpath', text])],
);

const network = struct(
  ['aliases', listOfTexts],
  ['driver_opts', labels],
  ['gw_priority', whole],
  ['interface_name', text],
  ['ipv4_address', text],
  ['ipv6_address', text],
  ['link_local_ips', listOfTexts],
  ['mac_address', text],
  ['priority', whole],
);

const health = struct(
  ['test', test],
  ['timeout', duration],
  ['interval', duration],
  ['retries', given],
  ['start_period', duration],
  ['start_interval', duration],
  ['disable', truth],
);

const limits: readonly Field[] = [
  ['cpu_count', whole],
  ['cpu_percent', float],
  ['cpu_period', whole],
  ['cpu_quota', whole],
  ['cpu_rt_period', whole],
  ['cpu_rt_runtime', whole],
  ['cpus', float],
  ['cpuset', text],
  ['cpu_shares', whole],
];

/** A service of the model. */
export const service = struct(
  ['profiles', listOfTexts],
  ['annotations', labels],
  ['attach', maybe],
  ['build', build],
  ['develop', develop],
  ['blkio_config', blkio],
  ['cap_add', listOfTexts],
  ['cap_drop', listOfTexts],
  ['cgroup_parent', text],
  ['cgroup', text],
  ...limits,
  ['command', command],
  ['configs', list(fileReference)],
  ['container_name', text],
  ['credential_spec', struct(['config', text], ['file', text], ['registry', text])],
  ['depends_on', mapOfValues(struct(['condition', text], ['restart', truth], ['required', required]))],
  ['deploy', deploy],
  ['device_cgroup_rules', listOfTexts],
  ['devices', list(struct(['source', text], ['target', text], ['permissions', text]))],
  ['dns', oneOrMore],
  ['dns_opt', listOfTexts],
  ['dns_search', oneOrMore],
  ['domainname', text],
  ['entrypoint', command],
  ['provider', struct(['type', text], ['options', providerOptions])],
  ['environment', variables],
  ['expose', list(printed)],
  ['external_links', listOfTexts],
  ['extra_hosts', extraHosts],
  ['group_add', listOfTexts],
  ['gpus', deviceRequests],
  ['hostname', text],
  ['healthcheck', health],
  ['image', text],
  ['init', maybe],
  ['ipc', text],
  ['isolation', text],
  ['labels', labels],
  ['links', listOfTexts],
  ['logging', struct(['driver', text], ['options', labels])],
  ['mem_limit', size],
  ['mem_reservation', size],
  ['memswap_limit', size],
  ['mem_swappiness', size],
  ['mac_address', text],
  ['models', mapOfValues(struct(['endpoint_var', text], ['model_var', text]))],
  ['network_mode', text],
  ['networks', mapOfValues(network)],
  ['oom_kill_disable', truth],
  ['oom_score_adj', whole],
  ['pid', text],
  ['pids_limit', whole],
  ['platform', text],
  ['ports', list(port)],
  ['privileged', truth],
  ['pull_policy', text],
  ['read_only', truth],
  ['restart', text],
  ['runtime', text],
  ['scale', given],
  ['secrets', list(fileReference)],
  ['security_opt', listOfTexts],
  ['shm_size', size],
  ['stdin_open', truth],
  ['stop_grace_period', duration],
  ['stop_signal', text],
  ['storage_opt', labels],
  ['sysctls', labels],
  ['tmpfs', oneOrMore],
  ['tty', truth],
  ['ulimits', ulimits],
  ['use_api_socket', truth],
  ['user', text],
  ['userns_mode', text],
  ['uts', text],
  ['volumes', list(mount)],
  ['volumes_from', listOfTexts],
  ['working_dir', text],
  ['post_start', hooks],
  ['pre_stop', hooks],
);

function providerOption(...[node, context, key]: Parameters<Encode>): ReturnType<Encode> {
  return node.kind === 'seq' ? list(printed)(node, context, key) : [printed(node, context, key) ?? ''];
}

/** Lists without an item are left out. */
function providerOptions(...[node, context, key]: Parameters<Encode>): ReturnType<Encode> {
  if (node.kind !== 'map') return mapOfValues(providerOption)(node, context, key);
  const entries = [...node.entries].filter(([, { value }]) => value.kind !== 'seq' || value.items.length > 0);
  return mapOfValues(providerOption)({ ...node, entries: new Map(entries) }, context, key);
}
