import { setTimeout as sleep } from 'node:timers/promises';
import { parseClusterNodes, parseInfo } from '../../src-main/clients/redis-replies';
import { docker } from '../support/world';
import { ask, nodesOf, plainClient, type Seen } from './nodes';

export type FaultKind = 'kill' | 'pause';

/** Something that was done to a node, and what of acknowledged writes Redis does not promise to keep for it. */
export interface Fault {
  readonly kind: FaultKind;
  readonly container: string;
  readonly role: Seen['role'];
  /** Milliseconds since the epoch. */
  readonly at: number;
  /**
   * A master's: writes acknowledged after this had not reached any of its replicas when it was lost. Measured:
   * its offset over time, against what its replicas had got.
   */
  readonly safeUntil: number;
  /** When it was back and knew that it had been replaced. */
  healedAt: number;
  /** Slots that it owned, was giving away or getting. */
  readonly slots: ReadonlySet<number>;
}

const sampleMs = 15;
const watchMs = 600;

/**
 * Watches a node for a moment, then kills it or stops its clock, and reads from its replicas how far they had
 * followed. It stays so until `heal`.
 */
export async function strike(cluster: string, victim: Seen, kind: FaultKind): Promise<Fault> {
  const offsets: { at: number; offset: number }[] = [];
  const slots = new Set(victim.slots);
  const client = plainClient(victim.port);
  try {
    await client.connect();
    const end = Date.now() + watchMs;
    while (Date.now() < end) {
      // Before the question: an offset in the answer may be of any moment since.
      const at = Date.now();
      const [replication, nodes] = await Promise.all([client.info('replication'), client.cluster('NODES')]);
      offsets.push({ at, offset: Number(parseInfo(replication)['master_repl_offset'] ?? 0) });
      const own = parseClusterNodes(String(nodes)).find((line) => line.myself);
      for (const [from, to] of own?.slots ?? []) for (let slot = from; slot <= to; slot++) slots.add(slot);
      own?.openSlots.forEach(({ slot }) => slots.add(slot));
      await sleep(sampleMs);
    }
    const at = Date.now();
    const container = docker().getContainer(victim.container);
    await (kind === 'kill' ? container.kill() : container.pause());
    const replicas = (await nodesOf(cluster)).filter((node) => node.masterId === victim.id);
    const got = await Promise.all(
      replicas.map(({ port }) =>
        ask(port, async (replica) =>
          Number(parseInfo(await replica.info('replication'))['slave_repl_offset'] ?? 0),
        ).catch(() => 0),
      ),
    );
    // The one with the most data is to win; where another does, the least is what is sure.
    const sure = got.length === 0 ? 0 : Math.min(...got);
    const safe = offsets.findLast(({ offset }) => offset <= sure)?.at ?? 0;
    return {
      kind,
      container: victim.container,
      role: victim.role,
      at,
      safeUntil: victim.role === 'master' ? Math.min(safe, at) : Number.POSITIVE_INFINITY,
      healedAt: Number.POSITIVE_INFINITY,
      slots,
    };
  } finally {
    client.disconnect();
  }
}

/** Starts a killed node, or lets a paused one go on. */
export async function heal(fault: Fault): Promise<void> {
  const container = docker().getContainer(fault.container);
  const gone = (error: unknown): boolean =>
    [304, 404, 409].includes((error as { statusCode?: number }).statusCode ?? 0);
  try {
    await (fault.kind === 'kill' ? container.start() : container.unpause());
  } catch (error) {
    // A scale-in may have removed it meanwhile, and something else may have started it.
    if (!gone(error)) throw error;
  }
  // A node that comes back takes writes until it has heard of its successor.
  await sleep(1500);
  fault.healedAt = Date.now();
}
