import { expect } from 'vitest';
import { planSchema, type Plan } from '@shared/plan';

/** Steps are in an order in which they can be run, ids are unique, and nothing waits for what is not there. */
export function expectSound(plan: Plan) {
  expect(planSchema.safeParse(plan).error).toBeUndefined();
  const groups = new Set(plan.groups.map((group) => group.id));
  const seen = new Set<string>();
  const wrong = plan.steps.filter((step) => {
    const fine =
      !seen.has(step.id) &&
      groups.has(step.group) &&
      new Set(step.dependsOn).size === step.dependsOn.length &&
      step.dependsOn.every((id) => seen.has(id));
    seen.add(step.id);
    return !fine;
  });
  expect(wrong).toEqual([]);
}
