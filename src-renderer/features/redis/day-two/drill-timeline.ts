import type { OpArgs, OpKind } from '@shared/ops';
import type { Run, StepState } from '@shared/plan';
import type { ClusterEvent, ClusterEventKind, DrillTimeline } from '@shared/redis-cluster/timeline';

export const milestones = ['lost', 'suspected', 'failed', 'promoted', 'ok', 'back', 'healed'] as const;
export type Milestone = (typeof milestones)[number];

/** How a node, or the cluster as a whole, was over a stretch of time; milliseconds from the loss. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly is:
    'serves' | 'replica' | 'master' | 'unnoticed' | 'suspected' | 'failed' | 'returning' | 'well' | 'fail';
}

/** A drill as a timeline shows it; milliseconds count from the moment of the loss. */
export interface DrillStory {
  readonly victim: string;
  readonly promoted?: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly at: Partial<Readonly<Record<Milestone, number>>>;
  readonly events: readonly ClusterEvent[];
  readonly tracks: readonly { readonly node: string | undefined; readonly stretches: readonly Stretch[] }[];
  /** Where the picture begins and ends; it begins a little before the loss. */
  readonly from: number;
  readonly to: number;
  readonly over: boolean;
}

type WatchArgs = OpArgs<'redis.watchFailover'>;

const kinds: readonly ClusterEventKind[] = [
  'suspected',
  'failed',
  'promoted',
  'demoted',
  'recovered',
  'joined',
  'left',
  'slots-moved',
  'link-down',
  'link-up',
  'state-fail',
  'state-ok',
  'epoch',
];
const counted: readonly ClusterEventKind[] = ['epoch', 'slots-moved'];

/**
 * An event out of a line of a watch's live output: `+1.234 s promoted redis-5 (redis-1)`. Undefined: no such line.
 *
 * @param startedAt what the line counts from, milliseconds since the epoch
 */
export function readLine(line: string, startedAt: number): ClusterEvent | undefined {
  const [, seconds, said, rest = ''] = /^\+(\d+(?:\.\d+)?) s ([a-z-]+) ?(.*)$/.exec(line) ?? [];
  const kind = kinds.find((each) => each === said);
  if (seconds === undefined || kind === undefined) return undefined;
  const words = rest.split(' ').filter((word) => word !== '');
  const n = counted.includes(kind) && /^\d+$/.test(words.at(-1) ?? '') ? Number(words.pop()) : undefined;
  const other = words.at(-1)?.startsWith('(') === true ? words.pop()?.slice(1, -1) : undefined;
  const node = words[0];
  return {
    at: startedAt + Number(seconds) * 1000,
    kind,
    ...(node !== undefined && { node }),
    ...(other !== undefined && { other }),
    ...(n !== undefined && { n }),
  };
}

/** What a watch saw: its output when it is over, its live output before. */
function seen(state: StepState, lines: readonly string[], startedAt: number): DrillTimeline {
  const output = state.output as Partial<DrillTimeline> | undefined;
  if (output?.startedAt !== undefined && output.events !== undefined) return output as DrillTimeline;
  return {
    startedAt,
    events: lines.flatMap((line) => readLine(line, startedAt) ?? []),
  };
}

function lossOf(run: Run): number | undefined {
  const times = run.steps.flatMap(({ output }) =>
    typeof output === 'object' && output !== null && 'lostAt' in output && typeof output.lostAt === 'number'
      ? [output.lostAt]
      : [],
  );
  return times[0];
}

const ways: readonly OpKind[] = ['container.start', 'container.unpause', 'network.connect'];
const returns: readonly OpKind[] = ['redis.ping', 'redis.waitAgree', 'redis.waitSynced'];

/**
 * The story of a drill that runs or is over. Undefined until the node is taken away.
 *
 * @param lines live output by step id
 * @param now milliseconds since the epoch: how far an unfinished story has come
 */
export function drillStory(
  run: Run,
  lines: Readonly<Record<string, readonly string[]>>,
  now: number,
): DrillStory | undefined {
  const states = new Map(run.steps.map((state) => [state.id, state]));
  const watches = run.plan.steps.flatMap((step) => {
    const state = states.get(step.id);
    return step.op.kind === 'redis.watchFailover' && state?.startedAt !== undefined
      ? [{ id: step.id, args: step.op.args, state, begun: state.startedAt }]
      : [];
  });
  const first = watches[0];
  const startedAt = lossOf(run) ?? first?.begun;
  if (first === undefined || startedAt === undefined) return undefined;
  const parts = watches.map(({ id, args, state, begun }) => ({
    args,
    saw: seen(state, lines[id] ?? [], args.until === 'recovered' ? begun : startedAt),
  }));
  const events = parts.flatMap(({ saw }) => saw.events).sort((a, b) => a.at - b.at);
  const since = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : Math.max(0, at - startedAt);
  const { back, healed } = wayBack(run, states, startedAt);
  const seenBack = parts.find(({ args }) => args.until === 'recovered')?.saw;
  const over = run.endedAt !== undefined;
  const at = times({
    events,
    since,
    victim: first.args.victim.name,
    loss: parts.find(({ args }) => args.until !== 'recovered')?.saw,
    back: since(back),
    healed: since(seenBack?.okMs === undefined ? healed : seenBack.startedAt + seenBack.okMs),
  });
  const reached = Math.max(0, ...Object.values(at), ...events.map((event) => event.at - startedAt));
  const to = Math.max(1000, over ? reached * 1.06 : now - startedAt);
  const from = -Math.max(300, to * 0.06);
  const promoted = events.find(
    ({ kind, other }) => kind === 'promoted' && other === first.args.victim.name,
  )?.node;
  return {
    victim: first.args.victim.name,
    ...(promoted !== undefined && { promoted }),
    startedAt,
    at,
    events,
    tracks: [
      { node: first.args.victim.name, stretches: victimTrack(at, from, to, promoted !== undefined) },
      ...(promoted === undefined
        ? []
        : [{ node: promoted, stretches: heirTrack(at.promoted ?? to, from, to) }]),
      { node: undefined, stretches: clusterTrack(events, startedAt, from, to) },
    ],
    from,
    to,
    over,
  };
}

