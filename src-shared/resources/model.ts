import type { ContainerState } from '../containers/model';

/** What a thing on the engine belongs to, by its labels or because Flotilla took it in. */
export interface Owner {
  readonly kind: 'stack' | 'cluster';
  readonly name: string;
}

/** A container that uses an image, a network or a volume. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly state: ContainerState;
  readonly owner?: Owner;
}

/** Times are milliseconds since the epoch, 0 where the engine does not tell; sizes are bytes. */
export interface ImageRow {
  /** `sha256:…` */
  readonly id: string;
  /** `redis:7.0`; none: it is dangling, unless a digest names it. */
  readonly tags: readonly string[];
  /** `redis@sha256:…`: it came from a registry, or went to one. */
  readonly digests: readonly string[];
  readonly size: number;
  readonly createdAt: number;
  readonly dangling: boolean;
  readonly owner?: Owner;
  readonly users: readonly User[];
}

export interface Subnet {
  readonly subnet: string;
  readonly gateway: string;
}

export interface NetworkRow {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  /** `local`, `swarm`, `global` */
  readonly scope: string;
  readonly subnets: readonly Subnet[];
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ipv6: boolean;
  readonly createdAt: number;
  /** The engine's own (bridge, host, none): it cannot be removed. */
  readonly builtin: boolean;
  readonly owner?: Owner;
  readonly users: readonly User[];
}

export interface VolumeRow {
  readonly name: string;
  readonly driver: string;
  readonly mountpoint: string;
  readonly createdAt: number;
  /** The engine made up its name. */
  readonly anonymous: boolean;
  readonly owner?: Owner;
  readonly users: readonly User[];
}

/** A container as far as it uses other things. */
export interface ContainerUse {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  readonly createdAt: number;
  readonly networks: readonly { readonly name: string; readonly id: string; readonly address: string }[];
  readonly volumes: readonly string[];
  readonly owner?: Owner;
}

/** What is on an engine, and what uses what; each list by name. */
export interface Resources {
  readonly images: readonly ImageRow[];
  readonly networks: readonly NetworkRow[];
  readonly volumes: readonly VolumeRow[];
  readonly containers: readonly ContainerUse[];
}

export interface CacheEntry {
  readonly id: string;
  readonly description: string;
  readonly size: number;
  readonly inUse: boolean;
  readonly shared: boolean;
  readonly lastUsedAt: number;
}

/** What `docker system df -v` tells: it makes the engine count, so it is asked for less often. Bytes. */
export interface Usage {
  /** All layers of all images, each once. */
  readonly layers: number;
  /** By image id: what it shares with others. */
  readonly shared: Readonly<Record<string, number>>;
  /** By name; volumes of drivers that do not tell are left out. */
  readonly volumes: Readonly<Record<string, number>>;
  /** By container id: what it wrote over its image. */
  readonly containers: Readonly<Record<string, number>>;
  readonly cache: readonly CacheEntry[];
}

/** What a plan about resources looks at. */
export interface ResourcesObserved extends Resources {
  readonly engine: { readonly id: string };
  /** Only where a plan tells sizes. */
  readonly usage?: Usage;
}

/** How an image is called where people read it. */
export function imageName({ id, tags, digests }: Pick<ImageRow, 'id' | 'tags' | 'digests'>): string {
  return tags[0] ?? digests[0]?.replace(/@.*$/, '') ?? shortId(id);
}

/** As docker shortens ids: 12 hex digits. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** Whether a container stands still: `docker container prune` takes those, and only those. */
export function isStopped(state: ContainerState): boolean {
  return state === 'created' || state === 'exited' || state === 'dead';
}

/** What an image alone takes up; its whole size where the engine does not tell what it shares. */
export function uniqueSize({ id, size }: Pick<ImageRow, 'id' | 'size'>, usage: Usage | undefined): number {
  return Math.max(0, size - (usage?.shared[id] ?? 0));
}

/** Bytes for a plan's words, 1024-based: `7.6 GiB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10} ${units[unit] ?? ''}`;
}
