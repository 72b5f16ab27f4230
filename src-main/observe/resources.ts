import { composeLabel } from '@shared/compose/stack';
import { label } from '@shared/labels';
import type { ImageDetail, NetworkDetail, VolumeDetail } from '@shared/resources/details';
import {
  imageName,
  type ContainerUse,
  type ImageRow,
  type NetworkRow,
  type Owner,
  type Resources,
  type Usage,
  type User,
  type VolumeRow,
} from '@shared/resources/model';
import type { ContainerSummary, Docker } from '../clients/docker';
import type { NetworkFull } from '../clients/docker-resources-schemas';
import { nameOf, rowOf } from './containers';

/** Containers that were taken in without labels of ours: by id, the cluster that they belong to. */
export type Adopted = ReadonlyMap<string, string>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: { readonly name: string }, b: { readonly name: string }): number => byText(a.name, b.name);

/** Everything that is on an engine, with what uses what. */
export async function observeResources(docker: Docker, adopted: Adopted): Promise<Resources> {
  const { resources } = docker;
  const [images, networks, volumes, summaries] = await Promise.all([
    resources.images(),
    resources.networks(),
    resources.volumes(),
    docker.containers.list(),
  ]);
  const containers = summaries.map((each) => useOf(each, adopted)).sort(byName);
  const who = (uses: (each: ContainerUse) => boolean): User[] =>
    containers.filter(uses).map(({ id, name, state, owner }) => ({
      ...{ id, name, state },
      ...(owner !== undefined && { owner }),
    }));
  return {
    images: images
      .map((each): ImageRow => {
        const tags = each.RepoTags.filter(isNamed).sort(byText);
        return {
          id: each.Id,
          tags,
          digests: each.RepoDigests.filter(isNamed).sort(byText),
          size: each.Size,
          createdAt: each.Created * 1000,
          dangling: tags.length === 0,
          ...ownerOf(each.Labels),
          users: who(({ imageId }) => imageId === each.Id),
        };
      })
      .sort((a, b) => Number(a.dangling) - Number(b.dangling) || byText(imageName(a), imageName(b))),
    networks: networks.map((each) => networkRow(each, who)).sort(byName),
    volumes: volumes
      .map((each): VolumeRow => ({
        name: each.Name,
        driver: each.Driver,
        mountpoint: each.Mountpoint,
        createdAt: timeOf(each.CreatedAt),
        anonymous: isAnonymous(each.Name, each.Labels),
        ...ownerOf(each.Labels),
        users: who((container) => container.volumes.includes(each.Name)),
      }))
      .sort((a, b) => Number(a.anonymous) - Number(b.anonymous) || byName(a, b)),
    containers,
  };
}

/** What takes up how much; slow where volumes hold many files. */
export async function observeUsage(docker: Docker): Promise<Usage> {
  const df = await docker.resources.usage();
  return {
    layers: df.LayersSize,
    shared: Object.fromEntries(df.Images.map((each) => [each.Id, Math.max(0, each.SharedSize)])),
    volumes: Object.fromEntries(
      df.Volumes.flatMap(({ Name, UsageData }) =>
        UsageData == null || UsageData.Size < 0 ? [] : [[Name, UsageData.Size]],
      ),
    ),
    containers: Object.fromEntries(df.Containers.map((each) => [each.Id, each.SizeRw])),
    cache: df.BuildCache.map((each) => ({
      id: each.ID,
      description: each.Description,
      size: each.Size,
      inUse: each.InUse,
      shared: each.Shared,
      lastUsedAt: timeOf(each.LastUsedAt),
    })),
  };
}

/** Throws AppError `image.missing`. */
export async function imageDetail(docker: Docker, id: string, adopted: Adopted): Promise<ImageDetail> {
  const [{ value }, history, all] = await Promise.all([
    docker.resources.image(id),
    docker.resources.history(id),
    observeResources(docker, adopted),
  ]);
  const { Config } = value;
  const row = all.images.find((each) => each.id === value.Id) ?? {
    ...{ id: value.Id, tags: [], digests: [], size: 0, createdAt: 0, dangling: true, users: [] },
  };
  return {
    ...row,
    platform: [value.Os, value.Architecture, value.Variant].filter((part) => part !== '').join('/'),
    entrypoint: Config?.Entrypoint ?? [],
    command: Config?.Cmd ?? [],
    workingDir: Config?.WorkingDir ?? '',
    user: Config?.User ?? '',
    ports: Object.keys(Config?.ExposedPorts ?? {}).sort(byText),
    volumes: Object.keys(Config?.Volumes ?? {}).sort(byText),
    env: (Config?.Env ?? []).map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? { name: pair, value: '' } : { name: pair.slice(0, at), value: pair.slice(at + 1) };
    }),
    labels: Config?.Labels ?? {},
    layers: value.RootFS?.Layers ?? [],
    history: history.map((each) => ({
      command: each.CreatedBy.replace(/^\/bin\/sh -c #\(nop\)\s*/, '').trim(),
      createdAt: each.Created * 1000,
      size: each.Size,
      comment: each.Comment,
    })),
  };
}

