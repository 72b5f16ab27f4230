import { z } from 'zod';
import { errorInfoSchema, messageSchema, type ErrorInfo } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import {
  planSchema,
  runStatuses,
  stepStatuses,
  type Plan,
  type Run,
  type RunStatus,
  type RunSummary,
  type StepState,
  type StepStatus,
} from '@shared/plan';
import { isResting } from '@shared/resting';
import { isUndoable } from '@shared/undoable';

/** The first line of a journal. */
export const headerSchema = z.object({
  v: z.literal(1),
  id: z.string(),
  plan: planSchema,
  request: z.unknown(),
  engine: z.string(),
  /** See StartInput.place. */
  place: z.string().optional(),
  startedAt: z.number(),
  pid: z.int(),
});
export type Header = z.infer<typeof headerSchema>;

/** Every further line. */
export const entrySchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('run'),
    at: z.number(),
    status: z.enum(runStatuses),
    error: errorInfoSchema.optional(),
  }),
  z.object({
    t: z.literal('step'),
    at: z.number(),
    id: z.string(),
    status: z.enum(stepStatuses),
    output: z.unknown().optional(),
    error: errorInfoSchema.optional(),
    stays: messageSchema.optional(),
  }),
]);
export type Entry = z.infer<typeof entrySchema>;
type RunEntry = Extract<Entry, { t: 'run' }>;
type StepEntry = Extract<Entry, { t: 'step' }>;

export interface StepRecord {
  readonly id: string;
  status: StepStatus;
  startedAt?: number;
  endedAt?: number;
  fraction?: number;
  note?: Message;
  error?: ErrorInfo;
  output?: unknown;
  stays?: Message;
  /** It has started at some time and was not undone since: there may be something to undo. */
  touched: boolean;
}

export interface RunRecord {
  readonly header: Header;
  readonly steps: ReadonlyMap<string, StepRecord>;
  status: RunStatus;
  endedAt?: number;
  error?: ErrorInfo;
}

/** Where a step may go from where it stands. Ended ones leave it by resume (queued, running) or undo only. */
const stepMoves: Readonly<Record<StepStatus, readonly StepStatus[]>> = {
  // A step that ran in an earlier passage can wait again, or be skipped, and still be there to undo.
  queued: ['running', 'cancelled', 'skipped', 'undoing'],
  running: ['succeeded', 'failed', 'cancelled'],
  succeeded: ['running', 'failed', 'undoing'],
  failed: ['undoing'],
  cancelled: ['undoing'],
  skipped: ['undoing'],
  undoing: ['undone', 'undo-failed'],
  undone: [],
  'undo-failed': ['undoing'],
};

const runMoves: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['running', 'failed', 'cancelled', 'interrupted'],
  running: ['succeeded', 'failed', 'cancelled', 'interrupted'],
  succeeded: ['undoing'],
  failed: ['running', 'undoing'],
  cancelled: ['running', 'undoing'],
  interrupted: ['running', 'undoing'],
  undoing: ['undone', 'undo-failed', 'interrupted'],
  undone: [],
  'undo-failed': ['undoing'],
};

const undoStatuses: readonly StepStatus[] = ['undoing', 'undone', 'undo-failed'];

export function newRecord(header: Header): RunRecord {
  const steps = header.plan.steps.map((step): [string, StepRecord] => [
    step.id,
    { id: step.id, status: 'queued', touched: false },
  ]);
  return { header, steps: new Map(steps), status: 'queued' };
}

/** What a run in motion is when nobody has it in hand any more. An undo may have left nothing but its own end. */
export function abandoned(record: RunRecord): 'interrupted' | 'undone' {
  const left = [...record.steps.values()].some((step) => step.touched);
  return record.status === 'undoing' && !left ? 'undone' : 'interrupted';
}

/** What a run's lock goes by. */
export const placeOf = ({ place, engine }: Header): string => place ?? engine;

export function isInMotion(record: RunRecord): boolean {
  return !isResting(record.status);
}

/** Takes one journal entry in. A move that is not allowed (out of a terminal status) changes nothing: false. */
export function apply(record: RunRecord, entry: Entry): boolean {
  return entry.t === 'run' ? applyRun(record, entry) : applyStep(record, entry);
}

