import type { Preview } from '@shared/contract';
import { AppError } from '@shared/errors';
import { scriptOf } from '@shared/commands';
import type { Locale } from '@shared/i18n/index';
import { planDigest, type Finding, type Plan } from '@shared/plan';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import { planDayTwo } from '@shared/redis-cluster/day-two/index';
import { planCreate, planRemove } from '@shared/redis-cluster/plan';
import type { PlanRequest, RedisRequest } from '@shared/requests';
import type { SecretRef } from '@shared/secrets';
import { changed } from './runner/refusals';
import type { Runner } from './runner/types';

/** Images that a cluster can be built from, by their usual names. */
const serverImage = /(^|\/)(redis|valkey)[^/]*$/i;

/** How many shown plans are kept. */
const remembered = 8;

/** A plan, and of what was seen for it what its preview shows as well. Each domain makes its own. */
export interface Look {
  readonly plan: Plan;
  /** The engine's id. */
  readonly engine: string;
  /** Image references that the engine has. */
  readonly images: readonly string[];
}

export interface PlanningDeps {
  /**
   * Looks at what a request's plan depends on, and plans; `fresh`: not at anything kept from an earlier look.
   * Throws AppError when the engine is silent.
   */
  readonly look: (request: PlanRequest, fresh: boolean) => Promise<Look>;
  /** Throws AppError when there is no such secret. */
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly runner: Pick<Runner, 'start'>;
  /** An engine's StartInput.place, by its id. */
  readonly placeOf: (engine: string) => string;
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
  /** The bash script that stands for the plan of a request; its comments are in `locale`. */
  readonly script: (request: PlanRequest, locale?: Locale) => Promise<string>;
}

/** Pure: the plan of a request about a Redis cluster, given what was seen. */
export function planOf(request: RedisRequest, observed: RedisClusterObserved): Plan {
  switch (request.kind) {
    case 'redis-cluster.create':
      return planCreate(request.spec, observed);
    case 'redis-cluster.remove':
      return planRemove({ name: request.name, volumes: request.volumes }, observed);
    default:
      if (observed.live === undefined) throw new Error('a plan on a running cluster needs a look at it');
      return planDayTwo(request, { ...observed, live: observed.live });
  }
}

/** The secrets that a request names, with the field that does. */
function secretsOf(request: PlanRequest): { readonly path: string; readonly ref: SecretRef }[] {
  if (request.kind === 'redis-cluster.create') {
    const { password: ref } = request.spec;
    return ref === undefined ? [] : [{ path: 'password', ref }];
  }
  if (request.kind !== 'containers.run') return [];
  return request.spec.env.flatMap((each, i) =>
    'secret' in each ? [{ path: `env.${String(i)}`, ref: each.secret }] : [],
  );
}

export function createPlanning({ look: lookAt, resolveSecret, runner, placeOf }: PlanningDeps): Planning {
  /** A secret that is not there stops the plan now, not half-way through the build. */
  async function secretFindings(request: PlanRequest): Promise<readonly Finding[]> {
    const all = secretsOf(request).map(async ({ path, ref }): Promise<readonly Finding[]> => {
      if ('container' in ref) return [];
      try {
        await resolveSecret(ref);
        return [];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { code, what, hint } = error.info;
        return [{ level: 'error', code, what, hint, path }];
      }
    });
    return (await Promise.all(all)).flat();
  }

  async function look(request: PlanRequest, fresh: boolean): Promise<Look> {
    const [seen, missing] = await Promise.all([lookAt(request, fresh), secretFindings(request)]);
    const { plan } = seen;
    return { ...seen, plan: { ...plan, findings: [...missing, ...plan.findings] } };
  }

  // The plans that were shown last, so that an agreed one needs only the look under the lock.
  const shown = new Map<string, { request: string; engine: string; plan: Plan }>();

  return {
    async prepare(request) {
      const { plan, engine, images } = await look(request, false);
      const digest = planDigest(plan);
      shown.delete(digest);
      shown.set(digest, { request: JSON.stringify(request), engine, plan });
      for (const oldest of [...shown.keys()].slice(0, -remembered)) shown.delete(oldest);
      return { plan, digest, images: images.filter((image) => serverImage.test(image)) };
    },
    async start(request, digest) {
      let agreed = shown.get(digest);
      if (agreed?.request !== JSON.stringify(request)) {
        const { plan, engine } = await look(request, true);
        agreed = { request: JSON.stringify(request), engine, plan };
      }
      if (planDigest(agreed.plan) !== digest) throw changed(agreed.plan);
      const { engine, plan } = agreed;
      return runner.start({
        plan,
        request,
        engine,
        place: placeOf(engine),
        replan: async () => {
          const again = await look(request, true);
          // Another engine was chosen in the meantime: what was agreed to was not for that one.
          if (again.engine !== engine) throw changed(plan);
          return again.plan;
        },
      });
    },
    script: async (request, locale) => scriptOf((await look(request, false)).plan, locale),
  };
}