/** Throws AppError `network.missing`. */
export async function networkDetail(docker: Docker, id: string, adopted: Adopted): Promise<NetworkDetail> {
  const [{ value }, all] = await Promise.all([
    docker.resources.network(id),
    observeResources(docker, adopted),
  ]);
  const row = all.networks.find((each) => each.id === value.Id) ?? networkRow(value, () => []);
  return {
    ...row,
    members: Object.entries(value.Containers)
      .map(([member, each]) => ({
        id: member,
        name: each.Name,
        address: each.IPv4Address.replace(/\/\d+$/, ''),
        address6: each.IPv6Address.replace(/\/\d+$/, ''),
        mac: each.MacAddress,
      }))
      .sort(byName),
    options: value.Options,
    labels: value.Labels,
  };
}

/** Throws AppError `volume.missing`. */
export async function volumeDetail(docker: Docker, name: string, adopted: Adopted): Promise<VolumeDetail> {
  const [{ value }, all, summaries] = await Promise.all([
    docker.resources.volume(name),
    observeResources(docker, adopted),
    docker.containers.list(),
  ]);
  const row = all.volumes.find((each) => each.name === value.Name) ?? {
    ...{ name: value.Name, driver: value.Driver, mountpoint: value.Mountpoint },
    ...{ createdAt: timeOf(value.CreatedAt), users: [] },
    anonymous: isAnonymous(value.Name, value.Labels),
  };
  return {
    ...row,
    mounts: summaries
      .flatMap((each) =>
        each.Mounts.filter(({ Type, Name }) => Type === 'volume' && Name === name).map((mount) => ({
          id: each.Id,
          name: nameOf(each),
          target: mount.Destination,
        })),
      )
      .sort(byName),
    options: value.Options,
    labels: value.Labels,
  };
}

function useOf(summary: ContainerSummary, adopted: Adopted): ContainerUse {
  const { id, name, image, state, createdAt } = rowOf(summary);
  const cluster = adopted.get(id);
  return {
    ...{ id, name, image, state, createdAt },
    imageId: summary.ImageID,
    networks: Object.entries(summary.NetworkSettings.Networks)
      .map(([network, { NetworkID, IPAddress }]) => ({ name: network, id: NetworkID, address: IPAddress }))
      .sort(byName),
    volumes: summary.Mounts.filter(({ Type }) => Type === 'volume').map(({ Name }) => Name),
    ...(cluster === undefined
      ? ownerOf(summary.Labels)
      : { owner: { kind: 'cluster' as const, name: cluster } }),
  };
}

const builtin: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'docker_gwbridge']);

function networkRow(each: NetworkFull, who: (uses: (each: ContainerUse) => boolean) => User[]): NetworkRow {
  return {
    id: each.Id,
    name: each.Name,
    driver: each.Driver,
    scope: each.Scope,
    subnets: each.IPAM.Config.map(({ Subnet, Gateway }) => ({
      subnet: typeof Subnet === 'string' ? Subnet : '',
      gateway: typeof Gateway === 'string' ? Gateway : '',
    })),
    internal: each.Internal,
    attachable: each.Attachable,
    ipv6: each.EnableIPv6,
    createdAt: timeOf(each.Created),
    builtin: builtin.has(each.Name) || each.Ingress,
    ...ownerOf(each.Labels),
    // A container that was only created knows its networks by name alone.
    users: who(({ networks }) =>
      networks.some(({ id, name }) => (id === '' ? name === each.Name : id === each.Id)),
    ),
  };
}

function ownerOf(labels: Readonly<Record<string, string>>): { readonly owner?: Owner } {
  const cluster = labels[label.cluster];
  if (cluster !== undefined) return { owner: { kind: 'cluster', name: cluster } };
  const stack = labels[composeLabel.project] ?? labels['com.docker.stack.namespace'];
  return stack === undefined ? {} : { owner: { kind: 'stack', name: stack } };
}

/** Engines from 23 on label them; before, the made-up name tells. */
function isAnonymous(name: string, labels: Readonly<Record<string, string>>): boolean {
  return 'com.docker.volume.anonymous' in labels || /^[0-9a-f]{64}$/.test(name);
}

/** Engines write `<none>:<none>` for what has no name. */
const isNamed = (tag: string): boolean => !tag.startsWith('<none>');

function timeOf(text: string): number {
  const time = text.startsWith('0001-') ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? 0 : time;
}
