import { errorText } from '@shared/errors';
import { decideSlot, type SlotIntent } from '@shared/redis-cluster/slot-decisions';
import type { OpContext } from '../../runner/types';
import type { RedisOpsDeps } from '../redis-deps';
import { countKeys, readStates } from './claims';
import type { Fleet } from './fleet';
import { routeOf } from './migrate';
import type { Muster } from './muster';
import { memberOf, settle, type SlotDeps } from './settle';
import { giveOver, moveQueue, type SlotWork } from './window';

/**
 * Leaves no slot open that a move had in hand when it was ended: each is finished or taken back, whichever has fewer
 * keys to go. What cannot be closed now (a node is gone) is closed when the step is resumed.
 */
export async function closeOpen(
  deps: SlotDeps,
  muster: Muster,
  intents: ReadonlyMap<number, SlotIntent>,
  work: SlotWork,
  log: OpContext['log'],
): Promise<void> {
  const slots = [...work.open];
  if (slots.length === 0) return;
  try {
    const fleet = await muster.find([], 0);
    const states = await readStates(fleet, slots, () => true);
    const forward = new Map<string, number[]>();
    const back: Promise<void>[] = [];
    for (const [slot, state] of states) {
      const intent = intents.get(slot);
      const action = decideSlot(state, fleet.epochs, intent);
      if (action.do === 'move') {
        const behind = state.keys[action.from] ?? 0;
        const over = state.keys[action.to] ?? 0;
        const finish = behind < over || (behind === 0 && state.migrating.length > 0);
        const key = `${action.from} ${action.to}`;
        if (finish) forward.set(key, [...(forward.get(key) ?? []), slot]);
        else {
          const gather = Object.keys(state.keys).filter((id) => id !== action.from);
          back.push(
            settle(deps, fleet, slot, { do: 'settle', row: action.row, owner: action.from, gather }, work),
          );
        }
      } else if (action.do === 'settle' || action.do === 'claim') {
        back.push(settle(deps, fleet, slot, action, work));
      }
    }
    const runs = [...forward].map(([key, some]) => finishSlots(deps, fleet, key, some, work));
    const settled = await Promise.allSettled([...runs, ...back]);
    const failed = settled.filter((each) => each.status === 'rejected');
    for (const { reason } of failed.slice(0, 3)) log(`could not be closed: ${errorText(reason)}`);
    if (failed.length === 0) log(`closed ${slots.length} slots that were under way`);
  } catch (error) {
    log(`${slots.length} slots stay open until this is resumed: ${errorText(error)}`);
  }
}

async function finishSlots(
  deps: Pick<RedisOpsDeps, 'resolveSecret'>,
  fleet: Fleet,
  key: string,
  slots: readonly number[],
  work: SlotWork,
): Promise<void> {
  const [from = '', to = ''] = key.split(' ');
  const [source, target] = [memberOf(fleet, from), memberOf(fleet, to)];
  const route = await routeOf(deps.resolveSecret, source, target);
  const others = fleet.members.filter(({ id }) => id !== from && id !== to);
  const counts = await countKeys(source, slots);
  const empty = slots.filter((_, index) => counts[index] === 0);
  await giveOver(route, empty, { ...work, others });
  const rest = slots.filter((_, index) => counts[index] !== 0);
  await moveQueue(route, [...rest], { ...work, others });
}
