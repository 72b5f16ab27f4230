import { msg } from '@shared/i18n/index';
import type { SlotRange } from '@shared/ops';
import type { Plan, Run } from '@shared/plan';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { countSlots } from '@shared/redis-cluster/slots';
import { pictureOfStatus } from '../picture/make';
import type { Picture, PictureMaster, PictureNode } from '../picture/model';
import { nodeStates } from '../picture/progress';
import { movedSince, nodesOfPlan, type After, type NodeMark, type SlotMove } from './after';
import type { BoardMove } from './slot-board';

type Mark = NonNullable<PictureNode['mark']>;

const marks: Readonly<Record<NodeMark, Mark>> = {
  new: { text: msg('wizard2.mark.new'), tone: 'info' },
  gone: { text: msg('wizard2.mark.gone'), tone: 'bad' },
  promoted: {
    text: msg('wizard2.mark.promoted'),
    short: msg('wizard2.mark.toMaster'),
    tone: 'info',
  },
  demoted: {
    text: msg('wizard2.mark.demoted'),
    short: msg('wizard2.mark.toReplica'),
    tone: 'warn',
  },
  victim: { text: msg('wizard2.mark.victim'), tone: 'bad' },
  repointed: { text: msg('wizard2.mark.repointed'), tone: 'info' },
};

/** Slots won or lost; undefined where there are as many as before. */
function gain(was: number | undefined, is: number | undefined): Mark | undefined {
  if (is === undefined || was === undefined || is === was) return undefined;
  return is > was
    ? {
        text: msg('wizard2.mark.gains', { n: is - was }),
        short: msg('raw', { text: `+${is - was}` }),
        tone: 'ok',
      }
    : {
        text: msg('wizard2.mark.loses', { n: was - is }),
        short: msg('raw', { text: `−${was - is}` }),
        tone: 'warn',
      };
}

/** A picture with something said of some of its nodes. */
function mark(picture: Picture, of: (node: PictureNode) => Partial<PictureNode>): Picture {
  const each = <T extends PictureNode>(node: T): T => ({ ...node, ...of(node) });
  return {
    ...picture,
    masters: picture.masters.map((master) => ({ ...each(master), replicas: master.replicas.map(each) })),
    others: picture.others.map(each),
  };
}

/** The slots that move, in the colours of where they come from in `before`. */
function movedOf(moves: readonly SlotMove[], before: Picture): Picture['moved'] {
  const colors = new Map(before.masters.map(({ name, color }) => [name, color]));
  return moves.map((move) => ({ ...move, color: colors.get(move.from) ?? 0 }));
}

/** The cluster as it is, with what is about to go or to change pointed out. */
export function pictureOfNow(now: Picture, after: After | undefined): Picture {
  if (after === undefined) return now;
  return mark(now, ({ name }) => {
    const what = after.marks.get(name);
    return what === undefined ? {} : { mark: marks[what] };
  });
}

/** The cluster as it will be; masters keep the places and colours of `now`. */
export function pictureOfAfter(now: Picture, after: After): Picture {
  const before = new Map(now.masters.map((master) => [master.name, master.slotCount]));
  const picture = pictureOfStatus(after.status, now);
  const counts = new Map(picture.masters.map((master) => [master.name, master.slotCount]));
  const marked = mark(picture, ({ name }) => {
    const what = after.marks.get(name);
    const said = what === undefined ? gain(before.get(name), counts.get(name)) : marks[what];
    return {
      ...(after.planned.has(name) && { state: 'planned' as const }),
      ...(said !== undefined && { mark: said }),
    };
  });
  return { ...marked, moved: movedOf(after.moves, now) };
}

/**
 * The cluster as it is while a plan runs on it: what its nodes report, with the nodes of the plan that have not
 * joined yet beside it, as far as they are.
 */
export function pictureOfRun(
  live: ClusterStatus,
  run: Run | undefined,
  { status, picture: before }: { readonly status: ClusterStatus; readonly picture: Picture },
): Picture {
  const now = pictureOfStatus(live, before);
  if (run === undefined) return now;
  const moves = run.plan.steps.some(({ op }) => op.kind === 'redis.moveSlots');
  const picture = moves ? { ...now, moved: movedOf(movedSince(status, live), before) } : now;
  const there = new Set(live.nodes.map(({ name }) => name));
  return { ...picture, others: [...picture.others, ...newcomers(run.plan, run, there)] };
}

function newcomers(plan: Plan, run: Run, there: ReadonlySet<string>): PictureNode[] {
  const stateOf = nodeStates(plan, run);
  const addresses = nodesOfPlan(plan);
  return plan.steps.flatMap(({ op }): PictureNode[] => {
    if (op.kind !== 'container.create' || there.has(op.args.name)) return [];
    const announce = addresses.get(op.args.name)?.announce;
    const { name } = op.args;
    return [
      {
        key: name,
        name,
        address: announce === undefined ? '' : `${announce.address}:${announce.port}`,
        busPort: announce?.busPort ?? 0,
        state: stateOf(name),
      },
    ];
  });
}

/** The cluster with other slots for its masters: what one has pulled on the map so far. */
export function withSlots(
  now: Picture,
  names: readonly string[],
  ranges: readonly (readonly SlotRange[])[],
  moves: readonly BoardMove[],
): Picture {
  const slots = new Map(names.map((name, i) => [name, ranges[i] ?? []]));
  const masters = now.masters.map((master): PictureMaster => {
    const then = slots.get(master.name) ?? master.slots;
    const slotCount = countSlots(then);
    const said = gain(master.slotCount, slotCount);
    return { ...master, slots: then, slotCount, ...(said !== undefined && { mark: said }) };
  });
  const single = moves.flatMap(({ from, to, ranges: each }) => each.map((range) => ({ from, to, range })));
  return { ...now, masters, moved: movedOf(single, now) };
}

/** A master's row in the table and the map of slots: what it has now and what it will have. */
export interface SlotRow {
  readonly name: string;
  readonly color: number;
  readonly before: number;
  readonly after: number;
  readonly now: PictureMaster['slots'];
  readonly then: PictureMaster['slots'];
}

/** Every master of either picture, in the later one's order, those that go last. */
export function slotRows(now: Picture, then: Picture): SlotRow[] {
  const row = (name: string): SlotRow => {
    const old = now.masters.find((master) => master.name === name);
    const next = then.masters.find((master) => master.name === name);
    return {
      name,
      color: next?.color ?? old?.color ?? 0,
      before: countSlots(old?.slots ?? []),
      after: countSlots(next?.slots ?? []),
      now: old?.slots ?? [],
      then: next?.slots ?? [],
    };
  };
  const names = [...then.masters, ...now.masters].map(({ name }) => name);
  return [...new Set(names)].map(row);
}
