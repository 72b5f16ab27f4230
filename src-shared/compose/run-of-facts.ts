import { runCommand } from '../commands/docker-run';
import { command } from '../commands/shell';
import type { OpArgs } from '../ops';
import type { ContainerFacts, ImageConfig, ImportedContainers } from './build/container-facts';
import { isSecretName } from './build/secret-names';

/** Networks that every engine has. */
export const builtIn = /^(?:default|bridge|host|none)$/;
/** The engine names a container by the first twelve signs of its id as well. */
const isShortId = (text: string, id: string): boolean => text.length >= 12 && id.startsWith(text);
/** A volume that nobody gave a name. */
export const isAnonymous = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A container's name as one types it. */
export const nameOf = (facts: ContainerFacts): string => facts.Name.replace(/^\//, '');

/** `docker network create` for a network as it stands. */
export const networkCreate = (name: string, networks: ImportedContainers['networks']): string =>
  command(
    ...['docker', 'network', 'create'],
    ...(networks[name]?.subnets.flatMap(({ subnet }) => ['--subnet', subnet]) ?? []),
    name,
  );

/** Variables that the image does not set by itself. */
function ownEnv({ Config: own }: ContainerFacts, image: ImageConfig | undefined): [string, string][] {
  return own.Env.filter((line) => !(image?.Env ?? []).includes(line)).map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
  });
}

/** Names of variables whose values are secrets, as far as their names tell. */
export const secretsOf = (facts: ContainerFacts, image: ImageConfig | undefined): string[] =>
  ownEnv(facts, image).flatMap(([name]) =>
    isSecretName(name) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? [name] : [],
  );

/** `docker run` of a container as it stands, with what differs from its image's own settings; and `docker network connect` for each further network. */
export function runOf(facts: ContainerFacts, image: ImageConfig | undefined): string[] {
  const { Id, Config: own, HostConfig: host } = facts;
  const name = nameOf(facts);
  const nets = Object.entries(facts.NetworkSettings.Networks)
    .filter(([net]) => !builtIn.test(net))
    .map(([net, { Aliases, IPAMConfig }]) => ({
      net,
      address: IPAMConfig?.IPv4Address ?? '',
      aliases: [...new Set(Aliases)].filter((alias) => alias !== name && !isShortId(alias, Id)),
    }));
  // The one that docker run was given comes first, the others were joined afterwards.
  const given = nets.find(({ net }) => net === host.NetworkMode);
  const [first, ...further] = given === undefined ? nets : [given, ...nets.filter((each) => each !== given)];
  const special = host.NetworkMode === 'host' || host.NetworkMode === 'none' ? host.NetworkMode : undefined;
  const entry = same(own.Entrypoint, image?.Entrypoint ?? []) ? [] : own.Entrypoint;
  const words = same(own.Cmd, image?.Cmd ?? []) && entry.length === 0 ? [] : own.Cmd;
  const secret = new Set(secretsOf(facts, image));
  const { Name: policy, MaximumRetryCount: tries } = host.RestartPolicy;
  const restart = (['on-failure', 'always', 'unless-stopped'] as const).find((each) => each === policy);
  const args: OpArgs<'container.run'> = {
    ...{ name, image: own.Image, privileged: host.Privileged },
    command: [...entry.slice(1), ...words],
    ...(entry[0] !== undefined && { entrypoint: entry[0] }),
    ...(own.Hostname !== '' &&
      !isShortId(own.Hostname, Id) &&
      special !== 'host' && { hostname: own.Hostname }),
    ...(own.User !== '' && own.User !== image?.User && { user: own.User }),
    ...(own.WorkingDir !== (image?.WorkingDir ?? '') && { workingDir: own.WorkingDir }),
    ...((special ?? first?.net) !== undefined && { network: special ?? first?.net ?? '' }),
    ...(first !== undefined && first.address !== '' && { address: first.address }),
    aliases: [...(first?.aliases ?? [])],
    ports: portsOf(facts),
    mounts: facts.Mounts.flatMap(({ Type, Name: volume, Source, Destination, RW }) =>
      Type === 'bind' || (Type === 'volume' && !isAnonymous(volume))
        ? [
            Type === 'bind'
              ? { type: 'bind' as const, source: Source, target: Destination, readOnly: !RW }
              : { type: 'volume' as const, source: volume, target: Destination, readOnly: !RW },
          ]
        : [],
    ),
    env: ownEnv(facts, image).flatMap(([key, value]) => (secret.has(key) ? [] : [{ name: key, value }])),
    secrets: Object.fromEntries([...secret].map((key) => [key, { env: key }])),
    ...{ labels: {}, autoRemove: false, tty: own.Tty, interactive: own.OpenStdin },
    ulimits: host.Ulimits.map(({ Name, Soft, Hard }) => ({ name: Name, soft: Soft, hard: Hard })),
    restart:
      restart === undefined
        ? { name: 'no' }
        : { name: restart, ...(restart === 'on-failure' && tries > 0 && { maximumRetryCount: tries }) },
    ...(host.Memory > 0 && { memory: host.Memory }),
    ...(host.NanoCpus > 0 && { cpus: host.NanoCpus / 1e9 }),
    ...(host.PidsLimit > 0 && { pids: host.PidsLimit }),
    ...healthOf(own.Healthcheck, image?.Healthcheck),
  };
  return [
    runCommand(args, [
      ...furtherOf(host),
      ...(own.StopSignal !== '' && own.StopSignal !== image?.StopSignal
        ? [['--stop-signal', own.StopSignal]]
        : []),
    ]),
    ...further.map(({ net, address, aliases }) =>
      command(
        ...['docker', 'network', 'connect', ...aliases.flatMap((alias) => ['--alias', alias])],
        ...(address === '' ? [] : ['--ip', address]),
        ...[net, name],
      ),
    ),
  ];
}

