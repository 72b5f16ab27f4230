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

export interface Agreement {
  /** How many nodes know all, are linked to all, and see what most see. */
  readonly agreeing: number;
  readonly missing: readonly Message[];
  /** Nodes that do not know all the others yet. */
  readonly unknowing: readonly RedisNode[];
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
  const nameOf = new Map(views.map((view) => [view.id, view.node.name]));
  // One that does not answer has told us no id: its fellows know it by its address.
  const places = new Set(nodes.map(({ announce }) => `${announce.address}:${announce.port}`));
  const answering = new Set(views.map((view) => view.node));
  const missing: Message[] = nodes
    .filter((node) => !answering.has(node))
    .map((node) => msg('ops.redis.missing.silent', { node: node.name }));
  const unknowing: RedisNode[] = [];
  const bySignature = new Map<string, View[]>();

  for (const view of views) {
    const node = view.node.name;
    const unknown = [...ids].filter((id) => !view.lines.some((line) => line.id === id));
    const handshakes = view.lines.filter((line) => line.flags.includes('handshake'));
    const strangers = view.lines.filter((line) => isStranger(line, ids, places));
    const unlinked = view.lines.filter((line) => ids.has(line.id) && !line.linked);
    const first = unknown[0];
    if (first !== undefined) {
      unknowing.push(view.node);
      missing.push(msg('ops.redis.missing.unknown', { node, other: nameOf.get(first) ?? first }));
    } else if (strangers[0] !== undefined) {
      const other = `${strangers[0].host}:${strangers[0].port}`;
      missing.push(msg('ops.redis.missing.stranger', { node, other }));
    } else if (handshakes.length > 0) {
      missing.push(msg('ops.redis.missing.handshake', { node }));
    } else if (unlinked[0] !== undefined) {
      const other = nameOf.get(unlinked[0].id) ?? unlinked[0].id;
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
  return { agreeing: groups[0]?.length ?? 0, missing, unknowing };
}
