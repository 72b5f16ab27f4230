import { msg } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { RedisPool } from '../../clients/redis';
import type { NodeLine } from '../../clients/redis-replies';
import type { OpContext } from '../../runner/types';
import { tell } from '../redis-views';
import { waitUntil } from '../redis-wait';
import { movingTo, type Fleet } from './fleet';
import type { Muster } from './muster';

const knowMs = 30_000;
const agreeMs = 30_000;
const tellEveryMs = 1000;

/** The id is known, and not from an introduction that has not ended. */
const knows = (lines: readonly NodeLine[], id: string): boolean =>
  lines.some((line) => line.id === id && !line.flags.includes('handshake'));

/**
 * Waits until every master knows source and target. A slot that is opened before that stays open: "I don't know about
 * node".
 */
export function waitKnown(
  pool: RedisPool,
  muster: Muster,
  args: { readonly to: RedisNode; readonly involved: readonly RedisNode[] },
  context: OpContext,
): Promise<Fleet> {
  let told = 0;
  return waitUntil({
    context,
    doing: movingTo(args.to),
    hint: msg('ops.redis.agree.hint'),
    timeoutMs: knowMs,
    everyMs: 100,
    async look() {
      const fleet = await muster.find(args.involved, 0);
      const ids = args.involved.map((node) => muster.idOf(node));
      const untold = fleet.members.flatMap((member) =>
        fleet.members
          .filter(({ id }) => ids.includes(id) && id !== member.id && !knows(member.lines, id))
          .map((of) => ({ node: member.node, of: of.node })),
      );
      const [first] = untold;
      if (first === undefined) return { done: true, value: fleet };
      if (Date.now() - told > tellEveryMs) {
        told = Date.now();
        await tell(pool, untold, context.signal);
      }
      const note = msg('ops.redis.missing.unknown', { node: first.node.name, other: first.of.name });
      return { done: false, note, missing: [note] };
    },
  });
}

/** Waits until all masters that answer see the slots with their owner. */
export function waitOwned(
  muster: Muster,
  args: { readonly to: RedisNode; readonly slots: readonly number[] },
  context: OpContext,
): Promise<void> {
  return waitUntil<void>({
    context,
    doing: movingTo(args.to),
    hint: msg('ops.redis.agree.hint'),
    timeoutMs: agreeMs,
    everyMs: 50,
    async look() {
      const fleet = await muster.find([args.to], 0);
      const owner = muster.idOf(args.to);
      const behind = fleet.members.filter(({ lines }) => {
        const line = lines.find(({ id }) => id === owner);
        const has = new Set(line === undefined ? [] : slotsOf(line.slots));
        return args.slots.some((slot) => !has.has(slot));
      });
      const [first] = behind;
      if (first === undefined) return { done: true, value: undefined };
      const note = msg('ops.redis.missing.view', { node: first.node.name });
      return { done: false, note, missing: [note] };
    },
  });
}
