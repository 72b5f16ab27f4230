import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import { keyBytes, keyName } from '@shared/redis-cluster/key-name';
import { keySlot } from '@shared/redis-cluster/key-slot';
import type { LiveCluster, LiveNode } from '@shared/redis-cluster/live';
import type { Reply } from '@shared/redis-cluster/reply-text';
import type { KeyLine, KeyName, KeyPage, KeySearch } from '@shared/redis-cluster/tools';
import { toRedisFailure } from '../clients/redis-errors';
import type { Words } from '../clients/redis';
import type { RawConnection, RawPool } from '../clients/redis-raw';
import { readCursor, writeCursor, type SearchPlace } from './redis-key-cursor';
import { ownerOf, sendRouted, servingMasters, type Routes } from './redis-route';

const patienceMs = 5000;
/** A page is given after so long, however few keys it has: the search goes on with the next. */
const pageMs = 400;
const mostLooked = 2000;
/** How many elements of a value its size is guessed from. */
const samples = '5';

export interface KeysDeps {
  readonly routes: Routes;
  readonly pool: RawPool;
}

/**
 * A page of the keys in all masters: SCAN everywhere at the same time, then type, time to live and size of each
 * key found. A key that is moved or renamed meanwhile may be missed or come twice, as SCAN has it.
 */
export async function searchKeys({ routes, pool }: KeysDeps, search: KeySearch): Promise<KeyPage> {
  const doing = msg('tools.keys.doing', { name: search.name });
  const cluster = await routes(search.name);
  const masters = servingMasters(cluster);
  const from = search.cursor === undefined ? undefined : readCursor(search.cursor);
  if (search.cursor !== undefined && from === undefined)
    throw refusal('keys.cursor', doing, msg('tools.keys.cursor'), msg('tools.keys.cursor.hint'));

  const places = masters.map(
    ({ id }): SearchPlace => from?.places.find((each) => each.id === id) ?? { id, at: '0', seen: 0 },
  );
  let count = from?.count ?? Math.max(10, Math.ceil(search.limit / Math.max(1, masters.length)));
  const found = new Map<string, { key: Uint8Array; node: LiveNode }>();
  const totals = Promise.all(masters.map(async ({ redis }) => size(await pool.to(redis))));
  const until = Date.now() + pageMs;
  do {
    const before = found.size;
    await Promise.all(
      masters.map(async (node, n) => {
        const place = places[n];
        if (place === undefined || place.at === 'done') return;
        const { cursor, keys } = await scan(await pool.to(node.redis), place.at, count, search);
        place.at = cursor === '0' ? 'done' : cursor;
        place.seen += count;
        for (const key of keys) found.set(Buffer.from(key).toString('latin1'), { key, node });
      }),
    );
    // Few of those looked at fit: look at more at a time.
    if (found.size - before < search.limit / 4) count = Math.min(mostLooked, count * 4);
  } while (found.size < search.limit && places.some(({ at }) => at !== 'done') && Date.now() < until);

  const [sizes, keys] = await Promise.all([
    totals,
    describe({ routes, pool, cluster, doing }, [...found.values()]),
  ]);
  const total = sizes.reduce((sum, each) => sum + each, 0);
  const scanned = places.reduce(
    (sum, { at, seen }, n) => sum + (at === 'done' ? (sizes[n] ?? 0) : Math.min(seen, sizes[n] ?? 0)),
    0,
  );
  const over = places.every(({ at }) => at === 'done');
  return { keys, ...(over ? {} : { cursor: writeCursor({ v: 1, count, places }) }), scanned, total };
}

async function scan(
  connection: RawConnection,
  at: string,
  count: number,
  { match, type }: KeySearch,
): Promise<{ cursor: string; keys: Uint8Array[] }> {
  const words = ['SCAN', at, 'COUNT', String(count)];
  if (match !== '' && match !== '*') words.push('MATCH', match);
  if (type !== undefined) words.push('TYPE', type);
  const reply = ok(await connection.call(words, patienceMs), connection);
  const [cursor, keys] = reply.kind === 'array' ? (reply.items ?? []) : [];
  return { cursor: textOf(cursor) ?? '0', keys: bytesIn(keys) };
}

async function size(connection: RawConnection): Promise<number> {
  const reply = ok(await connection.call(['DBSIZE'], patienceMs), connection);
  return reply.kind === 'integer' ? Number(reply.value) : 0;
}

interface Describing {
  readonly routes: Routes;
  readonly pool: RawPool;
  readonly cluster: LiveCluster;
  readonly doing: Message;
}

const questions = (key: Uint8Array): Words[] => [
  ['TYPE', key],
  ['PTTL', key],
  ['MEMORY', 'USAGE', key, 'SAMPLES', samples],
];

