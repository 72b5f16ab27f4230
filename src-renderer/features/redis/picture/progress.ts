import type { Op } from '@shared/ops';
import type { Plan, Run, StepStatus } from '@shared/plan';
import type { NodeState } from './model';

/** The nodes that a step is about, by name; none for steps about the whole cluster. */
export function nodesOfOp(op: Op): readonly string[] {
  const args = op.args as Readonly<Record<string, unknown>>;
  if (op.kind === 'container.create') return [op.args.name];
  if (typeof args['container'] === 'string') return [args['container']];
  const node = args['node'] as { name?: unknown } | undefined;
  return typeof node?.name === 'string' ? [node.name] : [];
}

const behind: readonly StepStatus[] = ['succeeded', 'undoing'];

/**
 * How far each node is while a plan runs: planned until its container is there, made when it is,
 * healthy once every step about it is done and the run has succeeded or gone on.
 */
export function nodeStates(plan: Plan, run: Run): (name: string) => NodeState {
  const status = new Map(run.steps.map((step) => [step.id, step.status]));
  const seen = new Map<string, { total: number; done: number; running: boolean; failed: boolean }>();
  for (const step of plan.steps) {
    const now = status.get(step.id) ?? 'queued';
    for (const name of nodesOfOp(step.op)) {
      const count = seen.get(name) ?? { total: 0, done: 0, running: false, failed: false };
      count.total += 1;
      if (behind.includes(now)) count.done += 1;
      if (now === 'running' || now === 'undoing') count.running = true;
      if (now === 'failed' || now === 'undo-failed') count.failed = true;
      seen.set(name, count);
    }
  }
  return (name) => {
    const count = seen.get(name);
    if (count === undefined) return 'planned';
    if (count.failed) return 'failed';
    if (count.done === count.total) return 'ok';
    if (count.running) return 'working';
    return count.done > 0 ? 'made' : 'planned';
  };
}
