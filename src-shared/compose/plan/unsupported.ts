import { msg } from '../../i18n/index';
import type { Finding } from '../../plan';
import type { Path } from '../node';
import type { ComposeObserved } from '../observed';
import type { Reading } from '../source';
import type { Decision, ServiceDecision } from './decide';
import { fileFinding } from './findings';
import { isRecord, record, records } from './values';

/** Keys of a service that our own engine carries out, or that `up` has no use for (`develop`, `extends`). */
const serviceKeys = new Set(
  `annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name
  cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset depends_on deploy
  develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends
  external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links
  logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit network_mode networks oom_kill_disable
  oom_score_adj pid pids_limit platform ports privileged profiles pull_policy read_only restart runtime scale secrets
  security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits user
  userns_mode uts volume_driver volumes volumes_from working_dir`.split(/\s+/),
);

/** Of `build`: what the engine's own builder can do without a session. */
const buildKeys = new Set(
  'args cache_from context dockerfile dockerfile_inline extra_hosts isolation labels network no_cache platforms pull shm_size tags target ulimits'.split(
    ' ',
  ),
);

/** Keys that only a newer engine has: an older one drops them without a word. */
const newer: readonly (readonly [path: readonly string[], api: string])[] = [
  [['annotations'], '1.43'],
  [['healthcheck', 'start_interval'], '1.44'],
];

const newerMounts: readonly (readonly [path: readonly string[], api: string])[] = [
  [['volume', 'subpath'], '1.45'],
  [['bind', 'recursive'], '1.44'],
];

/** What our own engine refuses, by key and place: nothing in a file is left out silently. */
export function unsupported(decision: Decision, reading: Reading, { engine }: ComposeObserved): Finding[] {
  const api = engine.apiVersion;
  const refuse = (path: Path, key: string): Finding =>
    fileFinding(reading, 'error', 'compose.unsupported', path, {
      what: msg('cplan.find.refused', { key }),
      hint: msg('cplan.find.refused.hint'),
    });
  const tooOld = (path: Path, key: string, wanted: string): Finding[] =>
    olderThan(api, wanted)
      ? [
          fileFinding(reading, 'error', 'compose.unsupported', path, {
            what: msg('cplan.find.refusedApi', { key, wanted, api }),
            hint: msg('cplan.find.refusedApi.hint'),
          }),
        ]
      : [];
  const found: Finding[] = [];
  for (const service of decision.services) {
    const at = (...path: (string | number)[]): Path => ['services', service.name, ...path];
    const { model } = service;
    for (const key of Object.keys(model))
      if (!serviceKeys.has(key) && !key.startsWith('x-')) found.push(refuse(at(key), key));
    for (const key of buildRefused(service)) found.push(refuse(at('build', key), `build.${key}`));
    for (const [path, wanted] of newer)
      if (has(model, path)) found.push(...tooOld(at(...path), path.join('.'), wanted));
    (model.volumes ?? []).forEach((volume, i) => {
      if (!['bind', 'volume', 'tmpfs'].includes(volume.type))
        found.push(refuse(at('volumes', i), `type: ${volume.type}`));
      for (const [path, wanted] of newerMounts)
        if (has(volume, path)) found.push(...tooOld(at('volumes', i, ...path), path.join('.'), wanted));
    });
    for (const [key, network] of Object.entries(model.networks ?? {}))
      for (const [field, wanted] of [
        ['gw_priority', '1.48'],
        ['interface_name', '1.49'],
      ] as const)
        if (network?.[field] !== undefined) found.push(...tooOld(at('networks', key, field), field, wanted));
    if (Object.values(model.networks ?? {}).filter((each) => each?.mac_address !== undefined).length > 1)
      found.push(...tooOld(at('networks'), 'mac_address', '1.44'));
  }
  return [...found, ...objects(decision, refuse)];
}

function buildRefused({ model }: ServiceDecision): string[] {
  const { build } = model;
  if (build === undefined) return [];
  const several = Array.isArray(build['platforms']) && build['platforms'].length > 1;
  return Object.keys(build).filter(
    (key) => !key.startsWith('x-') && (!buildKeys.has(key) || (key === 'platforms' && several)),
  );
}

/** Secrets and configs that only a swarm has. */
function objects(decision: Decision, refuse: (path: Path, key: string) => Finding): Finding[] {
  const { project, services } = decision;
  return (['secrets', 'configs'] as const).flatMap((kind) => {
    const used = new Set(
      services.flatMap(({ model }) => records(model[kind]).map(({ source }) => String(source))),
    );
    return Object.entries(project[kind] ?? {}).flatMap(([name, object]) =>
      ['external', 'driver', 'template_driver']
        .filter((key) => used.has(name) && object[key] !== undefined && object[key] !== false)
        .map((key) => refuse([kind, name, key], `${kind}.${key}`)),
    );
  });
}

function has(value: unknown, path: readonly string[]): boolean {
  const [key = '', ...rest] = path;
  if (!isRecord(value) || value[key] === undefined) return false;
  return rest.length === 0 || has(record(value)[key], rest);
}

function olderThan(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
