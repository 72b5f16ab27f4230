import type { RedisFailure } from '../../clients/redis-errors';
import type { Words } from '../../clients/redis';
import { asKeys, keysIn, pieces, weigh, type Key, type Weighed } from './keys';
import {
  isBusy,
  isPassing,
  isUnknown,
  migrate,
  migrateMs,
  resolveUnknown,
  type Moved,
  type Route,
} from './migrate';
import type { PaceSettings, Throttle } from './pace';

/** What a move of keys goes by, and whom it tells. */
export interface KeyWork {
  readonly settings: PaceSettings;
  readonly throttle: Throttle;
  /** Ends the work between two calls. */
  readonly signal: AbortSignal;
  /** So many keys more are over. */
  moved(keys: number): void;
  /** A key in the slow lane: before and after. */
  big(at: { slot: number; bytes: number; done: boolean }): void;
  log(line: string): void;
}

/** How often a call is tried again before the cluster is looked at afresh. */
const mostTries = 3;

/**
 * Moves keys of a slot until the source has none left.
 *
 * @param first the keys to begin with, weighed
 * @param replace what the source has replaces what lies at the target (the source owns the slot); else the target's
 *   stays and the source's copy is dropped
 * @throws RedisFailure; what `work.signal` was aborted with
 */
export async function moveKeys(
  route: Route,
  slot: number,
  first: Weighed,
  work: KeyWork,
  replace: boolean,
): Promise<void> {
  let weighed = first;
  for (;;) {
    let rest: readonly Key[] | undefined;
    for (const piece of pieces(weighed.small, weighed.bytes, {
      keys: work.throttle.keys,
      bytes: work.settings.bytes,
    })) {
      rest = await movePiece(route, slot, piece, migrateMs(0), work, replace);
    }
    for (const { key, bytes } of weighed.big) {
      work.big({ slot, bytes, done: false });
      rest = await movePiece(route, slot, [key], migrateMs(bytes), work, replace);
      work.big({ slot, bytes, done: true });
    }
    if (rest === undefined || rest.length === 0) return;
    [weighed = { small: [], bytes: 0, big: [] }] = await weigh(
      route.source,
      [rest],
      work.settings.bytes,
      60_000,
    );
  }
}

/** Keys of a slot to begin with, weighed. */
export async function firstKeys(route: Route, slot: number, work: KeyWork): Promise<Weighed> {
  const [reply] = await route.source.connection.batch([keysIn(slot, work.settings.mostKeys)], {
    timeoutMs: 60_000,
    buffers: true,
  });
  if (reply === undefined || !reply.ok) throw reply?.error ?? new Error('no reply');
  const [weighed] = await weigh(route.source, [asKeys(reply.value)], work.settings.bytes, 60_000);
  return weighed ?? { small: [], bytes: 0, big: [] };
}

async function movePiece(
  route: Route,
  slot: number,
  piece: readonly Key[],
  timeoutMs: number,
  work: KeyWork,
  replace: boolean,
): Promise<readonly Key[]> {
  const { settings, throttle, signal } = work;
  const more = settings.mostKeys;
  const one = piece.length === 1;
  let result: Moved = await throttle.turn(
    piece.length,
    () => {
      signal.throwIfAborted();
      return migrate(route, slot, piece, { replace, timeoutMs, more });
    },
    !one,
  );
  for (let tries = 1; result.failure !== undefined; tries++) {
    const { failure, rest } = result;
    const left = among(piece, rest);
    if (isBusy(failure)) {
      result = { rest: await dropDoubles(route, slot, left, timeoutMs, work) };
      break;
    }
    if (tries >= mostTries || !(isUnknown(failure) || isPassing(failure))) throw failure;
    work.log(`slot ${slot}: ${failure.text}; trying again`);
    if (isUnknown(failure)) result = await resolveUnknown(route, slot, left, { timeoutMs, more, signal });
    else result = await again(route, slot, left, failure, { replace, timeoutMs, more });
  }
  work.moved(piece.length);
  return result.rest;
}

async function again(
  route: Route,
  slot: number,
  left: readonly Key[],
  failure: RedisFailure,
  options: { replace: boolean; timeoutMs: number; more: number },
): Promise<Moved> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (left.length === 0) throw failure;
  return migrate(route, slot, left, options);
}

const among = (piece: readonly Key[], rest: readonly Key[]): Key[] => {
  const names = new Set(rest.map((key) => key.toString('latin1')));
  return piece.filter((key) => names.has(key.toString('latin1')));
};

/** Key by key where some are at the target already: the target's stays, the source's is dropped. */
async function dropDoubles(
  route: Route,
  slot: number,
  keys: readonly Key[],
  timeoutMs: number,
  work: KeyWork,
): Promise<readonly Key[]> {
  let rest: readonly Key[] = [];
  let dropped = 0;
  for (const key of keys) {
    const result = await migrate(route, slot, [key], {
      replace: false,
      timeoutMs,
      more: work.settings.mostKeys,
    });
    if (result.failure !== undefined) {
      if (!isBusy(result.failure)) throw result.failure;
      const drop: Words[] = [['ASKING'], ['UNLINK', key], keysIn(slot, work.settings.mostKeys)];
      const replies = await route.source.connection.batch(drop, { timeoutMs: 30_000, buffers: true });
      for (const reply of replies) if (!reply.ok) throw reply.error;
      dropped += 1;
      rest = asKeys(replies[2]?.ok === true ? replies[2].value : []);
    } else rest = result.rest;
  }
  if (dropped > 0)
    work.log(
      `slot ${slot}: ${dropped} keys of ${route.source.node.name} were dropped: ${route.target.node.name} has them too and owns the slot`,
    );
  return rest;
}
