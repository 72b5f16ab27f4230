import type { ErrorInfo } from '@shared/errors';
import type { StreamData, StreamKind, StreamResult, StreamSpecInput, StreamWrite } from '@shared/streams';
import { call, on, toError } from './api';

/** A stream that is open. */
export interface OpenStream {
  write(write: StreamWrite): void;
  /** Ends it; nothing is told any more. */
  close(): void;
}

export interface StreamHooks<K extends StreamKind> {
  /** What came. The main process sends no more than a little until this has returned, or its promise is over. */
  ondata(data: StreamData[K]): void | Promise<void>;
  /** It is over by itself: with an error, or with what its kind gives at the end. */
  onend(end: { readonly error?: ErrorInfo; readonly result?: StreamResult[K] }): void;
}

/** Opens a stream from the main process. Errors, also of opening it, come as its end. */
export function openStream<K extends StreamKind>(
  spec: Extract<StreamSpecInput, { kind: K }>,
  hooks: StreamHooks<K>,
): OpenStream {
  const id = crypto.randomUUID();
  let open = true;
  const stop = (): void => {
    open = false;
    for (const each of stops) each();
  };
  const quietly = (done: Promise<unknown>): void => void done.catch(() => undefined);
  const fail = (error: unknown): void => {
    if (!open) return;
    stop();
    hooks.onend({ error: toError(error) });
  };
  const stops = [
    on('stream', (event) => {
      if (event.id !== id) return;
      const taken = (): void => quietly(call('stream.ack', { id, seq: event.seq }));
      try {
        // The id is this stream's, so its data are of this kind.
        const done = hooks.ondata(event.data as StreamData[K]);
        if (done === undefined) taken();
        else done.then(taken, fail);
      } catch (error) {
        fail(error);
      }
    }),
    on('stream-end', (event) => {
      if (event.id !== id) return;
      stop();
      hooks.onend({
        ...(event.error !== undefined && { error: event.error }),
        ...(event.result != null && { result: event.result as StreamResult[K] }),
      });
    }),
  ];
  call('stream.open', { id, spec }).catch(fail);
  return {
    write: (write) => {
      if (open) quietly(call('stream.write', { id, write }));
    },
    close: () => {
      if (!open) return;
      stop();
      quietly(call('stream.close', id));
    },
  };
}
