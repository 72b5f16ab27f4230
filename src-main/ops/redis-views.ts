import { CancelledError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { NodeConnection, RedisPool } from '../clients/redis';
import { isNotReady } from '../clients/redis-errors';
import { signature, type NodeLine } from '../clients/redis-replies';

/** A node's answer to CLUSTER NODES. */
export interface View {
  readonly node: RedisNode;
  readonly id: string;
  readonly lines: readonly NodeLine[];
}

export interface Asked<T> {
  readonly answers: readonly { readonly node: RedisNode; readonly value: T }[];
  /** Those that cannot be reached now. */
  readonly silent: readonly RedisNode[];
}

/** One answer of a wait is not waited for longer than this: a dead node must not stall the others. */
const askMs = 1000;

/** Asks all nodes at the same time. Throws what is no matter of reaching them (a wrong password, …). */
export async function askAll<T>(
  pool: RedisPool,
  nodes: readonly RedisNode[],
  signal: AbortSignal,
  ask: (connection: NodeConnection, limits: { signal: AbortSignal; timeoutMs: number }) => Promise<T>,
): Promise<Asked<T>> {
  const answers: { node: RedisNode; value: T }[] = [];
  const silent: RedisNode[] = [];
  const settled = await Promise.allSettled(
    nodes.map((node) => ask(pool.node(node), { signal, timeoutMs: askMs })),
  );
  for (const [index, result] of settled.entries()) {
    const node = nodes[index];
    if (node === undefined) continue;
    if (result.status === 'fulfilled') answers.push({ node, value: result.value });
    else if (isNotReady(result.reason)) silent.push(node);
    else throw result.reason instanceof Error ? result.reason : new CancelledError('cancelled');
  }
  return { answers, silent };
}

/** Every node's view of the cluster. */
export async function askViews(
  pool: RedisPool,
  nodes: readonly RedisNode[],
  signal: AbortSignal,
): Promise<{ views: readonly View[]; silent: readonly RedisNode[] }> {
  const asked = await askAll(pool, nodes, signal, (connection, limits) => connection.clusterNodes(limits));
  const views = asked.answers.map(({ node, value }) => ({
    node,
    id: value.lines.find((line) => line.myself)?.id ?? '',
    lines: value.lines,
  }));
  return { views, silent: asked.silent };
}

/** A node known to the others although it is none of the nodes that we asked, and not a dead one. */
const isStranger = (line: NodeLine, ids: ReadonlySet<string>, places: ReadonlySet<string>): boolean =>
  !ids.has(line.id) &&
  !places.has(`${line.host}:${line.port}`) &&
  !line.flags.some((flag) => flag === 'handshake' || flag === 'noaddr' || flag === 'fail');

/** `node` should hear of `of`. */
export interface Untold {
  readonly node: RedisNode;
  readonly of: RedisNode;
}

export interface Agreement {
  /** How many nodes know all, are linked to all, and see what most see. */
  readonly agreeing: number;
  readonly missing: readonly Message[];
  /** Who does not know whom, or not in which role; gossip would bring it sooner or later. */
  readonly untold: readonly Untold[];
}

/**
 * How far the nodes agree: each knows all the others, no handshake is open, all bus links are up, and all see
 * the same owners of slots; with `roles`, the same masters and replicas too.
 */
export function agreement(
  nodes: readonly RedisNode[],
  views: readonly View[],
  options: { roles: boolean },
): Agreement {
  const ids = new Set(views.map((view) => view.id));
  const byId = new Map(views.map((view) => [view.id, view]));
  const nameOf = (id: string): string => byId.get(id)?.node.name ?? id;
  // One that does not answer has told us no id: its fellows know it by its address.
  const places = new Set(nodes.map(({ announce }) => `${announce.address}:${announce.port}`));
  const answering = new Set(views.map((view) => view.node));
  const missing: Message[] = nodes
    .filter((node) => !answering.has(node))
    .map((node) => msg('ops.redis.missing.silent', { node: node.name }));
  const untold: Untold[] = [];
  const bySignature = new Map<string, View[]>();

  for (const view of views) {
    const node = view.node.name;
    const known = new Set(view.lines.map((line) => line.id));
    const unknown = [...ids].filter((id) => !known.has(id));
    const handshakes = view.lines.filter((line) => line.flags.includes('handshake'));
    const strangers = view.lines.filter((line) => isStranger(line, ids, places));
    const unlinked = view.lines.filter((line) => ids.has(line.id) && !line.linked);
    const first = unknown[0];
    const misjudged = options.roles
      ? view.lines.filter((line) => byId.has(line.id) && line.masterId !== roleOf(byId.get(line.id)))
      : [];
    for (const id of [...unknown, ...misjudged.map((line) => line.id)]) {
      const other = byId.get(id);
      if (other !== undefined) untold.push({ node: view.node, of: other.node });
    }
    if (first !== undefined) {
      missing.push(msg('ops.redis.missing.unknown', { node, other: nameOf(first) }));
    } else if (strangers[0] !== undefined) {
      const other = `${strangers[0].host}:${strangers[0].port}`;
      missing.push(msg('ops.redis.missing.stranger', { node, other }));
    } else if (handshakes.length > 0) {
      missing.push(msg('ops.redis.missing.handshake', { node }));
    } else if (unlinked[0] !== undefined) {
      const other = nameOf(unlinked[0].id);
      missing.push(msg('ops.redis.missing.link', { node, other }));
    } else {
      const text = signature(view.lines, options);
      bySignature.set(text, [...(bySignature.get(text) ?? []), view]);
    }
  }

  const groups = [...bySignature.values()].sort((a, b) => b.length - a.length);
  for (const group of groups.slice(1)) {
    for (const view of group) missing.push(msg('ops.redis.missing.view', { node: view.node.name }));
  }
  return { agreeing: groups[0]?.length ?? 0, missing, untold };
}

/** Whom a node replicates, by its own word. */
function roleOf(view: View | undefined): string | undefined {
  return view?.lines.find((line) => line.myself)?.masterId;
}

/**
 * Says at once what gossip would bring later: the one that is not known introduces itself (CLUSTER MEET). In
 * gossip a node talks to one other a second; a MEET takes 0.2 s, and it says in which role its sender is.
 * To nodes that know each other it does no harm.
 */
export async function tell(pool: RedisPool, untold: readonly Untold[], signal: AbortSignal): Promise<void> {
  await Promise.all(untold.map(({ node, of }) => pool.node(of).meet(node.announce, { signal })));
}
