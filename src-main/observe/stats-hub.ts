import { performance } from 'node:perf_hooks';
import type { EngineStats } from '@shared/containers/stats';
import { errorText } from '@shared/errors';
import type { Docker } from '../clients/docker';

export interface StatsListener {
  /** `heard`: monotonic ms at which it came. */
  stats(stats: EngineStats, heard: number): void;
  /** There will be no more: the container is gone, or the engine is; with why where it was no plain end. */
  end(error?: Error): void;
}

/** The engine's streams of stats, one a container however many listen. */
export interface StatsHub {
  /** Listens to a container's stats, about one a second; returns the way to stop. */
  follow(docker: Docker, id: string, listener: StatsListener): () => void;
}

export function createStatsHub(): StatsHub {
  const going = new Map<string, { listeners: Set<StatsListener>; controller: AbortController }>();

  const pump = async (docker: Docker, id: string, key: string): Promise<void> => {
    const entry = going.get(key);
    if (entry === undefined) return;
    let failure: Error | undefined;
    try {
      for await (const stats of docker.inside.stats(id, entry.controller.signal)) {
        // A container that does not run answers with a zero time.
        if (stats.read.startsWith('0001')) continue;
        const heard = performance.now();
        for (const listener of entry.listeners) listener.stats(stats, heard);
      }
    } catch (error) {
      failure = error instanceof Error ? error : new Error(errorText(error));
    }
    if (going.get(key) === entry) going.delete(key);
    for (const listener of entry.listeners) listener.end(failure);
  };

  return {
    follow(docker, id, listener) {
      const key = `${docker.endpoint} ${id}`;
      const known = going.get(key);
      const entry = known ?? { listeners: new Set<StatsListener>(), controller: new AbortController() };
      entry.listeners.add(listener);
      if (known === undefined) {
        going.set(key, entry);
        void pump(docker, id, key);
      }
      return () => {
        if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return;
        entry.controller.abort();
        if (going.get(key) === entry) going.delete(key);
      };
    },
  };
}
