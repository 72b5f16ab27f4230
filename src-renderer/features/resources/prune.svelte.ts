import type { Candidates } from '@shared/resources/candidates';
import { imageName, uniqueSize, type Owner, type Usage } from '@shared/resources/model';
import { shortName } from '@shared/resources/prune';
import { SvelteMap } from 'svelte/reactivity';

/** One thing that may go. */
export interface PruneRow {
  readonly id: string;
  readonly name: string;
  readonly fullName: string;
  /** Bytes; absent: the engine does not tell. */
  readonly size?: number;
  readonly createdAt: number;
  readonly owner?: Owner;
}

export type PruneKind = 'containers' | 'networks' | 'volumes' | 'images' | 'cache';
export interface PruneSection {
  readonly id: PruneKind;
  readonly rows: readonly PruneRow[];
}

/** What may go, by kind; kinds without any are left out. */
export function sectionsOf(from: Candidates, usage: Usage | undefined): PruneSection[] {
  const size = (bytes: number | undefined) => (bytes === undefined ? {} : { size: bytes });
  const owner = (of: Owner | undefined) => (of === undefined ? {} : { owner: of });
  const sections: PruneSection[] = [
    {
      id: 'containers',
      rows: from.containers.map((each) => ({
        ...{ id: each.id, name: each.name, fullName: each.image, createdAt: each.createdAt },
        ...size(usage?.containers[each.id]),
        ...owner(each.owner),
      })),
    },
    {
      id: 'networks',
      rows: from.networks.map((each) => ({
        ...{ id: each.id, name: each.name, createdAt: each.createdAt },
        fullName: each.subnets.map(({ subnet }) => subnet).join(', '),
        ...owner(each.owner),
      })),
    },
    {
      id: 'volumes',
      rows: from.volumes.map((each) => ({
        ...{ id: each.name, name: shortName(each.name), fullName: each.name, createdAt: each.createdAt },
        ...size(usage?.volumes[each.name]),
        ...owner(each.owner),
      })),
    },
    {
      id: 'images',
      rows: from.images.map((each) => ({
        ...{ id: each.id, name: imageName(each), fullName: each.id, createdAt: each.createdAt },
        ...size(uniqueSize(each, usage)),
        ...owner(each.owner),
      })),
    },
    {
      id: 'cache',
      rows: from.cache.map((each) => ({
        ...{ id: each.id, name: each.description || each.id, fullName: each.id },
        ...{ size: each.shared ? 0 : each.size, createdAt: each.lastUsedAt },
      })),
    },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/** What is ticked: nothing before a person does it, and so nothing that came to the engine since. */
export class Ticks {
  readonly #chosen = new SvelteMap<string, boolean>();

  has(kind: PruneKind, id: string): boolean {
    return this.#chosen.get(`${kind} ${id}`) === true;
  }

  set(kind: PruneKind, ids: readonly string[], ticked: boolean): void {
    for (const id of ids) this.#chosen.set(`${kind} ${id}`, ticked);
  }
}
