import type { DockerEvent } from '../clients/docker';

const throttleMs = 300;

/** Tells listeners that something changed on the engine: each event at once, and all of them throttled. */
export interface Bell {
  /** undefined: anything may have changed. */
  ring(event: DockerEvent | undefined): void;
  onEvent(listener: (event: DockerEvent | undefined) => void): () => void;
  onChange(listener: () => void): () => void;
  close(): void;
}

export function createBell(): Bell {
  const each = new Set<(event: DockerEvent | undefined) => void>();
  const throttled = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  return {
    ring(event) {
      for (const listener of each) listener(event);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const listener of throttled) listener();
      }, throttleMs);
    },
    onEvent(listener) {
      each.add(listener);
      return () => void each.delete(listener);
    },
    onChange(listener) {
      throttled.add(listener);
      return () => void throttled.delete(listener);
    },
    close() {
      clearTimeout(timer);
    },
  };
}

/** Whether an event changes what can be seen: looking into a container (exec, copy, top) does not. */
export function isChange({ Type, Action }: DockerEvent): boolean {
  if (Type === 'volume') return Action === 'create' || Action === 'destroy' || Action === 'prune';
  return !/^(exec_|top|attach|detach|resize|export|archive-path|extract-to-dir|copy)/.test(Action);
}
