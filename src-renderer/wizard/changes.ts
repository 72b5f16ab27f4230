import type { Plan } from '@shared/plan';

/** Remembers the plan that was shown before, so that a new one can point at what typing has changed. */
export class PlanChanges {
  #before: ReadonlyMap<string, string> = new Map();

  /** The ids of the steps that are new or differ; none when the whole plan is new, or larger than `most`. */
  next(plan: Plan, most: number): ReadonlySet<string> {
    const small = plan.steps.length <= most;
    const now = new Map(small ? plan.steps.map((step) => [step.id, JSON.stringify(step.op)]) : []);
    const before = this.#before;
    this.#before = now;
    const changed = [...now].filter(([id, text]) => before.get(id) !== text).map(([id]) => id);
    return new Set(before.size === 0 || changed.length === now.size ? [] : changed);
  }
}
