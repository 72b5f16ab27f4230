import { AppError, CancelledError, toErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type {
  SpecOf,
  StreamData,
  StreamEvent,
  StreamKind,
  StreamResult,
  StreamSpec,
  StreamWrite,
} from '@shared/streams';

/** What a source of a stream works with. */
export interface StreamContext<K extends StreamKind> {
  /**
   * Sends to the window. `cost` is about how much it is, in bytes. Resolves when there is room for more: a
   * source that waits for it can never outrun the window. Throws CancelledError when the stream was closed.
   */
  send(data: StreamData[K], cost: number): Promise<void>;
  /** Aborted when the window wants no more. */
  readonly signal: AbortSignal;
  /** Hears what the window writes; what came before the first listener is kept for it. */
  onWrite(listener: (write: StreamWrite) => void): void;
}

/** Runs until there is no more to tell; what it gives or throws ends the stream. */
export type StreamSource<K extends StreamKind> = (
  spec: SpecOf<K>,
  context: StreamContext<K>,
) => Promise<StreamResult[K]>;

export type StreamSources = { readonly [K in StreamKind]: StreamSource<K> };

export interface Streams {
  /** `page`: the window that it is for; what it tells goes there alone. */
  open(id: string, spec: StreamSpec, page?: number): void;
  write(id: string, write: StreamWrite): void;
  /** Everything up to `seq` has been taken in. */
  ack(id: string, seq: number): void;
  close(id: string): void;
  /** Those of one window; without one: all. */
  closeAll(page?: number): void;
  /** Resolves when the sources of all that are open or were closed have let go of what they hold: a terminal's shell. */
  ended(): Promise<void>;
}

/** Bytes that may be on their way to the window and not yet taken in, for each stream. */
const inFlight = 2_000_000;
/** Streams that the windows may have open at a time. */
const most = 64;

interface Open {
  readonly controller: AbortController;
  readonly page: number | undefined;
  readonly writes: StreamWrite[];
  listener: ((write: StreamWrite) => void) | undefined;
  /** What is on its way, oldest first. */
  readonly sent: { seq: number; cost: number }[];
  pending: number;
  /** Sources that wait for room. */
  waiting: (() => void)[];
}

/**
 * Streams from sources to the window, whatever flows in them: opened by an id of the window's, written to,
 * acknowledged (so that a fast source waits for a slow window), closed. Names no domain.
 *
 * @param tell sends an event to the window that opened the stream; events of one stream arrive in order
 */
export function createStreams(
  sources: StreamSources,
  tell: (event: StreamEvent, page: number | undefined) => void,
): Streams {
  const streams = new Map<string, Open>();
  const going = new Set<Promise<void>>();

  const refused = (code: string, what: Parameters<typeof msg>[0]): AppError =>
    new AppError({
      code,
      doing: msg('inside.stream.doing'),
      what: { key: what },
      hint: msg('inside.stream.hint'),
    });

  async function run(id: string, spec: StreamSpec, open: Open): Promise<void> {
    const { signal } = open.controller;
    let seq = 0;
    const send = (data: unknown, cost: number): Promise<void> => {
      if (signal.aborted) return Promise.reject(new CancelledError('closed'));
      seq += 1;
      open.sent.push({ seq, cost });
      open.pending += cost;
      tell({ type: 'stream', id, seq, data }, open.page);
      if (open.pending < inFlight) return Promise.resolve();
      return new Promise((resolve, reject) =>
        open.waiting.push(() => (signal.aborted ? reject(new CancelledError('closed')) : resolve())),
      );
    };
    const onWrite = (listener: (write: StreamWrite) => void): void => {
      open.listener = listener;
      for (const write of open.writes.splice(0)) listener(write);
    };
    // A source and its spec are of one kind: the map's type says so, a lookup by a union cannot.
    const source = sources[spec.kind] as (spec: StreamSpec, context: object) => Promise<unknown>;
    try {
      const result = await source(spec, { send, signal, onWrite });
      if (!signal.aborted) tell({ type: 'stream-end', id, result }, open.page);
    } catch (error) {
      if (signal.aborted || error instanceof CancelledError) return;
      const context = {
        code: 'stream.failed',
        doing: msg('inside.stream.doing'),
        hint: msg('inside.stream.hint'),
      };
      tell({ type: 'stream-end', id, error: toErrorInfo(error, context) }, open.page);
    } finally {
      // Its id may have been taken again meanwhile.
      if (streams.get(id) === open) streams.delete(id);
      open.controller.abort();
    }
  }

  const close = (open: Open): void => {
    open.controller.abort();
    for (const wake of open.waiting.splice(0)) wake();
  };

  return {
    open(id, spec, page) {
      if (streams.has(id)) throw refused('stream.taken', 'inside.stream.taken');
      if (streams.size >= most) throw refused('stream.too-many', 'inside.stream.tooMany');
      const open: Open = {
        controller: new AbortController(),
        page,
        writes: [],
        listener: undefined,
        sent: [],
        pending: 0,
        waiting: [],
      };
      streams.set(id, open);
      const mine = run(id, spec, open).finally(() => void going.delete(mine));
      going.add(mine);
    },
    write(id, write) {
      const open = streams.get(id);
      // One that has ended takes no more; the window hears of the end by itself.
      if (open === undefined) return;
      if (open.listener !== undefined) open.listener(write);
      else if (open.writes.length < 1000) open.writes.push(write);
    },
    ack(id, seq) {
      const open = streams.get(id);
      if (open === undefined) return;
      while (open.sent[0] !== undefined && open.sent[0].seq <= seq)
        open.pending -= open.sent.shift()?.cost ?? 0;
      if (open.pending < inFlight / 2) for (const wake of open.waiting.splice(0)) wake();
    },
    close(id) {
      const open = streams.get(id);
      streams.delete(id);
      if (open !== undefined) close(open);
    },
    closeAll(page) {
      for (const [id, open] of [...streams]) {
        if (page !== undefined && open.page !== page) continue;
        streams.delete(id);
        close(open);
      }
    },
    ended: async () => void (await Promise.allSettled(going)),
  };
}
