import type { Plan, Run, RunEvent, RunStatus, StepState, StepStatus } from '@shared/plan';
import { isResting } from '@shared/resting';

const order: Readonly<Record<StepStatus, number>> = {
  queued: 0,
  running: 1,
  succeeded: 2,
  failed: 2,
  cancelled: 2,
  skipped: 2,
  undoing: 3,
  undone: 4,
  'undo-failed': 4,
};

/**
 * A step after an event. Terminal statuses are sticky: an event that is older than what is known,
 * or that would turn a step back at the same moment, changes nothing. A later `running` (a resumed
 * run does a step again) and a later `undoing` do.
 */
function nextStep(step: StepState, event: Extract<RunEvent, { type: 'step' | 'progress' }>): StepState {
  const known = step.endedAt ?? step.startedAt ?? 0;
  if (event.at < known) return step;
  if (event.type === 'progress') {
    if (step.status !== 'running' && step.status !== 'undoing') return step;
    return { ...step, fraction: event.fraction ?? step.fraction, note: event.note ?? step.note };
  }
  const back = order[event.status] <= order[step.status];
  if (back && event.at === known) return step;
  if (event.status === 'queued') return { id: step.id, status: 'queued' };
  if (event.status === 'running' || event.status === 'undoing') {
    return { id: step.id, status: event.status, startedAt: event.at, output: step.output };
  }
  return {
    id: step.id,
    status: event.status,
    startedAt: step.startedAt ?? event.at,
    endedAt: event.at,
    note: step.note,
    error: event.error,
    output: event.output ?? step.output,
    stays: event.stays,
  };
}

/** A run after an event of its own; log lines are kept elsewhere and change nothing here. */
export function applyEvent(run: Run, event: RunEvent): Run {
  if (event.runId !== run.id || event.type === 'log') return run;
  if (event.type === 'run') {
    if (run.endedAt !== undefined && event.at < run.endedAt) return run;
    const over = isResting(event.status);
    return {
      ...run,
      status: event.status,
      error: event.error ?? (over ? run.error : undefined),
      endedAt: over ? event.at : undefined,
      canCancel: event.status === 'running' || event.status === 'queued',
      // What may be done next is the runner's word: it comes with the next snapshot.
      canResume: false,
      canUndo: false,
    };
  }
  const index = run.steps.findIndex((step) => step.id === event.stepId);
  const step = run.steps[index];
  if (step === undefined) return run;
  const next = nextStep(step, event);
  if (next === step) return run;
  const steps = run.steps.slice();
  steps[index] = next;
  return { ...run, steps };
}

export interface GroupProgress {
  readonly id: string;
  readonly total: number;
  readonly done: number;
  /** The most telling status of the group's steps: a failure before a running step before the rest. */
  readonly status: StepStatus;
}

/**
 * Whether a step takes part: forward every step does; on the way back those that had done something.
 * What was never begun has nothing to undo.
 */
function takesPart(status: StepStatus, undo: boolean): boolean {
  return !undo || status === 'succeeded' || status === 'undoing' || isBack(status);
}

const isBack = (status: StepStatus): boolean => status === 'undone' || status === 'undo-failed';

/** Whether a step's share of the work is behind it. Cancelled and skipped work is not done. */
function isDone(status: StepStatus, undo: boolean): boolean {
  return undo ? isBack(status) : status === 'succeeded';
}

/** Whether the run is on its way back (or got there). */
export function isUndo(status: RunStatus): boolean {
  return status === 'undoing' || status === 'undone' || status === 'undo-failed';
}

const telling: readonly StepStatus[] = [
  'undo-failed',
  'failed',
  'undoing',
  'running',
  'cancelled',
  'skipped',
];

/** How far each group of the plan is, in the plan's order. */
export function groupProgress(plan: Plan, run: Run): readonly GroupProgress[] {
  const states = new Map(run.steps.map((step) => [step.id, step.status]));
  const byGroup = new Map<string, StepStatus[]>();
  for (const step of plan.steps) {
    const list = byGroup.get(step.group) ?? [];
    list.push(states.get(step.id) ?? 'queued');
    byGroup.set(step.group, list);
  }
  const undo = isUndo(run.status);
  return plan.groups.map(({ id }) => {
    const list = byGroup.get(id) ?? [];
    const part = list.filter((status) => takesPart(status, undo));
    const done = part.filter((status) => isDone(status, undo)).length;
    // On the way back, what was never begun tells nothing about a group of which something was undone.
    const quiet = undo && list.some(isBack) ? ['cancelled', 'skipped'] : [];
    const loud = telling.find((status) => list.includes(status) && !quiet.includes(status));
    const rest = list.every((status) => status === 'succeeded')
      ? 'succeeded'
      : list.some((status) => status === 'undone')
        ? 'undone'
        : done > 0
          ? 'running'
          : 'queued';
    return { id, total: part.length, done, status: list.length === 0 ? 'queued' : (loud ?? rest) };
  });
}

/** How far the run is, 0…1; a running step counts with its own fraction. */
export function overallFraction(run: Run): number {
  const undo = isUndo(run.status);
  const part = run.steps.filter((step) => takesPart(step.status, undo));
  if (part.length === 0) return 1;
  let sum = 0;
  for (const step of part) {
    if (isDone(step.status, undo)) sum += 1;
    else if (step.status === 'running') sum += (step.fraction ?? 0) * 0.9;
  }
  return Math.min(1, sum / part.length);
}
