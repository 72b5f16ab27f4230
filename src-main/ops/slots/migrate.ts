import type { Words } from '../../clients/redis';
import { isNotReady, type RedisFailure } from '../../clients/redis-errors';
import type { RedisOpsDeps } from '../redis-deps';
import type { Member } from './fleet';
import { asKeys, keysIn, type Key } from './keys';

/** From one master to another, as the first one reaches it. */
export interface Route {
  readonly source: Member;
  readonly target: Member;
  readonly host: string;
  readonly port: number;
  /** MIGRATE's words for logging in to the target. */
  readonly login: readonly string[];
}

export async function routeOf(
  resolveSecret: RedisOpsDeps['resolveSecret'],
  source: Member,
  target: Member,
): Promise<Route> {
  const line = source.lines.find(({ id }) => id === target.id);
  const { announce, auth } = target.node;
  const password = auth === undefined ? undefined : await resolveSecret(auth.password);
  return {
    source,
    target,
    host: line === undefined || line.host === '' ? announce.address : line.host,
    port: line === undefined || line.port === 0 ? announce.port : line.port,
    login:
      password === undefined
        ? []
        : auth?.username === undefined
          ? ['AUTH', password]
          : ['AUTH2', auth.username, password],
  };
}

/** Milliseconds that a server may stall on a target that says nothing; a big key takes longer. */
export const migrateMs = (bytes: number): number => 1500 + Math.ceil(bytes / 1000);

/** Calls of the same op that may be ahead in the line of a server. */
const ahead = 4;

/** What came of a MIGRATE: the keys that the source has now, of those first in line. */
export interface Moved {
  readonly rest: readonly Key[];
  readonly failure?: RedisFailure;
}

/**
 * Moves keys of one slot and asks in the same write what is left: the server does both without another client
 * between them.
 *
 * @param more how many keys to list of what is left
 * @throws RedisFailure when nothing is known of the outcome
 */
export async function migrate(
  { source, host, port, login }: Route,
  slot: number,
  keys: readonly Key[],
  options: { readonly replace: boolean; readonly timeoutMs: number; readonly more: number },
): Promise<Moved> {
  const words: Words = [
    'MIGRATE',
    host,
    String(port),
    '',
    '0',
    String(options.timeoutMs),
    ...(options.replace ? ['REPLACE'] : []),
    ...login,
    'KEYS',
    ...keys,
  ];
  const [moved, left] = await source.connection.batch(
    [words, keysIn(slot, Math.max(keys.length, options.more))],
    // To write and to read may take the timeout each; beyond that the server is gone, or stalled by others.
    { timeoutMs: options.timeoutMs * 2 * ahead + 3000, buffers: true },
  );
  if (left === undefined || !left.ok) throw left?.error ?? new Error('no reply');
  const rest = asKeys(left.value);
  return moved === undefined || moved.ok ? { rest } : { rest, failure: moved.error };
}

export const isBusy = ({ text }: RedisFailure): boolean => /BUSYKEY/.test(text);

/** The target did not answer its part, or the connection to it broke: what it did is not known. */
export const isUnknown = ({ text }: RedisFailure): boolean => /^IOERR/.test(text);

/** What passes by itself: a node that is loading, failing over, or does not see the cluster as ok for a moment. */
export const isPassing = ({ text }: RedisFailure): boolean =>
  /\b(LOADING|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|READONLY|MOVED|ASK|NOREPLICAS)\b/.test(text);

/**
 * After a MIGRATE of unknown outcome: waits until the target has ended what it was sent, then makes the source's word
 * count. A key that the source still has replaces what came over; of one that it lost meanwhile (a client deleted
 * it) nothing may stay on the target, or it would come back to life.
 *
 * @param doubtful keys that the source still had when the call failed
 */
export async function resolveUnknown(
  route: Route,
  slot: number,
  doubtful: readonly Key[],
  options: { readonly timeoutMs: number; readonly more: number },
): Promise<Moved> {
  await answers(route.target, options.timeoutMs);
  const { source, target } = route;
  const known = await source.connection.batch(
    doubtful.map((key): Words => ['EXISTS', key]),
    { timeoutMs: 30_000 },
  );
  const gone = doubtful.filter((_, index) => {
    const reply = known[index];
    // A key that a migrating slot no longer has is answered with ASK.
    return reply?.ok === true ? reply.value !== 1 : reply !== undefined && /^ASK /.test(reply.error.text);
  });
  if (gone.length > 0) {
    await target.connection.batch(
      gone.flatMap((key): Words[] => [['ASKING'], ['UNLINK', key]]),
      { timeoutMs: 30_000 },
    );
  }
  const left = doubtful.filter((key) => !gone.includes(key));
  if (left.length === 0) return migrateNothing(route, slot, options.more);
  return migrate(route, slot, left, { replace: true, timeoutMs: options.timeoutMs, more: options.more });
}

async function migrateNothing({ source }: Route, slot: number, more: number): Promise<Moved> {
  const [left] = await source.connection.batch([keysIn(slot, more)], { timeoutMs: 30_000, buffers: true });
  if (left === undefined || !left.ok) throw left?.error ?? new Error('no reply');
  return { rest: asKeys(left.value) };
}

/**
 * Waits until a node answers again: being of one thread, it has then ended what it was at. What lies in its sockets
 * may still be read in the rounds of its event loop after that, so it is asked more than once.
 */
async function answers({ connection }: Member, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs + 3000;
  for (;;) {
    try {
      for (let n = 0; n < 5; n++) await connection.ping({ timeoutMs: timeoutMs + 3000 });
      return;
    } catch (error) {
      if (!isNotReady(error) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
