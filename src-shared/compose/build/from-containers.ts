import { msg } from '../../i18n/index';
import type { ContainerFacts, ImageConfig, ImportedContainers } from './container-facts';
import {
  emptyDraft,
  freeName,
  literal,
  part,
  serviceName,
  type Drafted,
  type DraftPart,
  type Note,
  type Value,
} from './draft';
import { commandValue } from './run-service';

/**
 * Containers that run (or did) as a stack: only what differs from what their images say by themselves. Named volumes
 * are taken as they are (`external`), so that the data stays; networks are made anew with the same subnet, as compose
 * wants its own.
 */
export function fromContainers({ containers, networks }: ImportedContainers): Drafted {
  const notes: Note[] = [];
  const services: Record<string, DraftPart> = {};
  const names = new Map<string, string>();
  for (const { facts } of containers) {
    const own = facts.Name.replace(/^\//, '');
    const wanted = serviceName(facts.Config.Labels['com.docker.compose.service'] ?? own);
    names.set(
      facts.Id,
      freeName(wanted, (name) => [...names.values()].includes(name)),
    );
  }
  const byName = new Map(
    containers.map(({ facts }) => [facts.Name.replace(/^\//, ''), names.get(facts.Id) ?? '']),
  );
  const nets = new Set<string>();
  const volumes: Record<string, DraftPart> = {};
  for (const { facts, image } of containers) {
    const service = names.get(facts.Id) ?? 'app';
    const fields = serviceFields(facts, image, byName, names);
    for (const net of userNetworks(facts)) nets.add(net);
    for (const mount of facts.Mounts) {
      if (mount.Type !== 'volume' || mount.Name === '') continue;
      if (isAnonymous(mount.Name))
        notes.push({
          level: 'warning',
          code: 'containers.anonymous',
          what: msg('cwizard.containers.anonymous', { path: mount.Destination }),
          service,
        });
      else volumes[mount.Name] = part({ external: true });
    }
    if (facts.Config.Labels['com.docker.compose.project'] !== undefined)
      notes.push({
        level: 'info',
        code: 'containers.compose',
        what: msg('cwizard.containers.compose', { name: facts.Config.Labels['com.docker.compose.project'] }),
        service,
      });
    services[service] = part(fields);
  }
  notes.push({ level: 'warning', code: 'containers.replace', what: msg('cwizard.containers.replace') });
  if (Object.keys(volumes).length > 0)
    notes.push({ level: 'info', code: 'containers.external', what: msg('cwizard.containers.external') });
  const netParts = Object.fromEntries(
    [...nets].map((name) => {
      const known = networks[name];
      const config = (known?.subnets ?? [])
        .filter(({ subnet }) => subnet !== '')
        .map(({ subnet }) => ({ subnet }));
      const fixed = containers.some(
        ({ facts }) => (facts.NetworkSettings.Networks[name]?.IPAMConfig?.IPv4Address ?? '') !== '',
      );
      // A subnet only matters where an address was fixed; compose finds a free one otherwise.
      return [
        name,
        part({
          ...(known !== undefined && known.driver !== 'bridge' && { driver: known.driver }),
          ...(fixed && config.length > 0 && { ipam: { config } }),
        }),
      ];
    }),
  );
  return { draft: { ...emptyDraft, services, networks: netParts, volumes }, notes };
}

const isAnonymous = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const builtIn = /^(?:default|bridge|host|none)$/;

function userNetworks(facts: ContainerFacts): string[] {
  return Object.keys(facts.NetworkSettings.Networks).filter((name) => !builtIn.test(name));
}

/** Fields of a service, without those that its image gives. */
function serviceFields(
  { Id, Name, Config: own, HostConfig: host, Mounts, NetworkSettings }: ContainerFacts,
  image: ImageConfig | undefined,
  services: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, string>,
): Record<string, Value> {
  const fields: Record<string, Value> = { image: own.Image, container_name: Name.replace(/^\//, '') };
  const set = (key: string, value: Value | undefined, unless = false): void => {
    const empty =
      value === undefined ||
      value === '' ||
      value === 0 ||
      value === false ||
      (Array.isArray(value) && value.length === 0);
    if (!empty && !unless) fields[key] = value;
  };
  set(
    'hostname',
    own.Hostname,
    Id.startsWith(own.Hostname) || host.NetworkMode === 'host' || host.NetworkMode.startsWith('container:'),
  );
  set('domainname', own.Domainname);
  set('user', own.User, own.User === image?.User);
  set('working_dir', own.WorkingDir, own.WorkingDir === (image?.WorkingDir ?? ''));
  if (!same(own.Entrypoint, image?.Entrypoint ?? [])) set('entrypoint', own.Entrypoint.map(literal));
  if (!same(own.Cmd, image?.Cmd ?? []) && own.Cmd.length > 0)
    set('command', commandValue(own.Cmd.map((plain) => ({ plain, value: literal(plain) }))));
  set('stdin_open', own.OpenStdin);
  set('tty', own.Tty);
  set('stop_signal', own.StopSignal, own.StopSignal === (image?.StopSignal ?? ''));
  const env = own.Env.filter((line) => !(image?.Env ?? []).includes(line)).map(
    (line) => [line.split('=')[0] ?? '', literal(line.slice(line.indexOf('=') + 1))] as const,
  );
  if (env.length > 0) fields['environment'] = Object.fromEntries(env);
  const labels = Object.entries(own.Labels).filter(
    ([key, value]) =>
      image?.Labels[key] !== value && !/^com\.docker\.compose\.|^desktop\.docker\.io\//.test(key),
  );
  if (labels.length > 0)
    fields['labels'] = Object.fromEntries(labels.map(([key, value]) => [key, literal(value)]));
  const { Name: policy, MaximumRetryCount: retries } = host.RestartPolicy;
  set(
    'restart',
    policy === 'on-failure' && retries > 0 ? `on-failure:${String(retries)}` : policy,
    policy === 'no',
  );
  set('ports', portTexts(host.PortBindings));
  set(
    'volumes',
    Mounts.filter(({ Type, Name: volume }) => Type === 'bind' || (Type === 'volume' && !isAnonymous(volume)))
      .map(
        (mount) =>
          `${literal(mount.Type === 'bind' ? mount.Source : mount.Name)}:${literal(mount.Destination)}${mount.RW ? '' : ':ro'}`,
      )
      .sort(),
  );
  set(
    'tmpfs',
    Object.entries(host.Tmpfs).map(([path, options]) => (options === '' ? path : `${path}:${options}`)),
  );
  set('privileged', host.Privileged);
  set('read_only', host.ReadonlyRootfs);
  set('init', host.Init);
  for (const [key, value] of [
    ['cap_add', host.CapAdd],
    ['cap_drop', host.CapDrop],
    ['dns', host.Dns],
    ['extra_hosts', host.ExtraHosts],
    ['security_opt', host.SecurityOpt],
  ] as const)
    set(key, value);
  set(
    'devices',
    host.Devices.map(
      (device) =>
        `${device.PathOnHost}:${device.PathInContainer}${device.CgroupPermissions === 'rwm' ? '' : `:${device.CgroupPermissions}`}`,
    ),
  );
  if (Object.keys(host.Sysctls).length > 0) fields['sysctls'] = host.Sysctls;
  if (host.Ulimits.length > 0)
    fields['ulimits'] = Object.fromEntries(
      host.Ulimits.map((limit) => [
        limit.Name,
        limit.Soft === limit.Hard ? limit.Soft : { soft: limit.Soft, hard: limit.Hard },
      ]),
    );
  set('mem_limit', host.Memory > 0 ? bytesText(host.Memory) : undefined);
  set('cpus', host.NanoCpus / 1e9);
  set('pids_limit', host.PidsLimit, host.PidsLimit < 1);
  set('shm_size', bytesText(host.ShmSize), host.ShmSize === 67_108_864 || host.ShmSize === 0);
  // The engine's default for each is not told by inspect; json-file without options is everybody's.
  if (
    !(host.LogConfig.Type === 'json-file' || host.LogConfig.Type === '') ||
    Object.keys(host.LogConfig.Config).length > 0
  )
    fields['logging'] = {
      driver: host.LogConfig.Type,
      ...(Object.keys(host.LogConfig.Config).length > 0 && { options: host.LogConfig.Config }),
    };
  if (own.Healthcheck !== undefined && !same(own.Healthcheck, image?.Healthcheck))
    fields['healthcheck'] = healthcheck(own.Healthcheck);
  networkFields(
    fields,
    host.NetworkMode,
    NetworkSettings.Networks,
    services,
    ids,
    Name.replace(/^\//, ''),
    Id,
  );
  return fields;
}

function networkFields(
  fields: Record<string, Value>,
  mode: string,
  networks: ContainerFacts['NetworkSettings']['Networks'],
  services: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, string>,
  name: string,
  id: string,
): void {
  const other = /^container:(.+)$/.exec(mode)?.[1];
  if (other !== undefined) {
    const service = services.get(other) ?? ids.get(other);
    fields['network_mode'] = service === undefined ? mode : `service:${service}`;
  } else if (mode === 'host' || mode === 'none') fields['network_mode'] = mode;
  const own = Object.entries(networks).filter(([net]) => !builtIn.test(net));
  if (own.length === 0) return;
  const entries = own.map(([net, endpoint]) => {
    const aliases = endpoint.Aliases.filter(
      (alias) => alias !== name && alias !== services.get(name) && !id.startsWith(alias),
    );
    const address = endpoint.IPAMConfig?.IPv4Address ?? '';
    return [
      net,
      aliases.length === 0 && address === ''
        ? null
        : { ...(address !== '' && { ipv4_address: address }), ...(aliases.length > 0 && { aliases }) },
    ] as const;
  });
  fields['networks'] = entries.every(([, value]) => value === null)
    ? entries.map(([net]) => net)
    : Object.fromEntries(entries);
}

function portTexts(bindings: ContainerFacts['HostConfig']['PortBindings']): string[] {
  return Object.entries(bindings).flatMap(([port, hosts]) => {
    const [target = '', protocol] = port.split('/');
    const end = `${target}${protocol === undefined || protocol === 'tcp' ? '' : `/${protocol}`}`;
    return hosts.map(({ HostIp: ip, HostPort: published }) => {
      const address =
        ip === '' || ip === '0.0.0.0' || ip === '::' ? '' : ip.includes(':') ? `[${ip}]:` : `${ip}:`;
      return published === '' && address === '' ? end : `${address}${published}:${end}`;
    });
  });
}

function healthcheck(check: NonNullable<ContainerFacts['Config']['Healthcheck']>): Value {
  if (check.Test[0] === 'NONE') return { disable: true };
  const seconds = (ns: number): string => `${String(ns / 1e9)}s`;
  return {
    test: check.Test.map(literal),
    ...(check.Interval > 0 && { interval: seconds(check.Interval) }),
    ...(check.Timeout > 0 && { timeout: seconds(check.Timeout) }),
    ...(check.StartPeriod > 0 && { start_period: seconds(check.StartPeriod) }),
    ...(check.Retries > 0 && { retries: check.Retries }),
  };
}

/** `512m` where it is a whole number of them. */
function bytesText(bytes: number): string {
  for (const [unit, size] of [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ] as const)
    if (bytes >= size && bytes % size === 0) return `${String(bytes / size)}${unit}`;
  return String(bytes);
}
