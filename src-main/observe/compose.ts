import { existsSync } from 'node:fs';
import type { EngineDetails, EngineInfo } from '@shared/engine';
import type { ComposeContainer, ComposeObserved, OtherContainer } from '@shared/compose/observed';
import type { Reading } from '@shared/compose/source';
import { composeLabel } from '@shared/compose/stack';
import { normalizeImage } from '@shared/image';
import type { Container, ContainerSummary, Docker } from '../clients/docker';
import { portsInUse } from '../clients/host-ports';
import { inspectAll, stackContainer } from './compose-stacks';

export interface ComposeQuery {
  readonly engine: EngineInfo & EngineDetails;
  /** The project's name on the engine. */
  readonly name: string;
  /** The files, for what is about them. */
  readonly reading?: Reading;
  readonly cli?: { readonly version: string } | undefined;
}

/** Looks at everything that a compose project's plan depends on. */
export async function observeCompose(
  docker: Docker,
  { engine, name, reading, cli }: ComposeQuery,
): Promise<ComposeObserved> {
  const [summaries, networks, volumes, images] = await Promise.all([
    docker.containers.list(),
    docker.networks.list(),
    docker.volumes.list(),
    docker.images.list(),
  ]);
  const isMine = ({ Labels }: ContainerSummary): boolean => Labels[composeLabel.project] === name;
  const mine = summaries.filter(isMine);
  // Of a container that is none of the project's, the list knows enough, but for what it will publish when it starts.
  const inspected = await inspectAll(docker, mine);
  const containers = mine.map((each) => composeContainer(each, inspected.get(each.Id)));
  const others = summaries.filter((each) => !isMine(each)).map(otherContainer);
  return {
    engine,
    name,
    ...(reading !== undefined && { reading }),
    containers: containers.sort((a, b) => (a.name < b.name ? -1 : 1)),
    others: others.sort((a, b) => (a.name < b.name ? -1 : 1)),
    networks: networks
      .map(({ Id, Name, Driver, IPAM, Labels }) => ({
        id: Id,
        name: Name,
        driver: Driver,
        subnets: IPAM.Config.map(({ Subnet }) => Subnet).filter((subnet) => subnet !== ''),
        ...labelled(Labels, composeLabel.network),
        containers: [...containers, ...others]
          .filter((each) =>
            Array.isArray(each.networks) ? each.networks.includes(Name) : Name in each.networks,
          )
          .map((each) => each.name),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)),
    volumes: volumes
      .map(({ Name, Driver, Labels }) => ({
        name: Name,
        driver: Driver,
        ...labelled(Labels, composeLabel.volume),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    images: Object.fromEntries(
      images.flatMap(({ Id, RepoTags, RepoDigests }) => [
        [Id, Id] as const,
        ...[...RepoTags, ...RepoDigests]
          .filter((each) => !each.startsWith('<none>'))
          .map((each) => [normalizeImage(each), Id] as const),
      ]),
    ),
    host: await observeHost(docker, reading, [...containers, ...others]),
    ...(cli !== undefined && { cli: { version: cli.version } }),
  };
}

function labelled(labels: Readonly<Record<string, string>>, key: string): { project?: string; key?: string } {
  const project = labels[composeLabel.project];
  const own = labels[key];
  return { ...(project !== undefined && { project }), ...(own !== undefined && { key: own }) };
}

function composeContainer(summary: ContainerSummary, container: Container | undefined): ComposeContainer {
  const imageLabel = summary.Labels[composeLabel.image];
  const version = summary.Labels[composeLabel.version];
  const directory = summary.Labels[composeLabel.workingDir];
  return {
    ...stackContainer(summary, container),
    ...(imageLabel !== undefined && { imageLabel }),
    ...(version !== undefined && { version }),
    ...(directory !== undefined && { directory }),
  };
}

function otherContainer(summary: ContainerSummary): OtherContainer {
  const { id, name, state, ports, imageId, mounts, networks } = stackContainer(summary, undefined);
  const project = summary.Labels[composeLabel.project];
  return {
    ...{ id, name, state, ports, imageId },
    ...(project !== undefined && { project }),
    volumes: mounts.filter(({ type }) => type === 'volume').map(({ source }) => source),
    networks: Object.keys(networks),
  };
}

/** Of this computer, as far as it is the engine's: ports and mounted files that the project names. */
async function observeHost(
  docker: Docker,
  reading: Reading | undefined,
  containers: readonly Pick<OtherContainer, 'ports' | 'state'>[],
): Promise<ComposeObserved['host']> {
  if (!docker.local || reading?.model === undefined) return { portsInUse: [], present: [] };
  const services = Object.values(reading.model.services);
  const wanted = new Set(
    services.flatMap(({ ports = [] }) =>
      ports.flatMap(({ published = '', protocol = 'tcp' }) => (protocol === 'tcp' ? rangeOf(published) : [])),
    ),
  );
  const byContainers = new Set(
    containers
      .filter(({ state }) => state === 'running' || state === 'paused' || state === 'restarting')
      .flatMap(({ ports }) => ports.flatMap(({ hostPort }) => hostPort ?? [])),
  );
  const free = [...wanted].filter((port) => !byContainers.has(port)).sort((a, b) => a - b);
  const taken = await portsInUse(free);
  const sources = new Set([
    ...services.flatMap(({ volumes = [] }) =>
      volumes.flatMap(({ type, source }) => (type === 'bind' && source !== undefined ? [source] : [])),
    ),
    ...Object.values({ ...reading.model.secrets, ...reading.model.configs }).flatMap(
      ({ file }) => file ?? [],
    ),
  ]);
  return {
    portsInUse: taken.map(({ port, by }) => ({ port, protocol: 'tcp', ...(by !== undefined && { by }) })),
    present: [...sources].filter((each) => existsSync(each)).sort(),
  };
}

/** `8080` or `8000-8003`; of a wide range only its first hundred. */
function rangeOf(published: string): number[] {
  const [first = Number.NaN, last = first] = published.split('-').map(Number);
  if (!Number.isInteger(first) || !Number.isInteger(last) || first < 1) return [];
  return Array.from({ length: Math.min(last - first + 1, 100) }, (_, i) => first + i);
}
