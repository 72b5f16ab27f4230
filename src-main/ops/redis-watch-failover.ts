import { msg } from '@shared/i18n/index';
import type { OpArgs, RedisNode } from '@shared/ops';
import type { ClusterEvent, DrillTimeline } from '@shared/redis-cluster/timeline';
import { eventText } from '@shared/redis-cluster/timeline-text';
import { eventsBetween, type ClusterLook, type NodeLook } from '@shared/redis-cluster/timeline-diff';
import type { RedisPool } from '../clients/redis';
import { lookOf, type NodeAnswer } from '../clients/redis-look';
import { signature } from '../clients/redis-replies';
import type { OpContext, OpHandler } from '../runner/types';
import { again, type RedisOpsDeps } from './redis-deps';
import { pause, waitUntil } from './redis-wait';

type Args = OpArgs<'redis.watchFailover'>;

/** Milliseconds between two looks of one node; a dead one must not hold up the looks at the others. */
const everyMs = 100;
const answerMs = 600;

/**
 * Looks on while a cluster copes with a loss (or with a return), every 0.1 s, from all nodes. Where the step that
 * brought the loss about said when (`lostAt` in its output), durations count from there.
 */
export function watchFailover({ pool }: RedisOpsDeps): OpHandler<Args, DrillTimeline> {
  return {
    ...again,
    async run({ nodes, victim, until, timeoutMs }, context) {
      const startedAt = until === 'recovered' ? Date.now() : (lostAt(context.results) ?? Date.now());
      const all = [...nodes.filter((each) => each.name !== victim.name), victim];
      // A victim that is cut off has a view of its own, and no say.
      const asked = until === 'recovered' ? all : all.filter((each) => each !== victim);
      const stop = new AbortController();
      const signal = AbortSignal.any([context.signal, stop.signal]);
      const answers = new Map<string, NodeAnswer>();
      const loops = asked.map((node) => follow(pool, node, signal, answers));
      try {
        return await watch({ victim, until, timeoutMs }, { all, asked, answers, startedAt }, context);
      } finally {
        stop.abort();
        await Promise.allSettled(loops);
      }
    },
  };
}

