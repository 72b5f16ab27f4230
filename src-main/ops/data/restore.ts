import { AppError } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { Reply } from '@shared/redis-cluster/reply-text';
import type { Words } from '../../clients/redis';
import { isNotReady, toRedisFailure } from '../../clients/redis-errors';
import type { RawPool } from '../../clients/redis-raw';
import { parseClusterNodes, parseRedirect } from '../../clients/redis-replies';

export interface Dumped {
  readonly key: Uint8Array;
  readonly slot: number;
  /** Milliseconds left; 0: for ever. */
  readonly ttl: number;
  /** As DUMP gives it. */
  readonly value: Uint8Array;
}

/** What became of one key. */
export type Restored = 'copied' | 'skipped' | { readonly error: string };

export interface RestorerOptions {
  readonly pool: RawPool;
  readonly masters: readonly RedisNode[];
  /** What is there under the same name is overwritten. */
  readonly replace: boolean;
  readonly doing: Message;
}

const patienceMs = 60_000;
const mostTries = 100;
const tryAgainMs = 50;

/**
 * Writes keys into the masters that own their slots, many at a time, and goes where MOVED and ASK lead while slots
 * are on the move. Throws AppError for what no other key will fare better with: a version that is too new, no
 * memory left, a node that is not there.
 */
export async function createRestorer({
  pool,
  masters,
  replace,
  doing,
}: RestorerOptions): Promise<(keys: readonly Dumped[]) => Promise<Restored[]>> {
  const byAddress = (host: string, port: number, asked: RedisNode): RedisNode =>
    masters.find(
      ({ announce }) => announce.port === port && announce.address === (host || asked.announce.address),
    ) ?? {
      ...asked,
      name: `${host}:${port}`,
      host: host || asked.host,
      port,
      announce: { address: host || asked.announce.address, port, busPort: port + 10_000 },
    };
  const owners = await ownersOf(pool, masters, byAddress);
  const command = ({ key, ttl, value }: Dumped): Words => [
    ...['RESTORE', key, String(ttl), value],
    ...(replace ? ['REPLACE'] : []),
  ];

  /** One key that was sent elsewhere, alone. */
  const follow = async (each: Dumped, reply: Reply, node: RedisNode): Promise<Restored> => {
    let [answer, at] = [reply, node];
    for (let tries = 0; tries < mostTries && answer.kind === 'error'; tries++) {
      const redirect = parseRedirect(answer.text);
      if (redirect !== undefined) {
        at = byAddress(redirect.host, redirect.port, at);
        const connection = await pool.to(at);
        if (redirect.kind === 'MOVED') {
          owners[each.slot] = at;
          answer = await connection.call(command(each), patienceMs);
        } else answer = (await connection.batch([['ASKING'], command(each)], patienceMs))[1] ?? answer;
      } else if (/^(TRYAGAIN|CLUSTERDOWN|LOADING|MASTERDOWN)/.test(answer.text)) {
        await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
        answer = await (await pool.to(at)).call(command(each), patienceMs);
      } else break;
    }
    return judged(answer, at, doing);
  };

  return async (keys) => {
    const results: Restored[] = new Array<Restored>(keys.length);
    const byOwner = new Map<RedisNode, number[]>();
    for (const [n, { slot }] of keys.entries()) {
      // A slot that nobody is known to own: whoever is asked tells where it is, or that the cluster is down.
      const owner = owners[slot] ?? masters[0];
      if (owner === undefined) throw new Error('an import needs the cluster’s masters');
      byOwner.set(owner, [...(byOwner.get(owner) ?? []), n]);
    }
    await Promise.all(
      [...byOwner].map(async ([owner, indexes]) => {
        const connection = await pool.to(owner);
        const mine = indexes
          .map((n) => ({ n, each: keys[n] }))
          .filter((one): one is { n: number; each: Dumped } => one.each !== undefined);
        const replies = await connection.batch(
          mine.map(({ each }) => command(each)),
          patienceMs,
        );
        for (const [at, { n, each }] of mine.entries()) {
          const reply = replies[at] ?? { kind: 'error', text: 'no reply' };
          results[n] = await follow(each, reply, owner);
        }
      }),
    );
    return results;
  };
}

/**
 * Which node owns which slot: by what each master says of itself, and for one that does not answer by what the others
 * say, for its replica may have taken its place. Throws where none answers.
 */
async function ownersOf(
  pool: RawPool,
  masters: readonly RedisNode[],
  byAddress: (host: string, port: number, asked: RedisNode) => RedisNode,
): Promise<(RedisNode | undefined)[]> {
  const views = await Promise.all(
    masters.map(async (node) => {
      try {
        const reply = await (await pool.to(node)).call(['CLUSTER', 'NODES'], patienceMs);
        if (reply.kind === 'error') throw failure(reply.text, node);
        const text = reply.kind === 'bulk' && reply.bytes !== null ? Buffer.from(reply.bytes).toString() : '';
        return { node, lines: parseClusterNodes(text) };
      } catch (error) {
        if (!isNotReady(error)) throw error;
        return { node, error };
      }
    }),
  );
  const owners = new Array<RedisNode | undefined>(16_384).fill(undefined);
  const told = views.flatMap(({ node, lines = [] }) => lines.map((line) => ({ node, line })));
  if (told.length === 0) throw views[0]?.error ?? new Error('an import needs the cluster’s masters');
  // What a node says of itself comes last: it knows best.
  for (const { node, line } of [...told].sort((a, b) => Number(a.line.myself) - Number(b.line.myself)))
    for (const [from, to] of line.slots)
      owners.fill(line.myself ? node : byAddress(line.host, line.port, node), from, to + 1);
  return owners;
}

function judged(reply: Reply, node: RedisNode, doing: Message): Restored {
  if (reply.kind !== 'error') return 'copied';
  if (reply.text.startsWith('BUSYKEY')) return 'skipped';
  if (/DUMP payload version|Bad data format/i.test(reply.text))
    throw new AppError({
      code: 'import.version',
      doing,
      what: msg('tools.import.version', { node: node.name }),
      hint: msg('tools.import.version.hint'),
      details: [raw(reply.text)],
    });
  if (/^(OOM|MISCONF|NOPERM|READONLY|NOAUTH)/.test(reply.text)) throw failure(reply.text, node);
  return { error: reply.text };
}

const failure = (text: string, node: RedisNode): Error =>
  toRedisFailure(Object.assign(new Error(text), { name: 'ReplyError' }), node);
