import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { OpArgs, RedisNode } from '@shared/ops';
import type { RedisPool } from '../clients/redis';
import { isNotReady, RedisFailure } from '../clients/redis-errors';
import type { OpContext, OpHandler } from '../runner/types';
import { again, type RedisOpsDeps } from './redis-deps';
import { askViews, type View } from './redis-views';
import { waitUntil } from './redis-wait';

type Args = OpArgs<'redis.failover'>;

/** `changed`: false when it was the master already. */
interface Promoted {
  readonly changed: boolean;
}

/** A handshake of offsets that is not done in 5 s is given up by the server (CLUSTER_MF_TIMEOUT): begun anew. */
const againMs = 6000;
/** FORCE asks for votes: after a failed election the next comes only after 4 x cluster-node-timeout. */
const timeouts = { graceful: 20_000, force: 60_000, takeover: 20_000 } as const;

/**
 * Promotes a replica. graceful: its master stops writes until the replica has all of them, then hands over;
 * nothing is lost. force: without the master's help, by the other masters' votes. takeover: without votes.
 * Done when all nodes that answer see it, and the old master follows it, if that answers.
 */
export function failover({ pool }: RedisOpsDeps): OpHandler<Args, Promoted> {
  return {
    ...again,
    run: (args, context) => promote(pool, args, context),
    async undo({ node, master, nodes }, output, context) {
      if (output?.changed === false) return;
      try {
        await pool.node(master).ping({ signal: context.signal });
      } catch (error) {
        // The old master is gone: the new one stays.
        if (isNotReady(error)) return;
        throw error;
      }
      await promote(pool, { node: master, master: node, mode: 'graceful', nodes }, context);
    },
  };
}

async function promote(
  pool: RedisPool,
  { node, master, mode, nodes }: Args,
  context: OpContext,
): Promise<Promoted> {
  const { signal } = context;
  const doing = msg('live.failover.doing', { node: node.name });
  const all = [...new Map([...nodes, node, master].map((each) => [each.name, each])).values()];
  let asked = 0;
  let changed = false;
  return waitUntil<Promoted>({
    context,
    doing,
    timeoutMs: timeouts[mode],
    everyMs: 60,
    hint: mode === 'graceful' ? msg('live.failover.hint.graceful') : msg('live.failover.hint.force'),
    async look() {
      const { views } = await askViews(pool, all, signal);
      const heir = views.find((view) => view.node.name === node.name);
      const note = msg('live.failover.note', { node: node.name });
      if (heir === undefined) {
        const missing = [msg('ops.redis.missing.silent', { node: node.name })];
        return { done: false, note, missing };
      }
      const own = heir.lines.find((line) => line.myself);
      if (own?.role === 'master') {
        const missing = unaware(heir.id, master, views);
        if (missing.length === 0) return { done: true, value: { changed } };
        return {
          done: false,
          note,
          missing: missing.map((name) => msg('live.failover.unaware', { node: name })),
        };
      }
      // A replica takes over the slots that it believes its master to have, and no others.
      if (behind(heir, master, views))
        return {
          done: false,
          note: msg('live.failover.behind', { node: node.name, master: master.name }),
          missing: [msg('live.failover.behind', { node: node.name, master: master.name })],
        };
      if (Date.now() - asked > againMs) {
        asked = Date.now();
        changed = true;
        await ask(pool, node, master, mode, signal);
      }
      return { done: false, note, missing: [msg('live.failover.still', { node: node.name })] };
    },
  });
}

/** Whether a replica sees other slots with its master than that has by its own word. */
function behind(heir: View, master: RedisNode, views: readonly View[]): boolean {
  const source = views.find((view) => view.node.name === master.name);
  const own = source?.lines.find((line) => line.myself);
  if (own?.role !== 'master') return false;
  const seen = heir.lines.find((line) => line.id === own.id);
  return JSON.stringify(seen?.slots) !== JSON.stringify(own.slots);
}

/** Names of those that answer and do not see the new master as one; the old one, if it does not follow. */
function unaware(heirId: string, master: RedisNode, views: readonly View[]): string[] {
  const old = views.find((view) => view.node.name === master.name);
  return views
    .filter(({ node, lines }) => {
      const heir = lines.find((line) => line.id === heirId);
      if (heir?.role !== 'master' || heir.slots.length === 0) return true;
      const predecessor = lines.find((line) => line.id === old?.id);
      if (predecessor === undefined) return false;
      // The others hear of the old one's new role from itself.
      return predecessor.masterId !== heirId && (node.name === master.name || old !== undefined);
    })
    .map((view) => view.node.name);
}

async function ask(
  pool: RedisPool,
  node: RedisNode,
  master: RedisNode,
  mode: Args['mode'],
  signal: AbortSignal,
): Promise<void> {
  const how = mode === 'graceful' ? [] : [mode.toUpperCase()];
  try {
    await pool.node(node).call(['CLUSTER', 'FAILOVER', ...how], { signal });
  } catch (error) {
    if (!(error instanceof RedisFailure) || error.code !== 'redis.refused') throw error;
    // "ERR You should send CLUSTER FAILOVER to a replica": it was promoted in this moment.
    if (/to a (replica|slave)/i.test(error.text)) return;
    if (!/master is down|FORCE/i.test(error.text)) throw error;
    throw new AppError(
      {
        code: 'redis.master-down',
        doing: msg('live.failover.doing', { node: node.name }),
        what: msg('live.failover.masterDown', { node: node.name, master: master.name }),
        hint: msg('live.failover.masterDown.hint'),
      },
      { cause: error },
    );
  }
}