function lostAt(results: ReadonlyMap<string, unknown>): number | undefined {
  const times = [...results.values()].flatMap((output) =>
    typeof output === 'object' && output !== null && 'lostAt' in output && typeof output.lostAt === 'number'
      ? [output.lostAt]
      : [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Asks one node again and again; what it said last stands in `answers` while it answers. */
async function follow(
  pool: RedisPool,
  node: RedisNode,
  signal: AbortSignal,
  answers: Map<string, NodeAnswer>,
): Promise<void> {
  const connection = pool.node(node, 'watch');
  while (!signal.aborted) {
    const limits = { timeoutMs: answerMs };
    try {
      const [{ lines }, clusterInfo, info] = await Promise.all([
        connection.clusterNodes(limits),
        connection.clusterInfo(limits),
        connection.info('replication', limits),
      ]);
      answers.set(node.name, { name: node.name, lines, clusterInfo, info });
    } catch {
      answers.delete(node.name);
    }
    await pause(everyMs, signal).catch(() => undefined);
  }
  connection.close();
}

interface Scene {
  readonly all: readonly RedisNode[];
  readonly asked: readonly RedisNode[];
  readonly answers: ReadonlyMap<string, NodeAnswer>;
  readonly startedAt: number;
}

function watch(
  { victim, until, timeoutMs }: Omit<Args, 'nodes'>,
  { all, asked, answers, startedAt }: Scene,
  context: OpContext,
): Promise<DrillTimeline> {
  const names = new Map<string, string>();
  const places = new Map(all.map(({ name, announce: at }) => [`${at.address}:${at.port}`, name]));
  const events: ClusterEvent[] = [];
  let before: ClusterLook | undefined;
  let okAt: number | undefined;
  return waitUntil<DrillTimeline>({
    context,
    timeoutMs,
    everyMs,
    doing: msg('live.watch.doing', { node: victim.name }),
    hint: msg('live.watch.hint'),
    look() {
      const now = Date.now();
      const said = [...answers.values()];
      learnNames(said, places, names);
      const after = lookOf(said, names);
      if (said.length > 0) {
        // What had begun before the first look is told with it.
        before ??= until === 'recovered' ? after : calm(after);
        for (const event of eventsBetween(before, after, now)) {
          events.push(event);
          context.log(line(event, startedAt));
        }
        before = after;
      }
      const lost = after.nodes.find((node) => node.name === victim.name);
      const over = said.length > 0 && isOver(until, { after, lost, events, victim, said, asked });
      if (over && until !== 'failed') okAt = now;
      if (over) return Promise.resolve({ done: true, value: timeline(events, victim, startedAt, okAt) });
      const last = events.at(-1);
      const seconds = Math.round((now - startedAt) / 1000);
      const note = last === undefined ? msg('live.watch.note', { n: seconds }) : eventText(last);
      return Promise.resolve({
        done: false,
        note,
        missing: [msg(`live.watch.missing.${until}`, { node: victim.name })],
      });
    },
  });
}

function learnNames(
  said: readonly NodeAnswer[],
  places: ReadonlyMap<string, string>,
  names: Map<string, string>,
): void {
  for (const { lines } of said)
    for (const { id, host, port } of lines) {
      const name = places.get(`${host}:${port}`);
      if (name !== undefined) names.set(id, name);
    }
}

/** The same look, before anything went wrong. */
const calm = (look: ClusterLook): ClusterLook => ({
  ...look,
  ok: true,
  nodes: look.nodes.map((node): NodeLook => ({ ...node, judged: 'ok' })),
});

interface Judged {
  readonly after: ClusterLook;
  readonly lost: NodeLook | undefined;
  readonly events: readonly ClusterEvent[];
  readonly victim: RedisNode;
  readonly said: readonly NodeAnswer[];
  readonly asked: readonly RedisNode[];
}

function isOver(until: Args['until'], { after, lost, events, victim, said, asked }: Judged): boolean {
  if (until === 'failed') return lost?.judged === 'failed';
  const agreed = new Set(said.map(({ lines }) => signature(lines, { roles: true }))).size === 1;
  if (after.ok !== true || !agreed) return false;
  if (until === 'promoted')
    return (
      events.some((event) => event.kind === 'promoted' && event.other === victim.name) ||
      (lost?.judged === 'failed' && lost.slots.length === 0)
    );
  const well = lost?.judged === 'ok' && (lost.role === 'master' || lost.linkUp === true);
  return well && said.length === asked.length;
}

function timeline(
  events: readonly ClusterEvent[],
  victim: RedisNode,
  startedAt: number,
  okAt: number | undefined,
): DrillTimeline {
  const since = (event: ClusterEvent | undefined): number | undefined =>
    event === undefined ? undefined : Math.max(0, event.at - startedAt);
  const of = (...kinds: ClusterEvent['kind'][]): ClusterEvent | undefined =>
    events.find(({ kind, node }) => kinds.includes(kind) && node === victim.name);
  const promotion = events.find(({ kind, other }) => kind === 'promoted' && other === victim.name);
  const [suspectedMs, failedMs, promotedMs] = [of('suspected', 'failed'), of('failed'), promotion].map(since);
  return {
    startedAt,
    events,
    ...(suspectedMs === undefined ? {} : { suspectedMs }),
    ...(failedMs === undefined ? {} : { failedMs }),
    ...(promotedMs === undefined ? {} : { promotedMs }),
    ...(okAt === undefined ? {} : { okMs: Math.max(0, okAt - startedAt) }),
    ...(promotion?.node === undefined ? {} : { promoted: promotion.node }),
  };
}

/** `+1.234 s suspected redis-1` */
function line({ at, kind, node, other, n }: ClusterEvent, startedAt: number): string {
  const words = [kind, node, other === undefined ? undefined : `(${other})`, n];
  const said = words.filter((word) => word !== undefined).join(' ');
  return `+${((at - startedAt) / 1000).toFixed(3)} s ${said}`;
}
