import { CancelledError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { OpArgs, Pace, RedisNode } from '@shared/ops';
import type { SlotIntent } from '@shared/redis-cluster/slot-decisions';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { OpContext } from '../../runner/types';
import type { RedisHandler, RedisOpsDeps } from '../redis-deps';
import { pause } from '../redis-wait';
import { waitKnown, waitOwned } from './agree';
import { atomicMode, atomicRound, slotsInTasks, type AtomicMode } from './atomic';
import { closeOpen } from './close';
import { closeLanes, laneOf, movingTo, slotError, type Fleet } from './fleet';
import { staysMoved } from './holds';
import { Meter } from './meter';
import { Muster } from './muster';
import { paces, Throttle } from './pace';
import { look, moveRound, settleRound, slotsDoing, type Round } from './round';
import { failoverMs, isRecoverable, moveError } from './troubles';
import type { SlotWork } from './window';

/** What a move has done; JSON. */
export interface MoveOutput {
  /** Slots that are where they should be now, those that were there before included. */
  readonly slots: number;
  /** Keys that went over. */
  readonly keys: number;
  readonly seconds: number;
  readonly mode: AtomicMode;
}

const restMs = 500;

/** Why the slots must be looked at once more. */
interface Trouble {
  readonly error?: unknown;
  /** Somebody else is at work on them. */
  readonly waits?: boolean;
}

/** Moves slots with their keys to one master. Goes on from whatever it finds. */
export const moveSlots: RedisHandler<'redis.moveSlots'> = (deps) => ({
  holds: (args, _output, context) => staysMoved(deps, args, context),
  run: (args, context) => move(deps, args, context),
  /** Back to where each came from. What is there already stays. */
  async undo(args, _output, context) {
    for (const { node, ranges } of args.from) {
      await move(deps, { ...args, to: node, from: [{ node: args.to, ranges }] }, context);
    }
  },
});

async function move(
  deps: RedisOpsDeps,
  args: OpArgs<'redis.moveSlots'>,
  context: OpContext,
): Promise<MoveOutput> {
  const lane = laneOf(context);
  const involved = [args.to, ...args.from.map(({ node }) => node)];
  const nodes = [...args.masters, ...involved];
  const muster = new Muster(deps.pool, nodes, lane, context);
  try {
    // Every master must answer before anything is opened; one that fails over later is waited for.
    await muster.find(nodes, 3000);
    return await new Mover(deps, args, context, muster).run(
      await waitKnown(deps.pool, muster, { to: args.to, involved }, context),
    );
  } finally {
    closeLanes(deps.pool, muster.connected, lane);
  }
}

class Mover {
  readonly #slots: readonly number[];
  readonly #involved: readonly RedisNode[];
  readonly #meter: Meter;
  readonly #open = new Set<number>();
  readonly #doubts: SlotWork['doubts'] = new Map();
  #intents: ReadonlyMap<number, SlotIntent> = new Map();

  constructor(
    private readonly deps: RedisOpsDeps,
    private readonly args: OpArgs<'redis.moveSlots'>,
    private readonly context: OpContext,
    private readonly muster: Muster,
  ) {
    this.#slots = args.from.flatMap(({ ranges }) => slotsOf(ranges));
    this.#involved = [args.to, ...args.from.map(({ node }) => node)];
    this.#meter = new Meter(context, this.#slots.length);
  }

  async run(first: Fleet): Promise<MoveOutput> {
    try {
      return await this.#run(first);
    } catch (error) {
      await this.#close();
      if (this.context.signal.aborted) throw new CancelledError('cancelled');
      throw moveError(error, this.args.to);
    }
  }

  async #run(first: Fleet): Promise<MoveOutput> {
    const { context, deps } = this;
    const started = performance.now();
    const mode = await atomicMode(first);
    context.log(`${this.#slots.length} slots to ${this.args.to.name}, ${this.args.pace}, by ${mode}`);
    let fleet = first;
    let best = -1;
    let since = performance.now();
    for (;;) {
      const trouble = await this.#round(fleet, mode, best < 0);
      if (trouble === undefined) break;
      if (this.#meter.slots > best || trouble.waits === true) since = performance.now();
      best = Math.max(best, this.#meter.slots);
      const patienceMs = await failoverMs(deps, this.args.masters);
      if (performance.now() - since > patienceMs) throw trouble.error;
      if (trouble.error !== undefined) await pause(restMs, context.signal);
      fleet = await this.muster.find(this.#involved, patienceMs);
    }
    await waitOwned(this.muster, { to: this.args.to, slots: this.#slots }, context);
    const seconds = (performance.now() - started) / 1000;
    context.log(
      `${this.#meter.slots} slots, ${this.#meter.keys} keys in ${seconds.toFixed(2)} s (${Math.round(this.#meter.keys / seconds)} keys/s)`,
    );
    return { slots: this.#meter.slots, keys: this.#meter.keys, seconds, mode };
  }

  /** One look and what follows from it. Undefined: all is where it should be. Else why there must be another. */
  async #round(fleet: Fleet, mode: AtomicMode, deep: boolean): Promise<Trouble | undefined> {
    const { deps, context } = this;
    try {
      const to = this.muster.idOf(this.args.to);
      this.#intents = new Map(
        this.args.from.flatMap(({ node, ranges }) =>
          slotsOf(ranges).map((slot): [number, SlotIntent] => [slot, { from: this.muster.idOf(node), to }]),
        ),
      );
      const tasks = await slotsInTasks(mode, fleet);
      const round = await look(fleet, this.#slots, this.#intents, { deep, tasks });
      this.#meter.setSlots(slotsDoing(round, 'nothing').length);
      this.#refuse(fleet, round);
      if (this.#meter.slots === this.#slots.length) return undefined;
      const work = this.#work(this.args.pace, context.signal);
      if (await this.#waits(round)) return { waits: true };
      await settleRound(deps, fleet, round, work);
      if (mode === 'keys') await moveRound(deps, fleet, round, work);
      else await atomicRound(mode, deps, fleet, round, work);
      this.#open.clear();
      return {};
    } catch (error) {
      if (context.signal.aborted || !isRecoverable(error)) throw error;
      context.log(`${error instanceof Error ? error.message : ''} Looking again.`);
      return { error };
    }
  }

  /** A server's own migration that somebody began is waited for. */
  async #waits(round: Round): Promise<boolean> {
    if (slotsDoing(round, 'wait').length === 0) return false;
    this.context.progress({ note: msg('ops.slots.note.task') });
    await pause(restMs, this.context.signal);
    return true;
  }

  /** What no waiting cures. */
  #refuse(fleet: Fleet, round: Round): void {
    const doing = movingTo(this.args.to);
    const [stop] = slotsDoing(round, 'stop');
    if (stop !== undefined) {
      const [slot, { node }] = stop;
      throw slotError(
        'redis.slots.owner-lost',
        doing,
        msg('ops.slots.ownerLost', { slot, node: node ?? '' }),
        msg('ops.slots.ownerLost.hint'),
      );
    }
    const [left] = slotsDoing(round, 'leave');
    if (left !== undefined) {
      const [slot, { owner }] = left;
      const name = fleet.byId.get(owner)?.node.name ?? owner;
      throw slotError(
        'redis.slots.elsewhere',
        doing,
        msg('ops.slots.elsewhere', { slot, owner: name }),
        msg('ops.slots.elsewhere.hint'),
      );
    }
  }

  #work(pace: Pace, signal: AbortSignal): SlotWork {
    const { context } = this;
    const settings = paces[pace];
    return {
      settings,
      throttle: new Throttle(settings),
      signal,
      others: [],
      open: this.#open,
      doubts: this.#doubts,
      moved: (keys) => this.#meter.addKeys(keys),
      done: (slots) => this.#meter.addSlots(slots),
      big: ({ slot, bytes, done }) => {
        const megabytes = Number((bytes / 1048576).toFixed(1));
        this.#meter.slow(done ? undefined : msg('ops.slots.note.big', { slot, megabytes }));
        if (!done && megabytes > 10) context.log(`slot ${slot}: a key of ${megabytes} MB, on its own`);
      },
      log: (line) => context.log(line),
    };
  }

  /** Cancelled or failed: nothing stays open that can be closed. */
  async #close(): Promise<void> {
    const { context, deps, args } = this;
    if (this.#open.size === 0) return;
    context.progress({ note: msg('ops.slots.note.close') });
    const unaborted = { ...context, signal: new AbortController().signal };
    const muster = new Muster(deps.pool, [...args.masters, ...this.#involved], laneOf(context), unaborted);
    await closeOpen(deps, muster, this.#intents, this.#work('fast', unaborted.signal), (line) =>
      context.log(line),
    );
    closeLanes(deps.pool, muster.connected, laneOf(context));
  }
}
