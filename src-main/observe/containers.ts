import { composeLabel } from '@shared/compose/stack';
import type {
  ContainerAction,
  ContainerDetail,
  ContainerHealth,
  ContainerNetwork,
  ContainerRow,
  ContainerState,
  NetworkMember,
  PublishedPort,
} from '@shared/containers/model';
import type { ContainerSummary, Docker } from '../clients/docker';
import type { Inspection } from '../clients/docker-inside-schemas';

const states: readonly ContainerState[] = [
  ...(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const),
];
/** Networks on which the engine answers for no names. */
const nameless: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);
/** Others on a container's networks that are looked at for their names. */
const mostMembers = 60;

/** Every container of an engine, by name. */
export async function listContainers(docker: Docker): Promise<ContainerRow[]> {
  const all = await docker.containers.list();
  return all.map(rowOf).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function rowOf(summary: ContainerSummary): ContainerRow {
  const { Id, Image, State, Status, Created, Ports, Labels, NetworkSettings } = summary;
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(Status)?.[1];
  const exit = /^Exited \((-?\d+)\)/.exec(Status)?.[1];
  const ports = Ports.map(({ IP, PrivatePort, PublicPort, Type }) => ({
    hostIp: IP,
    ...(PublicPort != null && { hostPort: PublicPort }),
    containerPort: PrivatePort,
    protocol: Type,
  }));
  return {
    id: Id,
    name: nameOf(summary),
    image: Image,
    state: stateOf(State),
    ...(health !== undefined && {
      health: health === 'health: starting' ? 'starting' : (health as ContainerHealth),
    }),
    ...(exit !== undefined && { exitCode: Number(exit) }),
    status: Status,
    createdAt: Created * 1000,
    ports: ports.sort(byPort),
    networks: Object.keys(NetworkSettings.Networks).sort(),
    ...composeOf(Labels),
  };
}

/** A container with everything that its page shows. Throws AppError `container.gone`. */
export async function containerDetail(docker: Docker, id: string): Promise<ContainerDetail> {
  const [inspection, all] = await Promise.all([docker.inside.inspect(id), docker.containers.list()]);
  const own = Object.entries(inspection.NetworkSettings.Networks);
  const near = all
    .filter(
      ({ Id, NetworkSettings }) =>
        Id !== inspection.Id && own.some(([name]) => name in NetworkSettings.Networks),
    )
    .slice(0, mostMembers);
  // A list does not tell aliases. One that goes meanwhile is left out.
  const others = await Promise.all(near.map(({ Id }) => docker.inside.inspect(Id).catch(() => undefined)));
  const networks = own.map(([name, endpoint]): ContainerNetwork => {
    const members = others.flatMap((other): NetworkMember[] => {
      const its = other?.NetworkSettings.Networks[name];
      if (other === undefined || its === undefined) return [];
      const state = stateOf(other.State.Status);
      return [
        {
          id: other.Id,
          name: plain(other.Name),
          address: its.IPAddress,
          aliases: namesOf(other, its.Aliases),
          state,
        },
      ];
    });
    return {
      name,
      address: endpoint.IPAddress || endpoint.GlobalIPv6Address,
      gateway: endpoint.Gateway,
      mac: endpoint.MacAddress,
      aliases: namesOf(inspection, endpoint.Aliases),
      links: endpoint.Links,
      resolves: !nameless.has(name),
      members: members.sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  });
  return { ...detailOf(inspection), networks: networks.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function detailOf(from: Inspection): Omit<ContainerDetail, 'networks'> {
  const { State, Config, HostConfig } = from;
  const state = stateOf(State.Status);
  const started = timeOf(State.StartedAt);
  const finished = timeOf(State.FinishedAt);
  return {
    id: from.Id,
    name: plain(from.Name),
    image: Config.Image,
    imageId: from.Image,
    state,
    ...((state === 'exited' || state === 'dead' || state === 'restarting') && { exitCode: State.ExitCode }),
    oomKilled: State.OOMKilled,
    error: State.Error,
    ...(State.Pid > 0 && { pid: State.Pid }),
    createdAt: timeOf(from.Created) ?? 0,
    ...(started !== undefined && { startedAt: started }),
    ...(finished !== undefined && { finishedAt: finished }),
    restartCount: from.RestartCount,
    restartPolicy: {
      name: HostConfig.RestartPolicy.Name || 'no',
      max: HostConfig.RestartPolicy.MaximumRetryCount,
    },
    ...healthOf(from),
    entrypoint: Config.Entrypoint,
    command: Config.Cmd,
    workingDir: Config.WorkingDir || '/',
    user: Config.User,
    hostname: Config.Hostname,
    tty: Config.Tty,
    platform: from.Platform,
    stopSignal: Config.StopSignal || 'SIGTERM',
    ...(Config.StopTimeout != null && { stopTimeout: Config.StopTimeout }),
    privileged: HostConfig.Privileged,
    readOnly: HostConfig.ReadonlyRootfs,
    limits: {
      memory: HostConfig.Memory,
      cpus:
        HostConfig.NanoCpus > 0
          ? HostConfig.NanoCpus / 1e9
          : HostConfig.CpuQuota > 0
            ? HostConfig.CpuQuota / (HostConfig.CpuPeriod || 100_000)
            : 0,
      pids: Math.max(0, HostConfig.PidsLimit),
    },
    env: Config.Env.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? { name: pair, value: '' } : { name: pair.slice(0, at), value: pair.slice(at + 1) };
    }).sort((a, b) => (a.name < b.name ? -1 : 1)),
    labels: Config.Labels,
    ports: portsOf(from),
    mounts: from.Mounts.map(({ Type, Name, Source, Destination, RW }) => ({
      type: Type,
      ...(Name !== '' && { name: Name }),
      source: Source,
      target: Destination,
      writable: RW,
    })).sort((a, b) => (a.target < b.target ? -1 : 1)),
    networkMode: HostConfig.NetworkMode,
    ...composeOf(Config.Labels),
  };
}

function healthOf({ State, Config }: Inspection): Pick<ContainerDetail, 'health' | 'healthcheck'> {
  const check = Config.Healthcheck;
  const millis = (nanos: number, name: 'interval' | 'timeout' | 'startPeriod') =>
    nanos > 0 ? { [name]: nanos / 1e6 } : {};
  const healthcheck =
    check == null || check.Test.length === 0 || check.Test[0] === 'NONE'
      ? {}
      : {
          healthcheck: {
            test: check.Test,
            ...millis(check.Interval, 'interval'),
            ...millis(check.Timeout, 'timeout'),
            ...millis(check.StartPeriod, 'startPeriod'),
            ...(check.Retries > 0 && { retries: check.Retries }),
          },
        };
  if (State.Health == null || !['starting', 'healthy', 'unhealthy'].includes(State.Health.Status))
    return healthcheck;
  return {
    ...healthcheck,
    health: {
      status: State.Health.Status as ContainerHealth,
      failingStreak: State.Health.FailingStreak,
      log: State.Health.Log.map(({ Start, End, ExitCode, Output }) => ({
        start: timeOf(Start) ?? 0,
        end: timeOf(End) ?? 0,
        exitCode: ExitCode,
        output: Output,
      })),
    },
  };
}

function portsOf({ NetworkSettings }: Inspection): PublishedPort[] {
  return Object.entries(NetworkSettings.Ports)
    .flatMap(([key, bindings]): PublishedPort[] => {
      const [port = '0', protocol = 'tcp'] = key.split('/');
      const containerPort = Number(port);
      if (bindings.length === 0) return [{ hostIp: '', containerPort, protocol }];
      return bindings.map(({ HostIp, HostPort }) => ({
        hostIp: HostIp,
        hostPort: Number(HostPort),
        containerPort,
        protocol,
      }));
    })
    .sort(byPort);
}

const byPort = (a: PublishedPort, b: PublishedPort): number =>
  a.containerPort - b.containerPort || (a.hostIp < b.hostIp ? -1 : 1);

/** Every name that a container answers to on a network: its own comes first. */
function namesOf({ Name, Id }: Inspection, aliases: readonly string[]): string[] {
  return [...new Set([plain(Name), ...aliases])].filter((alias) => alias !== Id.slice(0, 12));
}

function composeOf(
  labels: Readonly<Record<string, string>>,
): Pick<ContainerRow, 'project' | 'service' | 'number'> {
  const [project, service] = [labels[composeLabel.project], labels[composeLabel.service]];
  const number = Number(labels[composeLabel.number]);
  return {
    ...(project !== undefined && { project }),
    ...(service !== undefined && { service }),
    ...(Number.isInteger(number) && number > 0 && { number }),
  };
}

export const plain = (name: string): string => name.replace(/^\//, '');

/** A container's own name; links to it add further ones (`/other/alias`). */
export function nameOf({ Names, Id }: ContainerSummary): string {
  return plain(Names.find((name) => name.lastIndexOf('/') === 0) ?? Names[0] ?? Id.slice(0, 12));
}

function stateOf(word: string): ContainerState {
  return states.find((state) => state === word) ?? 'unknown';
}

/** The engine's zero time is the year 1. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) || time <= 0 ? undefined : time;
}

/** Does something to one container at once. What was so already is no error. */
export async function actOn(docker: Docker, id: string, act: ContainerAction): Promise<void> {
  if (act.action === 'remove') {
    await docker.containers.remove(id, { force: act.force, anonymous: act.anonymous });
    return;
  }
  if (act.action === 'stop') {
    const { Config } = await docker.inside.inspect(id);
    await docker.containers.stop(id, Config.StopTimeout ?? 10);
    return;
  }
  if (act.action === 'restart') await docker.inside.restart(id);
  else if (act.action === 'start') await docker.containers.start(id);
  else if (act.action === 'kill') await docker.containers.kill(id);
  else if (act.action === 'pause') await docker.containers.pause(id);
  else await docker.containers.unpause(id);
}