function applyRun(record: RunRecord, { status, at, error }: RunEntry): boolean {
  if (!runMoves[record.status].includes(status)) return false;
  const resumed = status === 'running' && record.status !== 'queued';
  record.status = status;
  record.error = error;
  record.endedAt = isResting(status) ? at : undefined;
  for (const step of record.steps.values()) {
    if (resumed && step.status !== 'succeeded') {
      reset(step, 'queued');
    } else if (step.status === 'running' && (status === 'interrupted' || status === 'undoing')) {
      // A dying process may have written that a step began after it was found to be gone.
      Object.assign(step, { status: 'cancelled', endedAt: at, note: msg('runner.step.interrupted') });
    } else if (status === 'interrupted' && step.status === 'undoing') {
      Object.assign(step, { status: 'undo-failed', endedAt: at, note: msg('runner.step.interrupted') });
    }
  }
  return true;
}

function applyStep(record: RunRecord, { id, status, at, output, error, stays }: StepEntry): boolean {
  const step = record.steps.get(id);
  if (!step?.status || !stepMoves[step.status].includes(status)) return false;
  step.status = status;
  step.error = error;
  step.fraction = undefined;
  step.note = undefined;
  if (status === 'running') {
    step.startedAt = at;
    step.endedAt = undefined;
    // What an earlier try gave may be gone: until this one ends, nothing is known.
    step.output = undefined;
    step.touched = true;
  } else if (status !== 'undoing') {
    step.endedAt = at;
  }
  if (status === 'succeeded') step.output = output;
  if (status === 'undone') Object.assign(step, { touched: false, stays });
  return true;
}

function reset(step: StepRecord, status: StepStatus): void {
  Object.assign(step, {
    status,
    startedAt: undefined,
    endedAt: undefined,
    error: undefined,
    note: undefined,
    fraction: undefined,
  });
}

/** Who has a run in hand: this process, another live one, or nobody. */
export type Holder = 'here' | 'elsewhere' | 'nobody';

/** A run as it is shown. One that says it is in motion and that nobody has in hand was interrupted. */
export function toRun(source: RunRecord, holder: Holder): Run {
  const record = holder === 'nobody' && isInMotion(source) ? interruptedCopy(source) : source;
  const { id, plan, request, engine, startedAt } = record.header;
  const steps = [...record.steps.values()];
  const free = holder === 'nobody' && !isInMotion(record);
  const undoBegun = steps.some((step) => undoStatuses.includes(step.status));
  return {
    ...{ id, plan, request, engine, startedAt, status: record.status },
    ...(record.endedAt === undefined ? {} : { endedAt: record.endedAt }),
    ...(record.error === undefined ? {} : { error: record.error }),
    steps: steps.map(toStepState),
    canCancel: holder === 'here' && isInMotion(record),
    canResume: free && !undoBegun && runMoves[record.status].includes('running'),
    canUndo:
      free &&
      runMoves[record.status].includes('undoing') &&
      plan.steps.some(({ id, op }) => record.steps.get(id)?.touched === true && isUndoable(op.kind)) &&
      !destroyed(plan, record),
  };
}

/** Whether a step that nothing brings back has begun. */
function destroyed(plan: Plan, record: RunRecord): boolean {
  return plan.steps.some((step) => step.destructive === true && record.steps.get(step.id)?.touched === true);
}

function toStepState({ touched: _, ...step }: StepRecord): StepState {
  return Object.fromEntries(
    Object.entries(step).filter(([, value]) => value !== undefined),
  ) as unknown as StepState;
}

function interruptedCopy(source: RunRecord): RunRecord {
  const steps = new Map([...source.steps].map(([id, step]) => [id, { ...step }]));
  const copy: RunRecord = { ...source, steps };
  const times = [...steps.values()].map((step) => step.endedAt ?? step.startedAt ?? 0);
  apply(copy, { t: 'run', at: Math.max(source.header.startedAt, ...times), status: abandoned(copy) });
  return copy;
}

export function toSummary(run: Run): RunSummary {
  const { plan, steps, request: _, ...rest } = run;
  return {
    ...rest,
    kind: plan.kind,
    target: plan.target,
    title: plan.title,
    stepCount: steps.length,
    doneCount: steps.filter((step) => step.status === 'succeeded').length,
  };
}
