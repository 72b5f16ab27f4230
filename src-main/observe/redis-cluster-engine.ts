import type { EngineDetails, EngineInfo, EngineState } from '@shared/engine';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type {
  ObservedContainer,
  ObservedHost,
  ObservedNetwork,
  RedisClusterObserved,
} from '@shared/redis-cluster/observed';
import type { Container, ContainerSummary, Docker, Network } from '../clients/docker';
import { folderState, freeDisk, freeMemory, hostInterfaces } from '../clients/host';
import { portsInUse } from '../clients/host-ports';

/** What a plan wants to know about this computer beside the engine. */
export interface PlanQuery {
  /** TCP ports that the plan would open on this computer. */
  readonly ports: readonly number[];
  /** Folders that the plan would put data into. */
  readonly folders: readonly string[];
}

/** What stands on an engine. */
export type EngineContents = Pick<RedisClusterObserved, 'containers' | 'networks' | 'volumes' | 'images'>;

/** What only a container's inspection tells; remembered, as it hardly ever changes. */
export type Inspections = Map<string, { readonly state: string; readonly container: Container }>;

/** The containers, networks, volumes and images of an engine. */
export async function observeEngine(docker: Docker, known: Inspections = new Map()): Promise<EngineContents> {
  const [summaries, networks, volumes, images] = await Promise.all([
    docker.containers.list(),
    docker.networks.list(),
    docker.volumes.list(),
    docker.images.list(),
  ]);
  const inspected = await inspectAll(docker, summaries, known);
  const containers = summaries.map((summary) => observedContainer(summary, inspected.get(summary.Id)));
  return {
    containers,
    networks: networks.map((network) => observedNetwork(network, containers)),
    volumes: volumes.map(({ Name, Labels }) => ({ name: Name, labels: Labels })),
    images: images.flatMap(({ RepoTags, RepoDigests }) =>
      // Podman writes `docker.io/library/redis:7.0` where Docker writes `redis:7.0`.
      [...RepoTags, ...RepoDigests].map((name) => name.replace(/^docker\.io\/(library\/)?/, '')),
    ),
  };
}

/** This computer, as far as it is the engine's: its ports and folders are ours only then. */
export async function observeHost(
  engine: EngineInfo & EngineDetails,
  { ports, folders }: PlanQuery,
): Promise<ObservedHost> {
  // Behind Docker Desktop and Colima the engine has a Linux, memory and disk of its own.
  const shared = engine.local && !engine.isDesktop && process.platform === 'linux';
  const [taken, states, free, disk] = await Promise.all([
    engine.local ? portsInUse(ports) : [],
    engine.local ? Promise.all(folders.map((path) => folderState(path))) : [],
    shared ? freeMemory() : engine.memoryBytes,
    engine.local && folders[0] !== undefined
      ? freeDisk(folders[0])
      : shared && engine.rootDir !== ''
        ? freeDisk(engine.rootDir)
        : undefined,
  ]);
  return {
    platform: process.platform,
    interfaces: hostInterfaces(),
    portsInUse: taken,
    foldersInUse: folders.filter((_, index) => states[index] === 'used'),
    freeMemoryBytes: free,
    ...(disk !== undefined && { freeDiskBytes: disk }),
  };
}

const inspectionsAtOnce = 8;

async function inspectAll(
  docker: Docker,
  summaries: readonly ContainerSummary[],
  known: Inspections,
): Promise<Map<string, Container>> {
  const present = new Set(summaries.map(({ Id }) => Id));
  for (const id of known.keys()) if (!present.has(id)) known.delete(id);
  const missing = summaries.filter(({ Id, State }) => known.get(Id)?.state !== State);
  const work = async (): Promise<void> => {
    for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
      const { Id, State } = next;
      try {
        known.set(Id, { state: State, container: await docker.containers.inspect(Id) });
      } catch (error) {
        // It went while we looked: the list's line is all that can be told.
        if (!(error instanceof AppError) || error.info.code !== 'container.gone') throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: inspectionsAtOnce }, work));
  return new Map([...known].map(([id, { container }]) => [id, container]));
}

const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;

