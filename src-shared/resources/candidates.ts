import {
  isStopped,
  uniqueSize,
  type ContainerUse,
  type ImageRow,
  type NetworkRow,
  type Resources,
  type Usage,
  type User,
  type VolumeRow,
} from './model';

/** Which kinds of things a clean-up offers. */
export interface PruneScope {
  readonly containers: boolean;
  readonly networks: boolean;
  /** `dangling`: those without a name. `unused`: all that no container uses. */
  readonly images: 'none' | 'dangling' | 'unused';
  /** `anonymous`: those whose names the engine made up. */
  readonly volumes: 'none' | 'anonymous' | 'all';
  readonly cache: boolean;
}

/** What `docker system prune` takes without options. */
export const defaultScope: PruneScope = {
  containers: true,
  networks: true,
  images: 'dangling',
  volumes: 'none',
  cache: true,
};

/** What may go, given what goes already: a volume of a stopped container is free once that goes too. */
export interface Candidates {
  readonly containers: readonly ContainerUse[];
  readonly networks: readonly NetworkRow[];
  readonly volumes: readonly VolumeRow[];
  readonly images: readonly ImageRow[];
  readonly cache: Usage['cache'];
}

/** Who still uses a thing once `going` (container ids) are gone. */
export function usersLeft(users: readonly User[], going: ReadonlySet<string>): User[] {
  return users.filter(({ id }) => !going.has(id));
}

/** Pure: what a clean-up may take. `going`: ids of the stopped containers that are ticked. */
export function candidatesFor(
  seen: Resources & { readonly usage?: Usage },
  scope: PruneScope,
  going: ReadonlySet<string>,
): Candidates {
  const free = ({ users }: { readonly users: readonly User[] }): boolean =>
    usersLeft(users, going).length === 0;
  return {
    containers: scope.containers ? seen.containers.filter(({ state }) => isStopped(state)) : [],
    networks: scope.networks
      ? seen.networks.filter((each) => !each.builtin && each.scope === 'local' && free(each))
      : [],
    volumes:
      scope.volumes === 'none'
        ? []
        : seen.volumes.filter((each) => free(each) && (scope.volumes === 'all' || each.anonymous)),
    images:
      scope.images === 'none'
        ? []
        : seen.images.filter((each) => free(each) && (scope.images === 'unused' || each.dangling)),
    cache: scope.cache ? (seen.usage?.cache ?? []).filter(({ inUse }) => !inUse) : [],
  };
}

/** How many bytes go with these, as far as the engine tells. Layers that only these share are not counted. */
export function freedBy(things: Candidates, usage: Usage | undefined): number {
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, each) => all + each, 0);
  return (
    sum(things.images.map((each) => uniqueSize(each, usage))) +
    sum(things.volumes.map(({ name }) => usage?.volumes[name] ?? 0)) +
    sum(things.containers.map(({ id }) => usage?.containers[id] ?? 0)) +
    sum(things.cache.filter(({ shared }) => !shared).map(({ size }) => size))
  );
}
