import type { ComposeModel, ServiceModel } from '../model';
import { composeLabel } from '../stack';
import { mountsOf, type OldMount, type Upload } from './body-mounts';
import { healthOf, resourcesOf, restartOf } from './body-resources';
import { composeVersion, configHash, resolved } from './hash';
import { containerName, imageOf, networkKeys } from './names';
import { filled, flag, nanoseconds, number, plain, record, text, textMap, texts } from './values';

export type { OldMount, Upload } from './body-mounts';

export interface BodyInput {
  readonly project: ComposeModel;
  readonly service: string;
  /** `container-number`, from 1. */
  readonly number: number;
  /** The project's folder, its files (`-f`, absolute) and its env files: for the labels. */
  readonly directory: string;
  readonly files: readonly string[];
  readonly envFiles?: readonly string[];
  /** Id (`sha256:…`) of the image that is used. */
  readonly imageId: string;
  /** The engine's: `1.41`. From 1.44 on it takes all networks at once. */
  readonly apiVersion: string;
  /** Containers that stand for a service, by number: for links, `network_mode: service:…`, volumes_from. */
  readonly containersOf: (service: string) => readonly { readonly id: string; readonly name: string }[];
  /** When it takes another's place: that one's mounts, and the image's own `Config.Volumes`. */
  readonly old?: readonly OldMount[];
  readonly imageVolumes?: readonly string[];
}

export interface CreateBody {
  /** `POST /containers/create?name=` */
  readonly name: string;
  /** `?platform=` */
  readonly platform?: string;
  readonly body: Record<string, unknown>;
  /** The network that it is created in, where it is one of the project's. */
  readonly network?: string;
  /** `POST /networks/{network}/connect`, before it starts; `endpoint` is its EndpointConfig. */
  readonly connect: readonly { readonly network: string; readonly endpoint: Record<string, unknown> }[];
  /** To be put into the container before it starts. */
  readonly uploads: readonly Upload[];
}

/** Pure: what docker compose 2.26 would give the engine for one container of a service. Hold no copy: it has secrets. */
export function createBodyOf(input: BodyInput): CreateBody {
  const raw = input.project.services[input.service];
  if (raw === undefined) throw new Error(`no service ${input.service} in the model`);
  const project = plain(input.project);
  const ids = (service: string): string | undefined => input.containersOf(service)[0]?.id;
  const service = resolved(plain(raw), ids);
  const name = containerName(project.name, input.service, service, input.number);
  const links = linksOf(input, service);
  const endpoints = networkKeys(service).map((key) => ({
    network: project.networks?.[key]?.name ?? key,
    endpoint: endpointOf(service, key, [name, input.service], links),
  }));
  const [main, ...others] = service.network_mode === undefined ? endpoints : [];
  const together = atLeast(input.apiVersion, '1.44');
  const { binds, mounts, uploads } = mountsOf(project, service, input.old ?? [], input.imageVolumes ?? []);
  const mac = macOf(service, together);
  return {
    name,
    ...(main !== undefined && { network: main.network }),
    ...(typeof service['platform'] === 'string' && { platform: service['platform'] }),
    body: {
      ...filled({
        Hostname: text(service.hostname),
        Domainname: text(service['domainname']),
        User: text(service['user']),
        ExposedPorts: exposed(service),
        Tty: flag(service['tty']),
        OpenStdin: flag(service['stdin_open']),
        Image: imageOf(project.name, input.service, service),
        WorkingDir: text(service['working_dir']),
        MacAddress: mac,
        StopSignal: text(service['stop_signal']),
        StopTimeout: seconds(service['stop_grace_period']),
        Env: environmentOf(service),
        Healthcheck: healthOf(service),
      }),
      AttachStdout: true,
      AttachStderr: true,
      // An empty list says something else than null, which leaves it to the image.
      ...(service.command !== null && { Cmd: service.command }),
      ...(service.entrypoint !== null && { Entrypoint: service.entrypoint }),
      Labels: labelsOf(input, service, configHash(raw, ids)),
      HostConfig: hostConfig(service, {
        mode: service.network_mode ?? main?.network ?? 'none',
        binds,
        mounts,
        links: main === undefined ? links : [],
      }),
      ...(main !== undefined && {
        NetworkingConfig: {
          EndpointsConfig: Object.fromEntries(
            (together ? [main, ...others] : [main]).map(({ network, endpoint }) => [network, endpoint]),
          ),
        },
      }),
    },
    connect: together ? [] : others,
    uploads,
  };
}

