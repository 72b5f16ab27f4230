import type { SlotState } from '@shared/redis-cluster/slot-decisions';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { Words } from '../../clients/redis';
import { sendAll, type Fleet, type Member } from './fleet';

/** How many commands one batch carries when slots are counted. */
const atOnce = 2048;

/** COUNTKEYSINSLOT, in the order of `slots`. */
export async function countKeys(member: Member, slots: readonly number[]): Promise<number[]> {
  const counts: number[] = [];
  for (let at = 0; at < slots.length; at += atOnce) {
    const commands = slots
      .slice(at, at + atOnce)
      .map((slot): Words => ['CLUSTER', 'COUNTKEYSINSLOT', String(slot)]);
    for (const reply of await sendAll(member, commands)) counts.push(Number(reply));
  }
  return counts;
}

/**
 * Who claims what of each of some slots, and who holds keys of it.
 *
 * @param count which slots' keys are counted, by member: counting all of them everywhere takes long
 */
export async function readStates(
  fleet: Fleet,
  slots: readonly number[],
  count: (member: Member, claim: Omit<SlotState, 'keys'>) => boolean,
): Promise<Map<number, SlotState>> {
  const claims = readClaims(fleet, slots);
  const keys = new Map<number, Record<string, number>>();
  await Promise.all(
    fleet.members.map(async (member) => {
      const wanted = [...claims.values()].filter((claim) => count(member, claim)).map(({ slot }) => slot);
      const counts = await countKeys(member, wanted);
      for (const [index, slot] of wanted.entries()) {
        const n = counts[index] ?? 0;
        if (n > 0) keys.set(slot, { ...keys.get(slot), [member.id]: n });
      }
    }),
  );
  return new Map([...claims].map(([slot, claim]) => [slot, { ...claim, keys: keys.get(slot) ?? {} }]));
}

type Claim = Omit<SlotState, 'keys'>;

/** The claims alone, out of the views that the fleet was found by. */
export function readClaims(
  { members, byId, superseded }: Fleet,
  slots: readonly number[],
): Map<number, Claim> {
  const owners = new Map<number, string[]>();
  const named = new Map<number, string>();
  const open = { migrating: new Map<number, Open[]>(), importing: new Map<number, Open[]>() };
  for (const { id, lines } of members) {
    for (const line of lines) {
      // A slot may have gone to a master right before it was lost: its replica has the keys and never heard of it.
      const spoken = byId.has(line.id) || superseded.has(line.id);
      if (!line.myself && (spoken || line.role !== 'master')) continue;
      for (const slot of slotsOf(line.slots)) {
        if (line.myself) put(owners, slot, id);
        else named.set(slot, line.id);
      }
      if (!line.myself) continue;
      for (const { slot, direction, peer } of line.openSlots) put(open[direction], slot, { node: id, peer });
    }
  }
  return new Map(
    slots.map((slot) => {
      const lost = named.get(slot);
      return [
        slot,
        {
          slot,
          owners: owners.get(slot) ?? [],
          migrating: open.migrating.get(slot) ?? [],
          importing: open.importing.get(slot) ?? [],
          ...(lost === undefined ? {} : { lostOwner: lost }),
        },
      ];
    }),
  );
}

interface Open {
  readonly node: string;
  readonly peer: string;
}

function put<T>(map: Map<number, T[]>, slot: number, value: T): void {
  const list = map.get(slot);
  if (list === undefined) map.set(slot, [value]);
  else list.push(value);
}
