import type { RedisFailure } from '../../clients/redis-errors';
import type { Words } from '../../clients/redis';
import { asKeys, keysIn, nothing, pieces, weigh, type Key, type Weighed } from './keys';
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
  /** Keys, by slot, of which a call that failed has told nothing; the slot is not given over before it is known. */
  readonly doubts: Map<number, readonly Key[]>;
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
    [weighed = nothing] = await weigh(route.source, [rest], work.settings.bytes, 60_000);
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
  return weighed ?? nothing;
}

async function movePiece(
  route: Route,
  slot: number,
  piece: readonly Key[],
  timeoutMs: number,
  work: KeyWork,
  replace: boolean,
): Promise<readonly Key[]> {
  const { throttle, signal } = work;
  // A call that has failed keeps its turn until it is known what came of it: the next would only stall the source.
  const rest = await throttle.turn(
    piece.length,
    () => {
      signal.throwIfAborted();
      return callUntilDone(route, slot, piece, timeoutMs, work, replace);
    },
    piece.length > 1,
  );
  work.moved(piece.length);
  return rest;
}

async function callUntilDone(
  route: Route,
  slot: number,
  piece: readonly Key[],
  timeoutMs: number,
  work: KeyWork,
  replace: boolean,
): Promise<readonly Key[]> {
  const more = work.settings.mostKeys;
  let result: Moved = await migrate(route, slot, piece, { replace, timeoutMs, more });
  for (let tries = 1; result.failure !== undefined; tries++) {
    const { failure, rest } = result;
    const left = among(piece, rest);
    if (isBusy(failure)) return dropDoubles(route, slot, left, timeoutMs, work);
    if (isUnknown(failure)) work.doubts.set(slot, [...(work.doubts.get(slot) ?? []), ...left]);
    if (tries >= mostTries || !(isUnknown(failure) || isPassing(failure))) throw failure;
    work.log(`slot ${slot}: ${failure.text}; trying again`);
    if (isUnknown(failure)) result = await settleDoubts(route, slot, timeoutMs, work);
    else result = await again(route, slot, left, failure, { replace, timeoutMs, more });
  }
  return result.rest;
}

/** Makes an end of what is not known of a slot; throws, and keeps it in mind, where that is not possible now. */
export async function settleDoubts(
  route: Route,
  slot: number,
  timeoutMs: number,
  { doubts, settings }: Pick<KeyWork, 'doubts' | 'settings'>,
): Promise<Moved> {
  const doubtful = doubts.get(slot) ?? [];
  // Only some of them were weighed: one that was not may be so big that it takes longer.
  const [weighed] = await weigh(route.source, [doubtful], settings.bytes, 60_000);
  const big = weighed?.big.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  const result = await resolveUnknown(route, slot, doubtful, {
    timeoutMs: Math.max(timeoutMs, migrateMs(big)),
    more: settings.mostKeys,
  });
  if (result.failure === undefined) doubts.delete(slot);
  return result;
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
