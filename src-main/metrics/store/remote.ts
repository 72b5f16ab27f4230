import { Worker } from 'node:worker_threads';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { MetricMark, MetricResult, Sample, Subject } from '@shared/metrics/model';
import type { MetricStore } from '../types';
import type { FromStore, Request, StoreStart, ToStore } from './messages';
import { SamplePacker, unpackResult, type PackedResult } from './wire';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface RemoteOptions extends StoreStart {
  /** The built thread. */
  readonly thread: string;
  readonly told: (error: AppError) => void;
  /** A call that takes longer, ms, has met something that never ends (an expression of a filter): a new thread. */
  readonly patience?: number;
}

/** A store in a thread of its own. A thread that dies or hangs is replaced; what was on disk is there again. */
export function remoteStore({ thread, told, patience = 10_000, ...start }: RemoteOptions): MetricStore {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let closed = false;
  let worker: Worker | undefined;
  let packer = new SamplePacker();
  const batch: Sample[] = [];
  let posting: NodeJS.Timeout | undefined;

  const ended = (ofWorker: Worker): void => {
    if (worker !== ofWorker) return;
    worker = undefined;
    packer = new SamplePacker();
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { reject } of lost) reject(stopped());
  };
  const heard = (message: FromStore): void => {
    if ('told' in message) {
      told(new AppError(message.told));
      return;
    }
    const call = waiting.get(message.nr);
    waiting.delete(message.nr);
    if ('error' in message)
      call?.reject('plain' in message.error ? new Error(message.error.plain) : new AppError(message.error));
    else call?.resolve(message.value);
  };
  const running = (): Worker => {
    if (worker !== undefined) return worker;
    // It makes little that is young at a time; by default it might take three times sixteen megabytes for it.
    const fresh = new Worker(thread, { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
    worker = fresh;
    fresh.unref();
    fresh.on('message', heard);
    fresh.on('error', (error) => {
      told(stopped(error));
      ended(fresh);
    });
    fresh.on('exit', () => ended(fresh));
    return fresh;
  };
  const post = (): void => {
    clearTimeout(posting);
    posting = undefined;
    if (batch.length === 0) return;
    const target = running();
    const packed = packer.pack(batch.splice(0));
    target.postMessage({ call: 'append', samples: packed } satisfies ToStore, [
      packed.numbers.buffer as ArrayBuffer,
    ]);
  };
  const call = <T>(request: Request): Promise<T> => {
    if (closed) return Promise.reject(stopped());
    post();
    const nr = next++;
    const target = running();
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        ended(target);
        void target.terminate();
      }, patience);
      const done =
        <V>(then: (value: V) => void) =>
        (value: V): void => {
          clearTimeout(timer);
          then(value);
        };
      waiting.set(nr, { resolve: done(resolve as (value: unknown) => void), reject: done(reject) });
      target.postMessage({ nr, ...request } satisfies ToStore);
    });
  };

  const flush = (): Promise<void> => call<void>({ call: 'flush' });
  const timer = setInterval(() => void flush().catch(told), flushEvery);
  timer.unref();
  return {
    append: (samples: readonly Sample[]) => {
      if (closed) return;
      batch.push(...samples);
      posting ??= setTimeout(post, postEvery).unref();
    },
    flush,
    query: async (query): Promise<MetricResult> =>
      unpackResult(await call<PackedResult>({ call: 'query', query })),
    subjects: (from, to, filter) => call<readonly Subject[]>({ call: 'subjects', from, to, filter }),
    mark: async (marks) => {
      await call({ call: 'mark', marks });
    },
    unmark: async (id) => {
      await call({ call: 'unmark', id });
    },
    marks: (from, to, filter) => call<readonly MetricMark[]>({ call: 'marks', from, to, filter }),
    size: () => call<number>({ call: 'size' }),
    close: async () => {
      if (closed) return;
      clearInterval(timer);
      post();
      const last = worker === undefined ? undefined : call<void>({ call: 'close' });
      closed = true;
      await last;
      await worker?.terminate();
    },
  };
}

/** How long samples are gathered before they go to the thread, ms. */
const postEvery = 1000;
/** How often what came is put on disk, ms. */
export const flushEvery = 10_000;

function stopped(cause?: unknown): AppError {
  return new AppError(
    {
      code: 'history.stopped',
      doing: msg('history.doing.read'),
      what: msg('history.stopped'),
      hint: msg('history.stopped.hint'),
    },
    { cause },
  );
}
