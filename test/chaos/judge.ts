import { keySlot } from '@shared/redis-cluster/key-slot';
import type { Fault } from './faults';
import { ask, misplaced, nodesOf } from './nodes';
import type { WorkloadReport } from './workload';

export interface Verdict {
  readonly acknowledged: number;
  readonly reads: number;
  /** Acknowledged writes that are gone and that Redis does not promise to keep: written within a lost master's lag. */
  readonly lostWithinLag: number;
  /** What must not be. Empty: nothing was lost, doubled or brought back. */
  readonly wrong: readonly string[];
}

/** Reads the whole cluster and compares it with all that was acknowledged. */
export async function judge(
  cluster: string,
  report: WorkloadReport,
  faults: readonly Fault[],
): Promise<Verdict> {
  const values = await everything(cluster);
  const masters = faults.filter((fault) => fault.role === 'master');
  /** Whether a write at a time, on a key, fell into what a lost master had not passed on. */
  const uncovered = (key: string, at: number): boolean =>
    masters.some((fault) => fault.slots.has(keySlot(key)) && at >= fault.safeUntil && at <= fault.healedAt);
  const wrong: string[] = [];
  let lostWithinLag = 0;
  const lost = (key: string, at: number, what: string): void => {
    if (uncovered(key, at)) lostWithinLag += 1;
    else wrong.push(`${what}: ${key} (slot ${keySlot(key)}), acknowledged at ${new Date(at).toISOString()}`);
  };
  for (const { key, value, setAt, deletedAt, deletion } of report.written) {
    if (setAt === undefined) continue;
    const found = values.get(key);
    if (deletion === 'done' && deletedAt !== undefined) {
      if (found !== undefined) lost(key, deletedAt, 'deleted and back');
    } else if (deletion === undefined && found === undefined) lost(key, setAt, 'written and gone');
    if (found !== undefined && found !== value) wrong.push(`${key} holds what nobody wrote to it`);
  }
  for (const counter of report.counters) {
    const count = Number(values.get(counter.key) ?? 0);
    if (count < counter.acknowledged) {
      const missing = counter.acknowledged - count;
      if (masters.some((fault) => fault.slots.has(keySlot(counter.key)))) lostWithinLag += missing;
      else wrong.push(`${counter.key} lost ${missing} of ${counter.acknowledged} acknowledged INCRs`);
    }
    const most = counter.acknowledged + counter.unknown;
    // A client that lost its connection sends a command once more by itself: only without faults is the sum exact.
    if (count > most && faults.length === 0)
      wrong.push(`${counter.key} counts ${count}, but ${most} at most were asked for`);
  }
  for (const { key, got, at } of report.wrongReads)
    if (!masters.some((fault) => fault.slots.has(keySlot(key)) && at >= fault.at))
      wrong.push(`read at ${new Date(at).toISOString()}: ${key} gave ${String(got)}`);
  // A client has to bear errors only while a master is away.
  if (masters.length === 0) wrong.push(...report.errors.map(({ what }) => `client error: ${what}`));
  wrong.push(...(await misplaced(cluster)));
  return {
    acknowledged: report.written.filter((each) => each.setAt !== undefined).length,
    reads: report.reads,
    lostWithinLag,
    wrong,
  };
}

/** Every key and its value, read from the masters themselves. */
async function everything(cluster: string): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  const masters = (await nodesOf(cluster)).filter((node) => node.role === 'master');
  for (const { port, slots } of masters)
    await ask(port, async (client) => {
      let cursor = '0';
      do {
        const [next, keys] = await client.scan(cursor, 'COUNT', 1000);
        cursor = next;
        // What lies on a node that does not own its slot is found by `misplaced`; asking for it gives MOVED.
        const own = keys.filter((key) => slots.has(keySlot(key)));
        const found = await Promise.all(own.map((key) => client.get(key)));
        own.forEach((key, n) => values.set(key, found[n] ?? ''));
      } while (cursor !== '0');
    });
  return values;
}
