import type { StreamEvent, StreamSpec, StreamWrite } from '../../src-shared/streams';
import { createStreams, type StreamSources } from '../../src-main/streams/service';

/** A stream as the window has it; `text` is everything that it told. */
export function openStream(sources: StreamSources, spec: StreamSpec, ack: boolean) {
  const events: StreamEvent[] = [];
  let wake = (): void => undefined;
  const streams = createStreams(sources, (event) => {
    events.push(event);
    if (ack && event.type === 'stream') streams.ack(event.id, event.seq);
    wake();
  });
  streams.open('stream-under-test', spec);
  const text = (): string =>
    events
      .map((event) => {
        const data = (event.type === 'stream' ? event.data : {}) as {
          text?: string;
          runs?: { text: string }[];
        };
        return data.text ?? data.runs?.map((run) => run.text).join('') ?? '';
      })
      .join('');
  const until = async (done: () => boolean): Promise<void> => {
    const end = Date.now() + 15_000;
    while (!done()) {
      if (Date.now() > end) throw new Error(`it did not come: ${text().slice(-500)}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 500);
      });
    }
  };
  const last = (): StreamEvent | undefined => events.findLast((event) => event.type === 'stream-end');
  return {
    events,
    text,
    /** The lines without their timestamps. */
    lines: () =>
      text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.slice(line.indexOf(' ') + 1)),
    until,
    end: async () => {
      await until(() => last() !== undefined);
      return last() as Extract<StreamEvent, { type: 'stream-end' }>;
    },
    write: (write: StreamWrite) => streams.write('stream-under-test', write),
    ack: (seq: number) => streams.ack('stream-under-test', seq),
    close: () => streams.closeAll(),
  };
}

export type OpenedStream = ReturnType<typeof openStream>;
