import type { SlotRange } from '../ops';
import { compareNames } from './names';
import type { ClusterEvent, ClusterEventKind } from './timeline';
import { slotsOf } from './slots';

/** One node in a look at a cluster. */
export interface NodeLook {
  readonly id: string;
  readonly name: string;
  readonly role: 'master' | 'replica' | 'unknown';
  readonly masterId?: string;
  readonly slots: readonly SlotRange[];
  /** What the others say of it: `fail?` on any, `fail` on any. */
  readonly judged: 'ok' | 'suspected' | 'failed';
  /** A replica's link to its master; absent where it could not be asked, and for a master. */
  readonly linkUp?: boolean;
}

/** A cluster at one moment. */
export interface ClusterLook {
  readonly nodes: readonly NodeLook[];
  /** cluster_state:ok on all that answer; absent when none does. */
  readonly ok?: boolean;
  /** The greatest current epoch. */
  readonly epoch: number;
}

/** What happened between two looks, in the order in which it goes on as a rule. Pure. */
export function eventsBetween(before: ClusterLook, after: ClusterLook, at: number): ClusterEvent[] {
  const events: ClusterEvent[] = [];
  const tell = (kind: ClusterEventKind, more: Omit<ClusterEvent, 'at' | 'kind'> = {}): void => {
    events.push({ at, kind, ...more });
  };
  const were = new Map(before.nodes.map((node) => [node.id, node]));
  const are = new Map(after.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : (are.get(id) ?? were.get(id))?.name;
  const other = (id: string | undefined): { other?: string } => {
    const name = nameOf(id);
    return name === undefined ? {} : { other: name };
  };
  const nodes = [...after.nodes].sort((a, b) => compareNames(a.name, b.name));

  for (const { id, name } of nodes) if (!were.has(id)) tell('joined', { node: name });
  for (const { id, name } of before.nodes) if (!are.has(id)) tell('left', { node: name });
  const pairs = nodes.flatMap((now) => {
    const then = were.get(now.id);
    return then === undefined ? [] : [{ then, now, node: now.name }];
  });
  for (const { then, now, node } of pairs)
    if (then.judged === 'ok' && now.judged === 'suspected') tell('suspected', { node });
  for (const { then, now, node } of pairs)
    if (then.judged !== 'failed' && now.judged === 'failed') tell('failed', { node });
  if (before.ok === true && after.ok === false) tell('state-fail');
  if (after.epoch > before.epoch) tell('epoch', { n: after.epoch });
  const promoted = new Set<string>();
  for (const { then, now, node } of pairs) {
    if (then.role !== 'replica' || now.role !== 'master') continue;
    promoted.add(now.id);
    tell('promoted', { node, ...other(then.masterId) });
  }
  for (const { then, now, node } of pairs)
    if (then.role === 'master' && now.role === 'replica') tell('demoted', { node, ...other(now.masterId) });
  for (const { from, to, n } of moves(before, after, promoted))
    tell('slots-moved', { node: nameOf(from) ?? from, ...other(to), n });
  for (const { then, now, node } of pairs)
    if (then.linkUp === true && now.linkUp === false) tell('link-down', { node, ...other(now.masterId) });
  for (const { then, now, node } of pairs)
    if (then.linkUp === false && now.linkUp === true) tell('link-up', { node, ...other(now.masterId) });
  for (const { then, now, node } of pairs)
    if (then.judged !== 'ok' && now.judged === 'ok') tell('recovered', { node });
  if (before.ok === false && after.ok === true) tell('state-ok');
  return events;
}

/** Slots that changed hands, but for those that a promoted replica took over. */
function moves(
  before: ClusterLook,
  after: ClusterLook,
  promoted: ReadonlySet<string>,
): { from: string; to: string; n: number }[] {
  const text = ({ nodes }: ClusterLook): string =>
    JSON.stringify(
      nodes
        .filter(({ slots }) => slots.length > 0)
        .map(({ id, slots }) => [id, slots])
        .sort(),
    );
  if (text(before) === text(after)) return [];
  const then = owners(before);
  const counts = new Map<string, { from: string; to: string; n: number }>();
  for (const [slot, to] of owners(after)) {
    const from = then.get(slot);
    if (from === undefined || from === to || promoted.has(to)) continue;
    const known = counts.get(`${from} ${to}`) ?? { from, to, n: 0 };
    known.n++;
    counts.set(`${from} ${to}`, known);
  }
  return [...counts.values()];
}

function owners({ nodes }: ClusterLook): Map<number, string> {
  const found = new Map<number, string>();
  for (const { id, slots } of nodes) for (const slot of slotsOf(slots)) found.set(slot, id);
  return found;
}
