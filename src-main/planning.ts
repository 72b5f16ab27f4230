import type { Preview } from '@shared/contract';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { planDigest, type Finding, type Plan } from '@shared/plan';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import { planCreate, planRemove } from '@shared/redis-cluster/plan';
import type { PlanRequest } from '@shared/requests';
import type { SecretRef } from '@shared/secrets';
import type { Runner } from './runner/types';

/** How many shown plans are kept. */
const remembered = 8;

/** What a plan is made from: a look at the real state, and on which engine that was. */
export interface Look {
  /** As in EngineInfo.id. */
  readonly engine: string;
  readonly observed: RedisClusterObserved;
}

export interface PlanningDeps {
  /** Looks at what a request's plan depends on. Throws AppError when the engine is silent. */
  readonly observe: (request: PlanRequest) => Promise<Look>;
  /** Throws AppError when there is no such secret. */
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly runner: Pick<Runner, 'start'>;
}

/** From a request to a plan, and from an agreed plan to a run. */
export interface Planning {
  /** Observes and plans. */
  readonly prepare: (request: PlanRequest) => Promise<Preview>;
  /**
   * Starts the plan that was agreed to. Throws AppError: `plan.changed` when the state has changed since,
   * the target's lock, or whatever keeps the plan from running.
   */
  readonly start: (request: PlanRequest, digest: string) => Promise<{ runId: string }>;
}

/** Pure: the plan of a request, given what was seen. */
export function planOf(request: PlanRequest, observed: RedisClusterObserved): Plan {
  switch (request.kind) {
    case 'redis-cluster.create':
      return planCreate(request.spec, observed);
    case 'redis-cluster.remove':
      return planRemove({ name: request.name, volumes: request.volumes }, observed);
  }
}

export function createPlanning({ observe, resolveSecret, runner }: PlanningDeps): Planning {
  /** A secret that is not there stops the plan now, not half-way through the build. */
  async function secretFindings(request: PlanRequest): Promise<readonly Finding[]> {
    const ref = request.kind === 'redis-cluster.create' ? request.spec.password : undefined;
    if (ref === undefined || 'container' in ref) return [];
    try {
      await resolveSecret(ref);
      return [];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { code, what, hint } = error.info;
      return [{ level: 'error', code, what, hint, path: 'password' }];
    }
  }

  async function look(request: PlanRequest): Promise<{ engine: string; plan: Plan }> {
    const [{ engine, observed }, missing] = await Promise.all([observe(request), secretFindings(request)]);
    const plan = planOf(request, observed);
    return { engine, plan: { ...plan, findings: [...missing, ...plan.findings] } };
  }

  // The plans that were shown last, so that an agreed one needs only the look under the lock.
  const shown = new Map<string, { request: string; engine: string; plan: Plan }>();

  return {
    async prepare(request) {
      const { engine, plan } = await look(request);
      const digest = planDigest(plan);
      shown.delete(digest);
      shown.set(digest, { request: JSON.stringify(request), engine, plan });
      for (const oldest of [...shown.keys()].slice(0, -remembered)) shown.delete(oldest);
      return { plan, digest };
    },
    async start(request, digest) {
      const known = shown.get(digest);
      const agreed = known?.request === JSON.stringify(request) ? known : await look(request);
      if (planDigest(agreed.plan) !== digest) throw changed(agreed.plan);
      return runner.start({
        plan: agreed.plan,
        request,
        engine: agreed.engine,
        replan: async () => (await look(request)).plan,
      });
    },
  };
}

/** The state has changed since the plan was shown: it goes back to review. */
function changed(plan: Plan): AppError {
  return new AppError({
    code: 'plan.changed',
    doing: msg('runner.doing.start', { title: plan.title }),
    what: msg('runner.changed.what'),
    hint: msg('runner.changed.hint'),
  });
}