/** What is told of each key; those that have gone meanwhile are left out. Sorted by name. */
async function describe(
  context: Describing,
  found: readonly { readonly key: Uint8Array; readonly node: LiveNode }[],
): Promise<KeyLine[]> {
  const byNode = new Map<LiveNode, Uint8Array[]>();
  for (const { key, node } of found) byNode.set(node, [...(byNode.get(node) ?? []), key]);
  const lines = await Promise.all(
    [...byNode].map(async ([node, keys]) => {
      const connection = await context.pool.to(node.redis);
      const replies = await connection.batch(keys.flatMap(questions), patienceMs);
      return Promise.all(
        keys.map(async (key, n) => {
          const answers = replies.slice(3 * n, 3 * n + 3);
          // Its slot is on the way to another master: there it is asked for alone.
          return answers[0]?.kind === 'error' ? describeKey(context, key) : keyLine(key, node.name, answers);
        }),
      );
    }),
  );
  return lines
    .flat()
    .filter((line) => line !== undefined)
    .sort((a, b) => (a.key.text < b.key.text ? -1 : 1));
}

/** A key's line, wherever the key is; undefined where there is none of the name. */
export async function describeKey(context: Describing, key: Uint8Array): Promise<KeyLine | undefined> {
  const start = ownerOf(context.cluster, keySlot(key))?.redis;
  const answers: Reply[] = [];
  let node = start?.name ?? '';
  for (const words of questions(key)) {
    const sent = await sendRouted(context, words, { start, timeoutMs: patienceMs });
    answers.push(sent.reply);
    node = sent.node.name;
  }
  return keyLine(key, node, answers);
}

function keyLine(key: Uint8Array, node: string, answers: readonly Reply[]): KeyLine | undefined {
  const [type, ttl, bytes] = answers;
  const kind = textOf(type);
  if (kind === undefined || kind === 'none') return undefined;
  const ms = ttl?.kind === 'integer' ? Number(ttl.value) : -1;
  return {
    key: keyName(key),
    type: kind,
    ttlMs: ms < 0 ? null : ms,
    bytes: bytes?.kind === 'integer' ? Number(bytes.value) : null,
    slot: keySlot(key),
    node,
  };
}

/** Deletes keys (UNLINK) at their owners; gives how many there were. */
export async function deleteKeys(
  { routes, pool }: KeysDeps,
  name: string,
  keys: readonly KeyName[],
): Promise<number> {
  const doing = msg('tools.keys.delete.doing', { name });
  const cluster = await routes(name);
  const removed = await Promise.all(
    keys.map(async (each) => {
      const key = bytesOf(each, doing);
      const start = ownerOf(cluster, keySlot(key))?.redis;
      const { reply, node } = await sendRouted({ pool, routes, cluster, doing }, ['UNLINK', key], {
        start,
        timeoutMs: patienceMs,
      });
      if (reply.kind === 'error') throw replyFailure(reply.text, node);
      return reply.kind === 'integer' ? Number(reply.value) : 0;
    }),
  );
  return removed.reduce((sum, each) => sum + each, 0);
}

/** The name's bytes. Throws AppError `keys.name`. */
export function bytesOf(key: KeyName, doing: Message): Uint8Array {
  try {
    return keyBytes(key);
  } catch {
    throw refusal('keys.name', doing, msg('tools.keys.name'), msg('tools.keys.cursor.hint'));
  }
}

/** A reply that is no error. Throws the server's words as RedisFailure. */
export function ok(reply: Reply, { node }: Pick<RawConnection, 'node'>): Reply {
  if (reply.kind === 'error') throw replyFailure(reply.text, node);
  return reply;
}

const replyFailure = (text: string, node: RawConnection['node']): Error =>
  toRedisFailure(Object.assign(new Error(text), { name: 'ReplyError' }), node);

/** A status or bulk reply's text. */
export function textOf(reply: Reply | undefined): string | undefined {
  if (reply?.kind === 'status') return reply.text;
  if (reply?.kind === 'integer') return reply.value;
  return reply?.kind === 'bulk' && reply.bytes !== null ? Buffer.from(reply.bytes).toString() : undefined;
}

/** The bulk strings in an array. */
export function bytesIn(reply: Reply | undefined): Uint8Array[] {
  if (reply?.kind !== 'array') return [];
  return (reply.items ?? []).flatMap((item) =>
    item.kind === 'bulk' && item.bytes !== null ? [item.bytes] : [],
  );
}

export function refusal(code: string, doing: Message, what: Message, hint: Message): AppError {
  return new AppError({ code, doing, what, hint });
}