/** When the node was brought back, and when all that waits for it was content; milliseconds since the epoch. */
function wayBack(
  run: Run,
  states: ReadonlyMap<string, StepState>,
  lostAt: number,
): { readonly back?: number; readonly healed?: number } {
  const steps = run.plan.steps.map((step) => ({ kind: step.op.kind, state: states.get(step.id) }));
  const heal = steps.findLastIndex(
    ({ kind, state }) => ways.includes(kind) && (state?.startedAt ?? -1) >= lostAt,
  );
  const back = steps[heal]?.state?.startedAt;
  if (back === undefined) return {};
  const waits = steps.slice(heal + 1).filter(({ kind }) => returns.includes(kind));
  const ends = waits.flatMap(({ state }) => (state?.status === 'succeeded' ? [state.endedAt ?? 0] : []));
  return {
    back,
    ...(waits.length > 0 && ends.length === waits.length && { healed: Math.max(...ends) }),
  };
}

interface Facts {
  readonly events: readonly ClusterEvent[];
  readonly since: (at: number | undefined) => number | undefined;
  readonly victim: WatchArgs['victim']['name'];
  readonly loss: DrillTimeline | undefined;
  readonly back: number | undefined;
  readonly healed: number | undefined;
}

function times({ events, since, victim, loss, back, healed }: Facts): DrillStory['at'] {
  const first = (...wanted: ClusterEventKind[]): number | undefined =>
    since(events.find(({ kind, node }) => wanted.includes(kind) && node === victim)?.at);
  const promotion = events.find(({ kind, other }) => kind === 'promoted' && other === victim);
  const found: Record<Milestone, number | undefined> = {
    lost: 0,
    suspected: loss?.suspectedMs ?? first('suspected', 'failed'),
    failed: loss?.failedMs ?? first('failed'),
    promoted: loss?.promotedMs ?? since(promotion?.at),
    ok: loss?.okMs ?? since(events.find(({ kind }) => kind === 'state-ok')?.at),
    back,
    healed,
  };
  return Object.fromEntries(Object.entries(found).filter(([, ms]) => ms !== undefined));
}

/** Neighbouring moments and what lies between them; moments that did not come are passed over. */
function stretches(
  marks: readonly (readonly [at: number | undefined, is: Stretch['is']])[],
  to: number,
): Stretch[] {
  const come = marks.filter((mark): mark is readonly [number, Stretch['is']] => mark[0] !== undefined);
  return come
    .map(([from, is], i): Stretch => ({ from, to: Math.min(to, come[i + 1]?.[0] ?? to), is }))
    .filter((stretch) => stretch.to > stretch.from);
}

function victimTrack(at: DrillStory['at'], from: number, to: number, replaced: boolean): Stretch[] {
  return stretches(
    [
      [from, 'serves'],
      [0, 'unnoticed'],
      [at.suspected, 'suspected'],
      [at.failed, 'failed'],
      [at.back, 'returning'],
      [at.healed, replaced ? 'replica' : 'serves'],
    ],
    to,
  );
}

function heirTrack(promotedAt: number, from: number, to: number): Stretch[] {
  return stretches(
    [
      [from, 'replica'],
      [promotedAt, 'master'],
    ],
    to,
  );
}

function clusterTrack(
  events: readonly ClusterEvent[],
  startedAt: number,
  from: number,
  to: number,
): Stretch[] {
  const changes = events.flatMap(({ at, kind }): [number, Stretch['is']][] =>
    kind === 'state-fail'
      ? [[at - startedAt, 'fail']]
      : kind === 'state-ok'
        ? [[at - startedAt, 'well']]
        : [],
  );
  return stretches([[from, 'well'], ...changes], to);
}

/** Where numbered marks stand so that none covers another: as near their moments as can be. Pixels. */
export function spread(wanted: readonly number[], gap: number, least: number, most: number): number[] {
  const placed: number[] = [];
  for (const at of wanted) placed.push(Math.max(at, least, (placed.at(-1) ?? -Infinity) + gap));
  for (let i = placed.length - 1, limit = most; i >= 0; i--, limit -= gap)
    placed[i] = Math.min(placed[i] ?? 0, limit);
  return placed;
}