/** Published ports, each once: the engine tells a port for IPv4 and IPv6 apart. */
function portsOf({ HostConfig }: ContainerFacts): OpArgs<'container.run'>['ports'] {
  return Object.entries(HostConfig.PortBindings).flatMap(([port, hosts]) => {
    const [inside = '', protocol] = port.split('/');
    return hosts
      .filter(({ HostIp, HostPort }) => HostPort !== '' && !HostIp.includes(':'))
      .map(({ HostIp, HostPort }) => ({
        ...(HostIp !== '' && HostIp !== '0.0.0.0' && { hostIp: HostIp }),
        hostPort: Number(HostPort),
        containerPort: Number(inside),
        protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
      }));
  });
}

type Health = ContainerFacts['Config']['Healthcheck'];

/** Its health check, where it is not the image's own. */
function healthOf(own: Health, image: Health): Pick<OpArgs<'container.run'>, 'health'> {
  const [how = '', ...words] = own?.Test ?? [];
  if (own === undefined || same(own, image) || !how.startsWith('CMD') || words.length === 0) return {};
  const seconds = (ns: number): string | undefined => (ns > 0 ? `${String(ns / 1e9)}s` : undefined);
  return {
    health: {
      command: how === 'CMD' ? command(...words) : (words[0] ?? ''),
      interval: seconds(own.Interval),
      timeout: seconds(own.Timeout),
      startPeriod: seconds(own.StartPeriod),
      retries: own.Retries > 0 ? own.Retries : undefined,
    },
  };
}

/** Options that the form of a container does not have. */
function furtherOf(host: ContainerFacts['HostConfig']): readonly (readonly string[])[] {
  const each = (option: string, values: readonly string[]): string[][] =>
    values.map((value) => [option, value]);
  const pairs = (all: Readonly<Record<string, string>>, sign: string): string[] =>
    Object.entries(all).map(([key, value]) => (value === '' ? key : `${key}${sign}${value}`));
  return [
    ...(host.ReadonlyRootfs ? [['--read-only']] : []),
    ...(host.Init ? [['--init']] : []),
    ...each('--cap-add', host.CapAdd),
    ...each('--cap-drop', host.CapDrop),
    ...each('--security-opt', host.SecurityOpt),
    ...each('--dns', host.Dns),
    ...each('--add-host', host.ExtraHosts),
    ...each('--sysctl', pairs(host.Sysctls, '=')),
    ...each('--tmpfs', pairs(host.Tmpfs, ':')),
    ...each(
      '--device',
      host.Devices.map(({ PathOnHost, PathInContainer }) => `${PathOnHost}:${PathInContainer}`),
    ),
    // 64 MiB is what every container has.
    ...(host.ShmSize > 0 && host.ShmSize !== 64 * 2 ** 20 ? [['--shm-size', String(host.ShmSize)]] : []),
  ];
}
