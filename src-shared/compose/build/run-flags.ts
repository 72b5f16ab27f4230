/** What a flag of `docker run` becomes in a service. */
export type FlagUse =
  /** A key with a text, a number, or `true`. */
  | { readonly to: 'text' | 'number' | 'true'; readonly key: string }
  /** One more item of a list. */
  | { readonly to: 'list'; readonly key: string }
  /** `name=value`, one more entry of a map; `sep` between name and value. */
  | { readonly to: 'map'; readonly key: string; readonly sep?: string }
  /** A key of `healthcheck`. */
  | { readonly to: 'health'; readonly key: string }
  /** Needs a rule of its own: run-service.ts. */
  | { readonly to: 'own' }
  /** Says nothing about the container itself. */
  | { readonly to: 'nothing' }
  /** Compose has nothing for it. */
  | { readonly to: 'unsupported' };

const text = (key: string): FlagUse => ({ to: 'text', key });
const number = (key: string): FlagUse => ({ to: 'number', key });
const on = (key: string): FlagUse => ({ to: 'true', key });
const list = (key: string): FlagUse => ({ to: 'list', key });
const map = (key: string, sep?: string): FlagUse => ({ to: 'map', key, ...(sep !== undefined && { sep }) });
const health = (key: string): FlagUse => ({ to: 'health', key });
const own: FlagUse = { to: 'own' };
const nothing: FlagUse = { to: 'nothing' };
const unsupported: FlagUse = { to: 'unsupported' };

/** Flags of `docker run` and `docker create` that take a value (https://docs.docker.com/reference/cli/docker/container/run/). */
export const valueFlags: Readonly<Record<string, FlagUse>> = {
  '--add-host': list('extra_hosts'),
  '--annotation': map('annotations'),
  '--attach': nothing,
  '--blkio-weight': own,
  '--blkio-weight-device': own,
  '--cap-add': list('cap_add'),
  '--cap-drop': list('cap_drop'),
  '--cgroup-parent': text('cgroup_parent'),
  '--cgroupns': text('cgroup'),
  '--cidfile': nothing,
  '--cpu-count': number('cpu_count'),
  '--cpu-percent': number('cpu_percent'),
  '--cpu-period': text('cpu_period'),
  '--cpu-quota': text('cpu_quota'),
  '--cpu-rt-period': text('cpu_rt_period'),
  '--cpu-rt-runtime': text('cpu_rt_runtime'),
  '--cpu-shares': number('cpu_shares'),
  '--cpus': number('cpus'),
  '--cpuset-cpus': text('cpuset'),
  '--cpuset-mems': unsupported,
  '--detach-keys': nothing,
  '--device': list('devices'),
  '--device-cgroup-rule': list('device_cgroup_rules'),
  '--device-read-bps': own,
  '--device-read-iops': own,
  '--device-write-bps': own,
  '--device-write-iops': own,
  '--dns': list('dns'),
  '--dns-opt': list('dns_opt'),
  '--dns-option': list('dns_opt'),
  '--dns-search': list('dns_search'),
  '--domainname': text('domainname'),
  '--entrypoint': own,
  '--env': own,
  '--env-file': list('env_file'),
  '--expose': list('expose'),
  '--gpus': own,
  '--group-add': list('group_add'),
  '--health-cmd': own,
  '--health-interval': health('interval'),
  '--health-retries': health('retries'),
  '--health-start-interval': health('start_interval'),
  '--health-start-period': health('start_period'),
  '--health-timeout': health('timeout'),
  '--hostname': text('hostname'),
  '--io-maxbandwidth': unsupported,
  '--io-maxiops': unsupported,
  '--ip': own,
  '--ip6': own,
  '--ipc': own,
  '--isolation': text('isolation'),
  '--kernel-memory': unsupported,
  '--label': map('labels'),
  '--label-file': own,
  '--link': own,
  '--link-local-ip': own,
  '--log-driver': own,
  '--log-opt': own,
  '--mac-address': text('mac_address'),
  '--memory': text('mem_limit'),
  '--memory-reservation': text('mem_reservation'),
  '--memory-swap': text('memswap_limit'),
  '--memory-swappiness': number('mem_swappiness'),
  '--mount': own,
  '--name': own,
  '--net': own,
  '--net-alias': own,
  '--network': own,
  '--network-alias': own,
  '--oom-score-adj': number('oom_score_adj'),
  '--pid': own,
  '--pids-limit': number('pids_limit'),
  '--platform': text('platform'),
  '--publish': list('ports'),
  '--pull': text('pull_policy'),
  '--restart': text('restart'),
  '--runtime': text('runtime'),
  '--security-opt': list('security_opt'),
  '--shm-size': text('shm_size'),
  '--stop-signal': text('stop_signal'),
  '--stop-timeout': own,
  '--storage-opt': map('storage_opt'),
  '--sysctl': map('sysctls'),
  '--tmpfs': list('tmpfs'),
  '--ulimit': own,
  '--user': text('user'),
  '--userns': text('userns_mode'),
  '--uts': text('uts'),
  '--volume': list('volumes'),
  '--volume-driver': own,
  '--volumes-from': own,
  '--workdir': text('working_dir'),
};

/** Flags that take none; `=true` and `=false` may follow. */
export const switchFlags: Readonly<Record<string, FlagUse>> = {
  '--detach': nothing,
  '--disable-content-trust': nothing,
  '--help': nothing,
  '--init': on('init'),
  '--interactive': on('stdin_open'),
  '--no-healthcheck': own,
  '--oom-kill-disable': on('oom_kill_disable'),
  '--privileged': on('privileged'),
  '--publish-all': own,
  '--quiet': nothing,
  '--read-only': on('read_only'),
  '--rm': own,
  '--sig-proxy': nothing,
  '--tty': on('tty'),
};

/** One letter -> its long form. */
export const shortFlags: Readonly<Record<string, string>> = {
  a: '--attach', c: '--cpu-shares', d: '--detach', e: '--env', h: '--hostname', i: '--interactive', l: '--label',
  m: '--memory', p: '--publish', P: '--publish-all', q: '--quiet', t: '--tty', u: '--user', v: '--volume', w: '--workdir',
}; // prettier-ignore
