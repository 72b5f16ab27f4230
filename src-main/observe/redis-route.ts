import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { LiveCluster, LiveNode } from '@shared/redis-cluster/live';
import type { Reply } from '@shared/redis-cluster/reply-text';
import { isNotReady } from '../clients/redis-errors';
import type { Words } from '../clients/redis';
import type { RawConnection, RawPool } from '../clients/redis-raw';
import { parseRedirect, type Redirect } from '../clients/redis-replies';

/** Where a cluster's commands go: its nodes and their slots, as seen a moment ago. */
export type Routes = (name: string, how?: { readonly fresh?: boolean }) => Promise<LiveCluster>;

/** Milliseconds for which a look at a cluster is good enough to begin a command's way with. */
const keepMs = 3000;
const mostRedirects = 8;
const mostTries = 40;
const tryAgainMs = 50;

/** Keeps the last look at each cluster for a moment. */
export function createRoutes(live: (name: string) => Promise<LiveCluster>): Routes {
  const kept = new Map<string, { at: number; seen: Promise<LiveCluster> }>();
  return (name, { fresh = false } = {}) => {
    const known = kept.get(name);
    if (!fresh && known !== undefined && Date.now() - known.at < keepMs) return known.seen;
    const mine = { at: Date.now(), seen: live(name) };
    kept.set(name, mine);
    // A failure is not kept.
    mine.seen.catch(() => {
      if (kept.get(name) === mine) kept.delete(name);
    });
    return mine.seen;
  };
}

/** The masters that answered and serve slots, by name. */
export function servingMasters({ nodes }: LiveCluster): LiveNode[] {
  return nodes.filter(({ role, health, slots }) => role === 'master' && health === 'ok' && slots.length > 0);
}

/** The master that owns a slot. */
export function ownerOf(cluster: LiveCluster, slot: number): LiveNode | undefined {
  return cluster.nodes.find(
    ({ role, slots }) => role === 'master' && slots.some(([from, to]) => from <= slot && slot <= to),
  );
}

export interface RoutedReply {
  readonly reply: Reply;
  readonly node: RedisNode;
  /** The slot of the last redirect that was followed. */
  readonly redirectedSlot?: number;
}

export interface Routing {
  readonly pool: RawPool;
  readonly routes: Routes;
  readonly cluster: LiveCluster;
  readonly doing: Message;
}

/**
 * Sends a command to `start` (else any master that answers) and goes where MOVED and ASK lead, as a cluster client
 * does. Throws AppError where no node takes it.
 */
export async function sendRouted(
  { pool, routes, cluster, doing }: Routing,
  words: Words,
  { start, timeoutMs }: { readonly start?: RedisNode; readonly timeoutMs: number },
): Promise<RoutedReply> {
  let [reply, node] = await first({ pool, routes, cluster, doing }, words, start, timeoutMs);
  let redirectedSlot: number | undefined;
  let tries = 0;
  const way = [node.name];
  while (reply.kind === 'error') {
    if (reply.text.startsWith('TRYAGAIN') && tries < mostTries) {
      tries++;
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
      reply = await (await pool.to(node)).call(words, timeoutMs);
      continue;
    }
    const redirect = parseRedirect(reply.text);
    if (redirect === undefined) break;
    if (way.length > mostRedirects) throw loop(doing, way);
    node = await leadsTo(routes, cluster, node, redirect);
    way.push(node.name);
    redirectedSlot = redirect.slot;
    const connection = await pool.to(node);
    // ASKING holds for the next command only, so they go together.
    if (redirect.kind === 'ASK') reply = (await connection.batch([['ASKING'], words], timeoutMs))[1] ?? reply;
    else reply = await connection.call(words, timeoutMs);
  }
  return { reply, node, ...(redirectedSlot === undefined ? {} : { redirectedSlot }) };
}

/**
 * Sends it to `start`, else to any master. Only a connection that can't be had is tried elsewhere: what was sent may
 * have been done. A node that has gone since the last look is no reason to give up: another may have its slots now.
 */
async function first(
  { pool, routes, cluster, doing }: Routing,
  words: Words,
  start: RedisNode | undefined,
  timeoutMs: number,
): Promise<[Reply, RedisNode]> {
  let failure: unknown = new AppError({
    code: 'redis.no-master',
    doing,
    what: msg('tools.noMaster', { name: cluster.name }),
    hint: msg('tools.noMaster.hint'),
  });
  const connect = async (node: RedisNode): Promise<RawConnection | undefined> => {
    try {
      return await pool.to(node);
    } catch (error) {
      if (!isNotReady(error)) throw error;
      failure = error;
      return undefined;
    }
  };
  const masters = (seen: LiveCluster): RedisNode[] => servingMasters(seen).map(({ redis }) => redis);
  for (const candidates of [
    () => Promise.resolve(start === undefined ? masters(cluster) : [start]),
    async () => masters(await routes(cluster.name, { fresh: true })),
  ]) {
    for (const node of await candidates()) {
      const connection = await connect(node);
      if (connection !== undefined) return [await connection.call(words, timeoutMs), node];
    }
  }
  throw failure;
}

/** The node that a redirect names, as this computer reaches it. */
async function leadsTo(
  routes: Routes,
  cluster: LiveCluster,
  asked: RedisNode,
  { host, port }: Redirect,
): Promise<RedisNode> {
  const target = host === '' ? asked.announce.address : host;
  const find = ({ nodes }: LiveCluster): RedisNode | undefined =>
    nodes.find(({ redis, name }) => redis.announce.port === port && named(redis, name, target))?.redis;
  const known = find(cluster) ?? find(await routes(cluster.name, { fresh: true }));
  if (known !== undefined) return known;
  // One that nobody told us of yet: where it says that it is, with the login of the others.
  const { auth, tls } = asked;
  return {
    name: `${target}:${port}`,
    host: target,
    port,
    announce: { address: target, port, busPort: port + 10_000 },
    innerPort: port,
    ...(auth === undefined ? {} : { auth }),
    ...(tls === undefined ? {} : { tls }),
  };
}

/** By its address; or by its name, where clients are sent to names. */
const named = ({ announce }: RedisNode, name: string, host: string): boolean =>
  announce.address === host || name === host;

function loop(doing: Message, way: readonly string[]): AppError {
  return new AppError({
    code: 'redis.redirect-loop',
    doing,
    what: msg('tools.command.loop', { nodes: way.join(' → ') }),
    hint: msg('tools.command.loop.hint'),
  });
}
