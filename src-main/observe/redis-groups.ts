import { label } from '@shared/labels';
import { compareNames } from '@shared/redis-cluster/names';
import type { NodeLine } from '../clients/redis-replies';
import type { AdoptedCluster } from '../store/adopted';
import type { Candidate } from './redis-candidates';

/** A candidate and what is known of the cluster that it belongs to. */
export interface Known {
  readonly candidate: Candidate;
  /** Its own id: from its answer, or its nodes.conf. */
  readonly id?: string;
  /** Its view, where it answered. */
  readonly lines?: readonly NodeLine[];
  /** Where it did not answer: what it keeps in its nodes.conf, which may be out of date. */
  readonly remembered?: readonly NodeLine[];
}

/** The containers of one cluster. */
export interface Group<T extends Known = Known> {
  readonly name: string;
  readonly origin: 'flotilla' | 'adopted' | 'discovered';
  readonly members: readonly T[];
  readonly adopted?: AdoptedCluster;
}

/**
 * Which containers form which cluster. Ours say so by label, adopted ones by their record; the others belong
 * together when they know each other. Discovered clusters are named after what their containers' names have
 * in common; a node that nobody ever joined with another is no cluster.
 */
export function groupNodes<T extends Known>(
  nodes: readonly T[],
  adopted: readonly AdoptedCluster[],
): Group<T>[] {
  const groups: Group<T>[] = [];
  const taken = new Set<string>();
  const left = new Set(nodes);
  const take = (group: Group<T>): void => {
    for (const member of group.members) left.delete(member);
    // Only those that nobody else has a better claim to.
    const kin = kinOf(
      group.members,
      [...left].filter((each) => !spokenFor(each)),
    );
    for (const member of kin) left.delete(member);
    const members = kin.length === 0 ? group.members : byName([...group.members, ...kin]);
    groups.push({ ...group, members });
    taken.add(group.name);
  };
  const recorded = new Set(
    adopted.flatMap(({ containers }) => containers.flatMap(({ id, name }) => [id, name])),
  );
  const spokenFor = ({ candidate }: T): boolean =>
    isOurs(candidate) || recorded.has(candidate.id) || recorded.has(candidate.name);

  const ours = groupBy(
    nodes.filter(({ candidate }) => candidate.labels[label.cluster] !== undefined && isOurs(candidate)),
    ({ candidate }) => candidate.labels[label.cluster] ?? '',
  );
  for (const [name, members] of ours) take({ name, origin: 'flotilla', members });

  for (const record of adopted) {
    const ids = new Set(record.containers.map((each) => each.id));
    const names = new Set(record.containers.map((each) => each.name));
    const members = [...left].filter(({ candidate }) => ids.has(candidate.id) || names.has(candidate.name));
    if (members.length > 0) take({ name: record.name, origin: 'adopted', members, adopted: record });
  }

  for (const members of acquainted([...left])) {
    if (!isCluster(members)) continue;
    const name = unique(commonName(members.map(({ candidate }) => candidate.name)), taken);
    take({ name, origin: 'discovered', members });
  }
  return groups;
}

const isOurs = (candidate: Candidate): boolean => candidate.labels[label.kind] === 'redis-cluster';

/**
 * Further nodes of a cluster: those that its members list. Where none of these answers: those that list them. So a
 * node that somebody added by hand, or that was added to an adopted cluster, is found where it belongs.
 */
function kinOf<T extends Known>(members: readonly T[], others: readonly T[]): T[] {
  const ids = new Set(members.flatMap(({ id }) => id ?? []));
  const listed = new Set(members.flatMap(({ lines = [] }) => lines.filter(isSettled).map(({ id }) => id)));
  return others.filter((each) =>
    listed.size > 0
      ? each.id !== undefined && listed.has(each.id)
      : told(each).some((line) => isSettled(line) && !line.myself && ids.has(line.id)),
  );
}

/** Node 2 before node 10. */
const byName = <T extends Known>(members: readonly T[]): T[] =>
  [...members].sort((a, b) => compareNames(a.candidate.name, b.candidate.name));

/** Nodes that know each other; those that tell nothing of themselves go by their names and network. */
function acquainted<T extends Known>(nodes: readonly T[]): T[][] {
  const groups: { ids: Set<string>; members: T[] }[] = [];
  for (const node of nodes.filter((each) => each.id !== undefined)) {
    const ids = new Set([
      node.id ?? '',
      ...told(node)
        .filter(isSettled)
        .map((line) => line.id),
    ]);
    const kin = groups.filter((group) => [...ids].some((id) => group.ids.has(id)));
    for (const group of kin) groups.splice(groups.indexOf(group), 1);
    groups.push({
      ids: new Set([...ids, ...kin.flatMap((group) => [...group.ids])]),
      members: [...kin.flatMap((group) => group.members), node],
    });
  }
  const silent = groupBy(
    nodes.filter((each) => each.id === undefined),
    ({ candidate }) => `${stem(candidate.name)} ${candidate.mode} ${candidate.network ?? ''}`,
  );
  for (const [key, members] of silent) {
    const kin = groups.find((group) =>
      group.members.some(
        ({ candidate }) => `${stem(candidate.name)} ${candidate.mode} ${candidate.network ?? ''}` === key,
      ),
    );
    if (kin === undefined) groups.push({ ids: new Set(), members });
    else kin.members.push(...members);
  }
  return groups.map(({ members }) => byName(members));
}

/** Whom a node knows. */
const told = (node: Known | undefined): readonly NodeLine[] => node?.lines ?? node?.remembered ?? [];

const isSettled = (line: NodeLine): boolean => !line.flags.includes('handshake');

/** Several nodes, or one that serves slots or knows others. */
function isCluster(members: readonly Known[]): boolean {
  if (members.length > 1) return true;
  const lines = told(members[0]);
  return lines.length > 1 || lines.some((line) => line.slots.length > 0);
}

/** A container's name without the number at its end. */
function stem(name: string): string {
  return name.replace(/[-_.]*\d+$/, '');
}

/** What names begin with in common, without a number or separator at its end: redis-node-1…6 -> redis-node. */
export function commonName(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  let length = first.length;
  for (const name of rest) {
    while (!name.startsWith(first.slice(0, length))) length--;
  }
  const common = rest.length === 0 ? stem(first) : first.slice(0, length).replace(/[-_.]*\d*$/, '');
  return common.replace(/[-_.]+$/, '') || 'redis-cluster';
}

function unique(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name}-${n}`)) return `${name}-${n}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
