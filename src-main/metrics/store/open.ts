import { join } from 'node:path';
import type { AppError } from '@shared/errors';
import type { MetricStore } from '../types';
import { StoreCore } from './core';
import type { CoreOptions } from './core-options';
import { flushEvery, remoteStore } from './remote';

export interface StoreOptions extends Omit<CoreOptions, 'dir'> {
  /** The history lies in `metrics/` below it. */
  readonly dataDir: string;
  /** The built thread (`out/main/store.js`); absent: the store works in this thread, as in the command and in tests. */
  readonly thread?: string;
}

/**
 * Opens the history. One process writes; where another one does already, this one reads what that one wrote, and takes
 * over when it has gone. A damaged file is put aside, of which `told` hears, and never an error here.
 */
export function openStore(options: StoreOptions): Promise<MetricStore> {
  const { dataDir, thread, ...core } = options;
  const dir = join(dataDir, 'metrics');
  const told = core.told ?? ((_error: AppError) => undefined);
  if (thread !== undefined) return Promise.resolve(remoteStore({ dir, thread, told, budget: core.budget }));
  return Promise.resolve(localStore(new StoreCore({ dir, ...core })));
}

function localStore(core: StoreCore): MetricStore {
  const timer = setInterval(() => core.flush(), flushEvery);
  timer.unref();
  const later = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);
  return {
    append: (samples) => core.append(samples),
    flush: () => later(() => core.flush()),
    query: (query) => later(() => core.query(query)),
    subjects: (from, to, filter) => later(() => core.subjects(from, to, filter)),
    mark: (marks) => later(() => core.mark(marks)),
    unmark: (id) => later(() => core.unmark(id)),
    marks: (from, to, filter) => later(() => core.marks(from, to, filter)),
    size: () => later(() => core.size()),
    close: () =>
      later(() => {
        clearInterval(timer);
        core.close();
      }),
  };
}
