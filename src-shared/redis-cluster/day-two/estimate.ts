import { msg } from '../../i18n/index';
import type { Pace } from '../../ops';
import type { Finding } from '../../plan';
import { finding, inMb, listed, mebibyte } from '../findings';
import type { LiveNode } from '../live';
import { countSlots } from '../slots';
import type { Shape } from './cluster';
import type { SlotMove } from './slots';

/** A server without keys takes about this much. */
const emptyServer = 2 * mebibyte;

/**
 * Keys and slots a second by pace, and what the slowest hundredth of other clients' commands take meanwhile.
 * Measured with 4096 slots and 250,043 keys of 64-256 B of three masters, on two processors; what a cluster on
 * other machines does differs, so texts say "about".
 */
const speeds: Readonly<Record<Pace | 'atomic', { keys: number; slots: number }>> = {
  fast: { keys: 106_000, slots: 8000 },
  gentle: { keys: 40_000, slots: 1200 },
  atomic: { keys: 430_000, slots: 8000 },
};

export interface Estimate {
  readonly slots: number;
  readonly keys: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Bytes that come to a master, by its name. */
  readonly bytesTo: ReadonlyMap<string, number>;
}

/** What a move carries, judged by each source's share of its keys and memory. It changes by itself under load. */
export function estimate(shape: Shape, moves: readonly SlotMove[], pace: Pace): Estimate {
  const per = new Map<string, { keys: number; bytes: number }>();
  const perSlot = (name: string): { keys: number; bytes: number } => {
    const known = per.get(name);
    if (known !== undefined) return known;
    const node = shape.find(name);
    const slots = Math.max(1, countSlots(node?.slots ?? []));
    const keys = node?.keys ?? 0;
    const value = {
      keys: keys / slots,
      bytes: keys === 0 ? 0 : Math.max(0, (node?.memoryBytes ?? 0) - emptyServer) / slots,
    };
    per.set(name, value);
    return value;
  };
  let slots = 0;
  let keys = 0;
  let bytes = 0;
  const bytesTo = new Map<string, number>();
  for (const { from, to, ranges } of moves) {
    const n = countSlots(ranges);
    const each = perSlot(from);
    slots += n;
    keys += n * each.keys;
    bytes += n * each.bytes;
    bytesTo.set(to, (bytesTo.get(to) ?? 0) + n * each.bytes);
  }
  const speed = speeds[atomic(shape.masters) ? 'atomic' : pace];
  return {
    slots,
    keys: Math.round(keys),
    bytes: Math.round(bytes),
    seconds: Math.max(1, Math.ceil(slots / speed.slots + keys / speed.keys)),
    bytesTo,
  };
}

/** Whole slots are moved by the servers themselves only where all of them can, in the same way. */
const atomic = (masters: readonly LiveNode[]): boolean =>
  masters[0] !== undefined &&
  masters[0].migration !== 'keys' &&
  masters.every((node) => node.migration === masters[0]?.migration);

/** What moves, how long it takes, what it costs other clients, and whether it fits. */
export function moveFindings(shape: Shape, moves: readonly SlotMove[], pace: Pace): Finding[] {
  if (moves.length === 0) return [];
  const sum = estimate(shape, moves, pace);
  const fresh = new Set(moves.map((each) => each.to).filter((to) => shape.find(to) === undefined));
  const cost = atomic(shape.masters)
    ? msg('redis2.finding.cost.atomic')
    : pace === 'fast'
      ? msg('redis2.finding.cost.fast')
      : msg('redis2.finding.cost.gentle');
  return [
    finding(
      'info',
      'move.size',
      undefined,
      msg('redis2.finding.move.what', {
        n: sum.slots,
        keys: sum.keys,
        mb: inMb(sum.bytes),
        seconds: sum.seconds,
      }),
      cost,
    ),
    ...tight(shape, sum, fresh),
  ];
}

function tight(shape: Shape, sum: Estimate, fresh: ReadonlySet<string>): Finding[] {
  const over: string[] = [];
  const near: string[] = [];
  for (const [name, bytes] of sum.bytesTo) {
    const node = shape.find(name);
    if (node === undefined || fresh.has(name)) continue;
    const limit = node.maxMemoryBytes ?? 0;
    if (limit === 0) continue;
    const after = (node.memoryBytes ?? 0) + bytes;
    if (after > limit) over.push(`${name} (${inMb(after)} / ${inMb(limit)} MB)`);
    else if (after > 0.9 * limit) near.push(`${name} (${inMb(after)} / ${inMb(limit)} MB)`);
  }
  const hint = msg('redis2.finding.memory.hint');
  return [
    ...(over.length === 0
      ? []
      : [
          finding(
            'error',
            'memory.target',
            undefined,
            msg('redis2.finding.memoryOver.what', { nodes: listed(over) }),
            hint,
          ),
        ]),
    ...(near.length === 0
      ? []
      : [
          finding(
            'warning',
            'memory.near',
            undefined,
            msg('redis2.finding.memoryNear.what', { nodes: listed(near) }),
            hint,
          ),
        ]),
  ];
}

/** New containers: whether the engine, and their own limit, have room for them and for what moves in. */
export function roomFindings(
  engine: { readonly memoryBytes: number; readonly local: boolean },
  freeBytes: number,
  count: number,
  incoming: { readonly bytes: number; readonly perMaster: number; readonly limit?: number },
): Finding[] {
  const need = count * 12 * mebibyte + incoming.bytes;
  const hint = msg('redis2.finding.room.hint');
  const found: Finding[] = [];
  const texts = (have: number) =>
    msg('redis2.finding.room.what', { n: count, need: inMb(need), have: inMb(have) });
  if (engine.memoryBytes > 0 && need > engine.memoryBytes)
    found.push(finding('error', 'memory.engine', undefined, texts(engine.memoryBytes), hint));
  else if (engine.local && freeBytes > 0 && need > freeBytes)
    found.push(finding('warning', 'memory.free', undefined, texts(freeBytes), hint));
  const { limit } = incoming;
  if (limit !== undefined && emptyServer + incoming.perMaster > limit)
    found.push(
      finding(
        'error',
        'memory.target',
        undefined,
        msg('redis2.finding.roomEach.what', {
          need: inMb(emptyServer + incoming.perMaster),
          have: inMb(limit),
        }),
        msg('redis2.finding.memory.hint'),
      ),
    );
  return found;
}