function hostConfig(
  service: ServiceModel,
  given: { mode: string; binds: readonly string[]; mounts: readonly unknown[]; links: readonly string[] },
): Record<string, unknown> {
  const security = texts(service['security_opt']);
  const unconfined = security.includes('systempaths=unconfined');
  const log = record(service['logging']);
  return {
    NetworkMode: given.mode,
    ...filled({
      Binds: given.binds,
      Mounts: given.mounts,
      Links: given.links,
      PortBindings: bindings(service),
      RestartPolicy: restartOf(service),
      LogConfig: filled({ Type: text(log['driver']), Config: textMap(log['options']) }),
      Annotations: textMap(service['annotations']),
      CapAdd: texts(service['cap_add']),
      CapDrop: texts(service['cap_drop']),
      Privileged: flag(service['privileged']),
      ReadonlyRootfs: flag(service['read_only']),
      Init: flag(service['init']),
      Tmpfs: Object.fromEntries(
        texts(service['tmpfs']).map((each) => {
          const colon = each.indexOf(':');
          return colon < 0 ? [each, ''] : [each.slice(0, colon), each.slice(colon + 1)];
        }),
      ),
      Sysctls: textMap(service['sysctls']),
      ShmSize: number(service['shm_size']),
      SecurityOpt: security.filter((each) => each !== 'systempaths=unconfined'),
      ExtraHosts: hosts(service['extra_hosts']),
      Dns: texts(service['dns']),
      DnsSearch: texts(service['dns_search']),
      DnsOptions: texts(service['dns_opt']),
      GroupAdd: texts(service['group_add']),
      IpcMode: text(service['ipc']),
      PidMode: text(service['pid']),
      UTSMode: text(service['uts']),
      UsernsMode: text(service['userns_mode']),
      CgroupnsMode: text(service['cgroup']),
      Runtime: text(service['runtime']),
      Isolation: text(service['isolation']),
      StorageOpt: textMap(service['storage_opt']),
      VolumeDriver: text(service['volume_driver']),
      VolumesFrom: texts(service['volumes_from']),
    }),
    ...(unconfined && { MaskedPaths: [], ReadonlyPaths: [] }),
    ...resourcesOf(service),
  };
}

/** `KEY` without a value takes a variable of the image away. */
function environmentOf({ environment }: ServiceModel): string[] {
  return Object.entries(environment ?? {}).map(([key, value]) => (value === null ? key : `${key}=${value}`));
}

/** `80`, `80/udp`, `8000-8010/tcp`. Ports that are published must be exposed as well: else they are silently ignored. */
function exposed(service: ServiceModel): Record<string, unknown> {
  const keys = (service.expose ?? []).flatMap((each) => {
    const [range = '', protocol = 'tcp'] = each.split('/');
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => `${String(first + i)}/${protocol}`);
  });
  const published = (service.ports ?? []).map(portKey);
  return Object.fromEntries([...keys, ...published].map((key) => [key, {}]));
}

const portKey = ({ target, protocol }: { target: number; protocol?: string }): string =>
  `${String(target)}/${protocol ?? 'tcp'}`;

function bindings(service: ServiceModel): Record<string, unknown[]> {
  const all: Record<string, unknown[]> = {};
  for (const port of service.ports ?? [])
    (all[portKey(port)] ??= []).push({ HostIp: port.host_ip ?? '', HostPort: port.published ?? '' });
  return all;
}

function endpointOf(
  service: ServiceModel,
  key: string,
  aliases: readonly string[],
  links: readonly string[],
): Record<string, unknown> {
  const given = service.networks?.[key] ?? {};
  return filled({
    Aliases: [...aliases, ...(given.aliases ?? [])],
    Links: links,
    MacAddress: text(given.mac_address),
    DriverOpts: textMap(given['driver_opts']),
    GwPriority: number(given['gw_priority']),
    IPAMConfig: filled({
      IPv4Address: given.ipv4_address,
      IPv6Address: given.ipv6_address,
      LinkLocalIPs: texts(given['link_local_ips']),
    }),
  });
}

/** Each linked container under its alias, its service's numbered name, and its full name. */
function linksOf({ project, number, containersOf }: BodyInput, service: ServiceModel): string[] {
  const own = texts(service['links']).flatMap((link) => {
    const [target = '', alias = target] = link.split(':');
    const numbered = `${target}-${String(number)}`;
    return containersOf(target).flatMap(({ name }) => [
      `${name}:${alias}`,
      `${name}:${numbered}`,
      `${name}:${project.name}-${numbered}`,
    ]);
  });
  const external = texts(service['external_links']).map((link) => {
    const [target = '', alias = target] = link.split(':');
    return `${target}:${alias}`;
  });
  return [...own, ...external];
}

/** Before API 1.44 a container has one address for all: the service's, or that of its one network that names one. */
function macOf(service: ServiceModel, together: boolean): string | undefined {
  const own = text(service['mac_address']);
  if (together) return own;
  const given = Object.values(service.networks ?? {}).flatMap((each) => each?.mac_address ?? []);
  return own ?? given[0];
}

/** The model has a map of host -> address (or addresses), or a list of `host=address`. */
function hosts(value: unknown): string[] {
  if (Array.isArray(value)) return texts(value).map((each) => each.replace('=', ':'));
  return Object.entries(record(value)).flatMap(([host, address]) =>
    texts(address).map((each) => `${host}:${each}`),
  );
}

function seconds(value: unknown): number | undefined {
  const given = nanoseconds(value);
  return given === undefined ? undefined : Math.floor(given / 1e9);
}

function labelsOf(input: BodyInput, service: ServiceModel, hash: string): Record<string, string> {
  const { project, directory, files, envFiles = [] } = input;
  return {
    ...textMap(service.labels),
    [composeLabel.project]: project.name,
    [composeLabel.service]: input.service,
    [composeLabel.version]: composeVersion,
    [composeLabel.number]: String(input.number),
    [composeLabel.oneOff]: 'False',
    [composeLabel.configHash]: hash,
    [composeLabel.dependsOn]: Object.entries(service.depends_on ?? {})
      .map(([name, { condition, restart }]) => `${name}:${condition}:${String(restart ?? false)}`)
      .join(','),
    [composeLabel.image]: input.imageId,
    [composeLabel.workingDir]: directory,
    [composeLabel.configFiles]: files.join(','),
    ...(envFiles.length > 0 && { [composeLabel.environmentFile]: envFiles.join(',') }),
  };
}

function atLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
