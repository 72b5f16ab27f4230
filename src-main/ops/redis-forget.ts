import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { OpArgs, RedisNode } from '@shared/ops';
import type { RedisPool } from '../clients/redis';
import { isNotReady, RedisFailure } from '../clients/redis-errors';
import { countSlots } from '@shared/redis-cluster/slots';
import type { OpContext, OpHandler } from '../runner/types';
import { again, type RedisOpsDeps } from './redis-deps';
import { askViews } from './redis-views';
import { waitUntil } from './redis-wait';

/** All is done within milliseconds, unless a node is slow to answer or still follows the one that goes. */
const forgetMs = 30_000;
/** Nodes that are silent for so long are left out: they may be down for good themselves. */
const silentMs = 3000;
const meetMs = 30_000;

interface Forgotten {
  /** Nodes that could not be told. */
  readonly untold: readonly string[];
  readonly reset: boolean;
  /** Whom it replicated. */
  readonly masterId?: string;
}

/**
 * Every node forgets one, all at the same time: one that is told later hears of it again from the others. Each
 * bans the id for 60 s, so until then nobody brings it back. A node that answers is reset as well, else it
 * would come back by itself after the ban.
 */
export function forget({ pool }: RedisOpsDeps): OpHandler<OpArgs<'redis.forget'>, Forgotten> {
  return {
    ...again,
    async run({ id, nodes, node }, context) {
      const { signal } = context;
      const leaving = node === undefined ? undefined : await departing(pool, node, id, signal);
      const begun = Date.now();
      const untold = await waitUntil<readonly string[]>({
        context,
        timeoutMs: forgetMs,
        everyMs: 100,
        doing: msg('live.forget.doing', { node: node?.name ?? short(id) }),
        hint: msg('live.forget.hint'),
        async look() {
          const { views, silent } = await askViews(pool, nodes, signal);
          const listing = views.filter(({ lines }) =>
            lines.some((line) => line.id === id && !line.myself && !line.flags.includes('handshake')),
          );
          if (listing.length === 0 && (silent.length === 0 || Date.now() - begun > silentMs))
            return { done: true, value: silent.map((each) => each.name) };
          const refused = await Promise.all(listing.map((view) => forgets(pool, view.node, id, signal)));
          const missing = [
            ...refused.flatMap((words, i) =>
              words === undefined
                ? []
                : [msg('live.forget.refused', { node: listing[i]?.node.name ?? '', words: raw(words) })],
            ),
            ...silent.map((each) => msg('ops.redis.missing.silent', { node: each.name })),
          ];
          const done = nodes.length - listing.length;
          return {
            done: false,
            note: msg('live.forget.note', { done, all: nodes.length }),
            fraction: done / nodes.length,
            missing,
          };
        },
      });
      for (const name of untold) context.log(`CLUSTER FORGET: ${name} does not answer`);
      if (node === undefined || leaving === undefined) return { untold, reset: false };
      const { masterId } = leaving;
      await pool.node(node).call(['CLUSTER', 'RESET', 'SOFT'], { signal, timeoutMs: 10_000 });
      return { untold, reset: true, ...(masterId === undefined ? {} : { masterId }) };
    },
    async undo({ id, nodes, node }, output, context) {
      if (node !== undefined) await welcome(pool, { id, nodes, node }, output, context);
    },
  };
}

/** Its server's words when it will not (yet). */
export async function forgets(
  pool: RedisPool,
  node: RedisNode,
  id: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await pool.node(node).call(['CLUSTER', 'FORGET', id], { signal });
    return undefined;
  } catch (error) {
    if (isNotReady(error)) return undefined;
    // "ERR Unknown node": somebody was quicker. "ERR Can't forget my master!": it is about to follow another.
    if (!(error instanceof RedisFailure) || error.code !== 'redis.refused') throw error;
    return /unknown node/i.test(error.text) ? undefined : error.text;
  }
}

/**
 * A node that is to go, as it stands; undefined when it does not answer, or has another id by now.
 *
 * @throws AppError `redis.not-empty` while it owns slots or holds keys: they would be lost
 */
async function departing(
  pool: RedisPool,
  node: RedisNode,
  id: string,
  signal: AbortSignal,
): Promise<{ readonly masterId?: string } | undefined> {
  const connection = pool.node(node);
  try {
    const [{ lines }, keys] = await Promise.all([
      connection.clusterNodes({ signal }),
      connection.call(['DBSIZE'], { signal }),
    ]);
    const own = lines.find((line) => line.myself);
    if (own?.id !== id) return undefined;
    const slots = countSlots(own.slots);
    if (own.role === 'master' && (slots > 0 || Number(keys) > 0))
      throw new AppError({
        code: 'redis.not-empty',
        doing: msg('live.forget.doing', { node: node.name }),
        what: msg('live.forget.notEmpty', { node: node.name, slots, keys: Number(keys) }),
        hint: msg('live.forget.notEmpty.hint'),
      });
    return own.masterId === undefined ? {} : { masterId: own.masterId };
  } catch (error) {
    if (isNotReady(error)) return undefined;
    throw error;
  }
}

/** Takes a forgotten node in again. A MEET from every node goes round their ban. */
async function welcome(
  pool: RedisPool,
  { id, nodes, node }: { id: string; nodes: readonly RedisNode[]; node: RedisNode },
  output: Forgotten | undefined,
  context: OpContext,
): Promise<void> {
  const { signal } = context;
  const connection = pool.node(node);
  try {
    if ((await connection.myId({ signal })) !== id) return;
  } catch (error) {
    // Its container is gone, or stopped: there is nothing to take in.
    if (isNotReady(error)) return;
    throw error;
  }
  await waitUntil({
    context,
    timeoutMs: meetMs,
    everyMs: 250,
    doing: msg('live.forget.undo.doing', { node: node.name }),
    hint: msg('ops.redis.agree.hint'),
    async look() {
      const { views } = await askViews(pool, nodes, signal);
      const lacking = views.filter(
        ({ lines }) => !lines.some((line) => line.id === id && !line.flags.includes('handshake')),
      );
      if (lacking.length === 0) return { done: true, value: null };
      await Promise.all(lacking.map((view) => pool.node(view.node).meet(node.announce, { signal })));
      const missing = lacking.map((view) =>
        msg('ops.redis.missing.unknown', { node: view.node.name, other: node.name }),
      );
      return {
        done: false,
        note: msg('ops.redis.agree.note', { done: views.length - lacking.length, all: views.length }),
        missing,
      };
    },
  });
  if (output?.masterId !== undefined) await connection.replicate(output.masterId, { signal });
}

/**
 * Has a node forget others that it was told of: what undoes a MEET. One that owns slots, by its own word, stays;
 * one that does not answer is known by its address.
 */
export async function unmeet(
  pool: RedisPool,
  node: RedisNode,
  others: readonly RedisNode[],
  signal: AbortSignal,
): Promise<void> {
  const { lines } = await pool.node(node).clusterNodes({ signal });
  for (const { announce, ...other } of others) {
    const own = await pool
      .node({ announce, ...other })
      .clusterNodes({ signal, timeoutMs: 1000 })
      .then((answer) => answer.lines.find((line) => line.myself))
      .catch(() => undefined);
    const line = own ?? lines.find((each) => each.host === announce.address && each.port === announce.port);
    if (line === undefined || line.slots.length > 0) continue;
    if (lines.some((each) => each.id === line.id && !each.myself)) await forgets(pool, node, line.id, signal);
  }
}

const short = (id: string): string => id.slice(0, 8);
