import type { SecretRef } from '@shared/secrets';
import type { AdoptedStore } from './store/adopted';
import type { Secrets } from './store/secrets';
import type { ComposeOpsDeps } from './ops/compose/index';
import type { StackObserver } from './observe/compose-stacks';
import type { ClusterObserver } from './observe/redis-cluster';
import type { ClusterTools } from './observe/redis-tools';
import { enginePlace } from './observe/engine-place';
import type { Engines } from './observe/engines';
import type { OpHandlers } from './runner/types';

/** What belongs to one engine: its clusters, and how ops are done on it. */
export interface Kit {
  readonly clusters: ClusterObserver;
  readonly tools: ClusterTools;
  readonly stacks: StackObserver;
  readonly ops: OpHandlers;
  readonly close: () => void;
}

export interface KitDeps {
  readonly engines: Pick<Engines, 'dockerFor'>;
  readonly secrets: Secrets;
  readonly adopted: AdoptedStore;
  /** Reads compose projects, and finds the docker compose CLI. */
  readonly compose: Omit<ComposeOpsDeps, 'docker'>;
}

/**
 * Makes each engine's kit when it is first asked for, and keeps it. The drivers are loaded then and not
 * before: a window opens without them.
 */
export function createKits({ engines, secrets, adopted, compose }: KitDeps): {
  readonly of: (engine: string) => Promise<Kit>;
  readonly close: () => Promise<void>;
} {
  const kits = new Map<string, Promise<Kit>>();

  const make = async (engine: string): Promise<Kit> => {
    const [
      { createRedisPool },
      { createClusterObserver },
      { createClusterTools },
      { createOpHandlers },
      { createStackObserver },
    ] = await Promise.all([
      import('./clients/redis'),
      import('./observe/redis-cluster'),
      import('./observe/redis-tools'),
      import('./ops/index'),
      import('./observe/compose-stacks'),
    ]);
    const docker = engines.dockerFor(engine);
    const resolveSecret = (ref: SecretRef): Promise<string> =>
      secrets.resolve(ref, (container) => clusters.passwordOf(container));
    const redis = createRedisPool({ resolveSecret });
    const clusters = createClusterObserver({
      docker: () => docker,
      place: () => enginePlace(docker.endpoint),
      pool: redis,
      adopted,
    });
    const tools = createClusterTools({ live: (name) => clusters.live(name), resolveSecret });
    const ops = createOpHandlers({ docker, redis, resolveSecret, compose });
    const close = (): void => {
      tools.close();
      redis.close();
    };
    return { clusters, tools, stacks: createStackObserver(docker), ops, close };
  };

  return {
    of: (engine) => {
      const known = kits.get(engine);
      if (known !== undefined) return known;
      const made = make(engine);
      kits.set(engine, made);
      // A failure is not kept.
      made.catch(() => kits.delete(engine));
      return made;
    },
    close: async () => {
      const made = await Promise.allSettled(kits.values());
      for (const kit of made) if (kit.status === 'fulfilled') kit.value.close();
    },
  };
}
