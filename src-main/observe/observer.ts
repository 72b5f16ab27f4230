import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import type { Docker } from '../clients/docker';
import type { Engines } from './engines';
import {
  connectedEngine,
  observeEngine,
  observeHost,
  type EngineContents,
  type Inspections,
  type PlanQuery,
} from './redis-cluster-engine';

const keepMs = 2000;

/** Looks at the connected engine for the wizard's preview, which asks again with every key that is typed. */
export interface Observer {
  /**
   * What a plan needs. The engine's part is kept until something happens there, 2 s at most; ports, folders,
   * memory and disk are looked at every time. `fresh`: keep nothing (before a run).
   */
  forPlan(query: PlanQuery, how?: { fresh?: boolean }): Promise<RedisClusterObserved>;
  /** What stands on the engine, kept in the same way. */
  contents(how?: { fresh?: boolean }): Promise<EngineContents>;
  close(): void;
}

export function createObserver(engines: Engines): Observer {
  const inspections: Inspections = new Map();
  let kept: { docker: Docker; at: number; contents: Promise<EngineContents> } | undefined;
  const stop = engines.onEvent((event) => {
    kept = undefined;
    if (event === undefined) inspections.clear();
    else if (event.Type === 'container') inspections.delete(event.Actor.ID);
  });

  const contents: Observer['contents'] = ({ fresh = false } = {}) => {
    const docker = engines.docker();
    if (!fresh && kept !== undefined && kept.docker === docker && Date.now() - kept.at < keepMs)
      return kept.contents;
    if (kept?.docker !== docker) inspections.clear();
    if (fresh) inspections.clear();
    const mine = { docker, at: Date.now(), contents: observeEngine(docker, inspections) };
    kept = mine;
    // A failure is not kept.
    mine.contents.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return mine.contents;
  };

  return {
    contents,
    async forPlan(query, how) {
      const engine = connectedEngine(engines.state());
      const [found, host] = await Promise.all([contents(how), observeHost(engine, query)]);
      return { engine, ...found, host };
    },
    close: stop,
  };
}
