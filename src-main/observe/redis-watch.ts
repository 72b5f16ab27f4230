import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';
import { eventsBetween, type ClusterLook } from '@shared/redis-cluster/timeline-diff';

export interface WatcherDeps {
  /** One look at a cluster: as it is shown, and as events are told from it. Throws AppError. */
  readonly look: (name: string) => Promise<{ readonly status: ClusterStatus; readonly look: ClusterLook }>;
  /** Hears of every look, and of what has happened since the one before. */
  readonly tell: (name: string, status: ClusterStatus, events: readonly ClusterEvent[]) => void;
  /** Milliseconds from one look to the next. Default 1000. */
  readonly everyMs?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface Watcher {
  /** Begins to watch, or goes on; returns the way to stop. The last one to stop ends it. */
  watch(name: string): () => void;
  /** What happened while it was watched, oldest first; the last thousand. */
  events(name: string): readonly ClusterEvent[];
  close(): void;
}

const kept = 1000;

/** Looks at clusters again and again while somebody watches them. What it saw is kept for who comes later. */
export function createWatcher({ look, tell, everyMs = 1000, now = Date.now }: WatcherDeps): Watcher {
  const seen = new Map<string, ClusterEvent[]>();
  const going = new Map<string, { holders: number; stop: () => void }>();

  const begin = (name: string): (() => void) => {
    let before: ClusterLook | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const round = async (): Promise<void> => {
      const begun = now();
      try {
        const { status, look: after } = await look(name);
        // Where nobody answers there is nothing to compare with.
        const silent = after.nodes.length === 0;
        // A move of slots raises the epoch with each slot: that tells nothing.
        const events =
          before === undefined || silent
            ? []
            : eventsBetween(before, after, now()).filter(({ kind }) => kind !== 'epoch');
        if (!silent) before = after;
        const all = [...(seen.get(name) ?? []), ...events].slice(-kept);
        seen.set(name, all);
        if (!over) tell(name, status, events);
      } catch {
        // The engine is away for a while, or the cluster is gone: the page finds out by itself.
      }
      if (!over) timer = setTimeout(() => void round(), Math.max(100, everyMs - (now() - begun)));
    };
    void round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  };

  return {
    watch(name) {
      const entry = going.get(name) ?? { holders: 0, stop: begin(name) };
      entry.holders++;
      going.set(name, entry);
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        entry.holders--;
        if (entry.holders > 0) return;
        entry.stop();
        if (going.get(name) === entry) going.delete(name);
      };
    },
    events: (name) => seen.get(name) ?? [],
    close() {
      for (const { stop } of going.values()) stop();
      going.clear();
    },
  };
}