function observedContainer(summary: ContainerSummary, container: Container | undefined): ObservedContainer {
  const state = states.find((each) => each === summary.State) ?? 'exited';
  return {
    id: summary.Id,
    // A link to another container gives it a second name, with another slash in it.
    name: (
      summary.Names.find((name) => name.lastIndexOf('/') === 0) ??
      container?.Name ??
      summary.Id
    ).replace('/', ''),
    image: container?.Config.Image ?? summary.Image,
    state,
    command: container?.Config.Cmd ?? [],
    labels: summary.Labels,
    networkMode: summary.HostConfig.NetworkMode,
    addresses: addressesOf(summary, container),
    ports: portsOf(summary, container),
    mounts: summary.Mounts.map(({ Type, Name, Source, Destination }) => ({
      type: Type,
      source: Type === 'volume' ? Name : Source,
      target: Destination,
    })),
    memoryBytes: container?.HostConfig.Memory ?? 0,
    restart: restartOf(container),
  };
}

/** The addresses that a container has, or will have again when it is started. */
function addressesOf(summary: ContainerSummary, container: Container | undefined): Record<string, string> {
  const networks = { ...container?.NetworkSettings.Networks, ...summary.NetworkSettings.Networks };
  return Object.fromEntries(
    Object.entries(networks).flatMap(([network, endpoint]) => {
      const fixed = container?.NetworkSettings.Networks[network]?.IPAMConfig?.IPv4Address;
      const address = endpoint.IPAddress || endpoint.IPAMConfig?.IPv4Address || fixed;
      return address === undefined || address === '' ? [] : [[network, address]];
    }),
  );
}

/** What a container publishes; for one that is stopped, what it will publish. */
function portsOf(summary: ContainerSummary, container: Container | undefined): ObservedContainer['ports'] {
  const live = summary.Ports.filter(({ Type }) => Type === 'tcp').flatMap(
    ({ IP, PublicPort, PrivatePort }) =>
      PublicPort == null ? [] : [{ hostIp: IP, hostPort: PublicPort, containerPort: PrivatePort }],
  );
  const asked = Object.entries(container?.HostConfig.PortBindings ?? {}).flatMap(([inner, bindings]) => {
    const [port = '', protocol = 'tcp'] = inner.split('/');
    return bindings.flatMap(({ HostIp, HostPort }) =>
      protocol === 'tcp' && HostPort !== ''
        ? [{ hostIp: HostIp || '0.0.0.0', hostPort: Number(HostPort), containerPort: Number(port) }]
        : [],
    );
  });
  // A port on all addresses is listed twice, for IPv4 and IPv6.
  const ports = (live.length > 0 ? live : asked).filter(({ hostIp }) => !hostIp.includes(':'));
  return ports.sort((a, b) => a.hostPort - b.hostPort);
}

function restartOf(container: Container | undefined): string {
  const policy = container?.HostConfig.RestartPolicy;
  if (policy === undefined || policy.Name === '') return 'no';
  return policy.MaximumRetryCount > 0 ? `${policy.Name}:${policy.MaximumRetryCount}` : policy.Name;
}

function observedNetwork(network: Network, containers: readonly ObservedContainer[]): ObservedNetwork {
  return {
    name: network.Name,
    driver: network.Driver,
    subnets: network.IPAM.Config.map(({ Subnet }) => Subnet).filter((subnet) => subnet !== ''),
    labels: network.Labels,
    // The engine lists a network without its containers; each container names its networks.
    containers: containers
      .filter(({ addresses, networkMode }) => network.Name in addresses || networkMode === network.Name)
      .map(({ name }) => name),
  };
}

/** An engine's state as a plan takes it. Throws the AppError of an engine that is not connected. */
export function connectedEngine(state: EngineState): EngineInfo & EngineDetails {
  if (state.state === 'connected') return { ...state.engine, ...state.details };
  if (state.state === 'searching') {
    const doing = msg('engine.doing.find');
    throw new AppError({
      code: 'engine.none',
      doing,
      what: msg('engine.none'),
      hint: msg('engine.hint.retry'),
    });
  }
  throw new AppError(state.error);
}
