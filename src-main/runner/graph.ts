import { AppError } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { Plan } from '@shared/plan';

/** For each id, the ids that must settle before it. */
export type Prerequisites = ReadonlyMap<string, readonly string[]>;

/** `a -> b` as `b -> a`, over the same ids, in the same order. Edges to unknown ids are dropped. */
export function reversed(edges: Prerequisites): Prerequisites {
  const result = new Map<string, string[]>([...edges.keys()].map((id) => [id, []]));
  for (const [id, before] of edges) for (const other of before) result.get(other)?.push(id);
  return result;
}

/** The plan's dependencies, narrowed to `ids` where given. */
export function dependencies(plan: Plan, ids?: ReadonlySet<string>): Prerequisites {
  const kept = plan.steps.filter((step) => ids?.has(step.id) ?? true);
  return new Map(
    kept.map((step) => [step.id, [...new Set(step.dependsOn)].filter((id) => ids?.has(id) ?? true)]),
  );
}

/**
 * Refuses a plan that can't be walked: a step id given twice, a dependency that is not in the plan,
 * steps that wait for each other. Throws AppError `plan.invalid`.
 */
export function checkPlan(plan: Plan): void {
  const ids = new Set<string>();
  for (const step of plan.steps) {
    if (ids.has(step.id)) throw invalid(plan, msg('runner.invalid.duplicate', { step: step.id }));
    ids.add(step.id);
  }
  for (const step of plan.steps) {
    const unknown = step.dependsOn.find((id) => !ids.has(id));
    if (unknown !== undefined) {
      throw invalid(plan, msg('runner.invalid.unknown', { step: step.id, dependency: unknown }));
    }
  }
  const cycle = findCycle(dependencies(plan));
  if (cycle !== undefined) throw invalid(plan, msg('runner.invalid.cycle', { steps: cycle.join(' → ') }));
}

/** The ids of one cycle, or undefined. Iterative: a plan may hold thousands of steps in a row. */
function findCycle(edges: Prerequisites): string[] | undefined {
  const waiting = new Map([...edges].map(([id, before]) => [id, before.length]));
  const after = reversed(edges);
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const next of after.get(id) ?? []) {
      const count = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, count);
      if (count === 0) ready.push(next);
    }
  }
  // What is left waits for something that is left: following it must come round.
  const path: string[] = [];
  let at = waiting.keys().next().value;
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = edges.get(at)?.find((id) => waiting.has(id));
  }
  return at === undefined ? undefined : [...path.slice(path.indexOf(at)), at];
}

function invalid(plan: Plan, what: Message): AppError {
  return new AppError({
    code: 'plan.invalid',
    doing: msg('runner.doing.start', { title: plan.title }),
    what,
    hint: msg('runner.invalid.hint'),
    details: [raw(plan.kind)],
  });
}

export interface Walk {
  readonly edges: Prerequisites;
  readonly concurrency: number;
  /** Does one; true lets those that wait for it go on, false blocks them. Must not reject. */
  readonly work: (id: string) => Promise<boolean>;
  /** Told once of each one that is blocked, directly or not. */
  readonly blocked: (id: string) => void;
  /** True: begin nothing more. */
  readonly stopped: () => boolean;
}

/** Works through a graph: each as soon as all before it are done, side by side up to `concurrency`. */
export async function walk({ edges, concurrency, work, blocked, stopped }: Walk): Promise<void> {
  const after = reversed(edges);
  const waiting = new Map([...edges].map(([id, before]) => [id, before.length]));
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  const out = new Set<string>();
  const running = new Set<Promise<void>>();

  const block = (from: string): void => {
    const queue = [...(after.get(from) ?? [])];
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      if (out.has(id)) continue;
      out.add(id);
      blocked(id);
      queue.push(...(after.get(id) ?? []));
    }
  };
  const one = async (id: string): Promise<void> => {
    if (!(await work(id))) {
      block(id);
      return;
    }
    for (const next of after.get(id) ?? []) {
      const count = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, count);
      if (count === 0 && !out.has(next)) ready.push(next);
    }
  };

  for (;;) {
    while (running.size < concurrency && !stopped()) {
      const id = ready.shift();
      if (id === undefined) break;
      const promise: Promise<void> = one(id).finally(() => running.delete(promise));
      running.add(promise);
    }
    if (running.size === 0) return;
    await Promise.race(running);
  }
}
