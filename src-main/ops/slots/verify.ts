import { msg, type Message } from '@shared/i18n/index';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { NodeLine } from '../../clients/redis-replies';
import { again, type RedisHandler } from '../redis-deps';
import { askViews, type View } from '../redis-views';
import { waitUntil } from '../redis-wait';

const allSlots = 16_384;

/** Waits until every node sees all slots owned, all see the same owners, and no slot is open. */
export const verifySlots: RedisHandler<'redis.verifySlots'> = ({ pool, containerState }) => ({
  ...again,
  run: ({ nodes, timeoutMs }, context) =>
    waitUntil({
      context,
      timeoutMs,
      containerState,
      everyMs: 100,
      doing: msg('ops.slots.verify.doing'),
      hint: msg('ops.slots.verify.hint'),
      async look() {
        const { views, silent } = await askViews(pool, nodes, context.signal);
        const missing = [
          ...silent.map((node) => msg('ops.redis.missing.silent', { node: node.name })),
          ...troubles(views),
        ];
        const [first] = missing;
        if (first === undefined) return { done: true, value: { nodes: nodes.length, slots: allSlots } };
        return { done: false, note: first, missing, silent };
      },
    }),
});

/** What the nodes see that is not in order. Pure. */
export function troubles(views: readonly View[]): Message[] {
  const first = views[0];
  const owners = views.map((view) => ({ view, owner: ownersOf(view.lines) }));
  return owners.flatMap(({ view, owner }): Message[] => {
    const node = view.node.name;
    const open = view.lines.find((line) => line.myself)?.openSlots[0];
    if (open !== undefined) return [msg('ops.slots.verify.open', { node, slot: open.slot })];
    if (owner.size < allSlots) return [msg('ops.slots.verify.uncovered', { node, slots: owner.size })];
    const model = owners[0]?.owner;
    if (first === undefined || model === undefined) return [];
    for (const [slot, id] of owner) {
      if (model.get(slot) !== id)
        return [msg('ops.slots.verify.differs', { node, slot, other: first.node.name })];
    }
    return [];
  });
}

function ownersOf(lines: readonly NodeLine[]): Map<number, string> {
  const owners = new Map<number, string>();
  for (const line of lines) {
    if (line.flags.includes('fail')) continue;
    for (const slot of slotsOf(line.slots)) owners.set(slot, line.id);
  }
  return owners;
}
