import { msg } from '@shared/i18n/index';
import type { RedisPool } from '../clients/redis';
import { countSlots } from '@shared/redis-cluster/slots';
import { again, type RedisHandler } from './redis-deps';
import type { OpContext } from '../runner/types';
import { agreement, askAll, askViews, tell, type Untold } from './redis-views';
import { waitUntil } from './redis-wait';

const allSlots = 16384;

/** Milliseconds between two looks at n nodes: their answers grow with n as well. */
const interval = (n: number): number => Math.max(20, n * 4);

/** Milliseconds until nodes that lack word of others are told for the first time, and from then on. */
const tellAfterMs = 100;
const tellEveryMs = 1000;
/** Beyond that many nodes too many would have to be told at once: gossip does it. */
const mostToTell = 200;

/** Tells nodes what they lack, now and then while a wait goes on. */
function teller(pool: RedisPool, { signal, log }: Pick<OpContext, 'signal' | 'log'>) {
  let next = Date.now() + tellAfterMs;
  return async (untold: readonly Untold[]): Promise<void> => {
    if (untold.length === 0 || untold.length > mostToTell || Date.now() < next) return;
    next = Date.now() + tellEveryMs;
    for (const { node, of } of untold) log(`CLUSTER MEET: ${of.name} → ${node.name}`);
    await tell(pool, untold, signal);
  };
}

/** Waits until every node knows every other and all give the same view. */
export const waitAgree: RedisHandler<'redis.waitAgree'> = ({ pool, containerState }) => ({
  ...again,
  async run({ nodes, timeoutMs }, context) {
    const { signal } = context;
    const tellThem = teller(pool, context);
    return waitUntil({
      context,
      timeoutMs,
      containerState,
      everyMs: interval(nodes.length),
      doing: msg('ops.redis.agree.doing', { n: nodes.length }),
      hint: msg('ops.redis.agree.hint'),
      async look() {
        const { views, silent } = await askViews(pool, nodes, signal);
        const state = agreement(nodes, views, { roles: false });
        if (state.agreeing === nodes.length) return { done: true, value: { nodes: nodes.length } };
        await tellThem(state.untold);
        return {
          done: false,
          note: msg('ops.redis.agree.note', { done: state.agreeing, all: nodes.length }),
          fraction: state.agreeing / nodes.length,
          missing: state.missing,
          silent,
        };
      },
    });
  },
});

/** Waits until a replica's link is up and it has all that its master had when the wait began. */
export const waitSynced: RedisHandler<'redis.waitSynced'> = ({ pool, containerState }) => ({
  ...again,
  async run({ node, master, timeoutMs }, context) {
    const { signal } = context;
    let goal: number | undefined;
    return waitUntil({
      context,
      timeoutMs,
      containerState,
      everyMs: 60,
      doing: msg('ops.redis.synced.doing', { node: node.name, master: master.name }),
      hint: msg('ops.redis.synced.hint', { node: node.name }),
      async look() {
        const asked = await askAll(pool, [node, master], signal, (c, limits) =>
          c.info('replication', limits),
        );
        const [own, other] = [node, master].map((n) => asked.answers.find((a) => a.node === n)?.value);
        if (own === undefined || other === undefined) {
          const note = msg('ops.redis.missing.silent', { node: asked.silent[0]?.name ?? node.name });
          return { done: false, note, missing: [note], silent: asked.silent };
        }
        // A failover during the build may have turned the two round.
        const [replica, source] = own['role'] === 'slave' ? [own, other] : [other, own];
        goal ??= Number(source['master_repl_offset'] ?? 0);
        const offset = Number(replica['slave_repl_offset'] ?? -1);
        const linkUp = replica['role'] === 'slave' && replica['master_link_status'] === 'up';
        if (linkUp && replica['master_sync_in_progress'] === '0' && offset >= goal) {
          return { done: true, value: { offset } };
        }
        const total = Number(replica['master_sync_total_bytes'] ?? 0);
        const read = Number(replica['master_sync_read_bytes'] ?? 0);
        const fraction = total > 0 ? Math.min(1, read / total) : undefined;
        const note = linkUp
          ? msg('ops.redis.synced.behind', { node: node.name, bytes: Math.max(0, goal - offset) })
          : msg('ops.redis.synced.linkDown', { node: node.name, master: master.name });
        return { done: false, note, missing: [note], ...(fraction === undefined ? {} : { fraction }) };
      },
    });
  },
});

/** Waits until every node says ok, sees all 16384 slots covered, and sees the same masters and replicas. */
export const waitStateOk: RedisHandler<'redis.waitStateOk'> = ({ pool, containerState }) => ({
  ...again,
  run({ nodes, timeoutMs }, context) {
    const { signal } = context;
    const tellThem = teller(pool, context);
    return waitUntil({
      context,
      timeoutMs,
      containerState,
      everyMs: interval(nodes.length),
      doing: msg('ops.redis.stateOk.doing', { n: nodes.length }),
      hint: msg('ops.redis.stateOk.hint'),
      async look() {
        const asked = await askAll(pool, nodes, signal, async (connection, limits) => {
          const [info, { lines }] = await Promise.all([
            connection.clusterInfo(limits),
            connection.clusterNodes(limits),
          ]);
          return { info, lines };
        });
        const views = asked.answers.map(({ node, value: { lines } }) => ({
          node,
          id: lines.find((line) => line.myself)?.id ?? '',
          lines,
        }));
        const ok = asked.answers.filter(({ value: { info } }) => info.ok && info.slotsOk === allSlots);
        const state = agreement(nodes, views, { roles: true });
        if (ok.length === nodes.length && state.agreeing === nodes.length) {
          const masters = (views[0]?.lines ?? []).filter((line) => countSlots(line.slots) > 0).length;
          return { done: true, value: { nodes: nodes.length, masters, slots: allSlots } };
        }
        await tellThem(state.untold);
        const notOk = asked.answers
          .filter((answer) => !ok.includes(answer))
          .map(({ node, value: { info } }) =>
            info.slotsOk < allSlots
              ? msg('ops.redis.missing.slots', { node: node.name, slots: info.slotsOk })
              : msg('ops.redis.missing.state', { node: node.name }),
          );
        return {
          done: false,
          note:
            ok.length === nodes.length
              ? msg('ops.redis.agree.note', { done: state.agreeing, all: nodes.length })
              : msg('ops.redis.stateOk.note', { done: ok.length, all: nodes.length }),
          fraction: (ok.length + state.agreeing) / (2 * nodes.length),
          missing: [...notOk, ...state.missing],
          silent: asked.silent,
        };
      },
    });
  },
});
