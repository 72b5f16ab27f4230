import type { LogRun } from '@shared/streams';
import type { LogPiece } from '../clients/docker-log-pieces';

/** Bytes of one container that wait for the others before it has to wait itself. */
const mostWaiting = 400_000;
/** A batch that goes to the window at once. */
const fullBatch = 200_000;
/** How long the lines of one container wait for a silent other, in milliseconds. */
const patienceMs = 120;

interface Queue {
  /** Lines that wait, oldest first, from `at` on. */
  lines: { text: string; stderr: boolean }[];
  at: number;
  bytes: number;
  /** It follows its container and has nothing more for now, or it has ended. */
  quiet: boolean;
  ended: boolean;
  wake: (() => void) | undefined;
}

/** Puts the lines of several containers into one order, by their timestamps. */
export interface Merge {
  /** This container is going to tell something. */
  expect(source: number): void;
  /** Takes a container's lines; resolves when there is room for more. */
  push(source: number, pieces: readonly LogPiece[]): Promise<void>;
  /** This container has no more, for now or for good. */
  pause(source: number): void;
  /** Sends what waits; afterwards nothing is taken. */
  flush(): Promise<void>;
}

/**
 * Lines go on as soon as every container that is not silent has a later one. One that says nothing for 120 ms holds
 * nobody up: what it says afterwards comes afterwards. With one container lines go through as they are.
 *
 * @param send gets runs in order and how many bytes they are; it resolves when there is room
 * @param live containers may be silent for long; otherwise each is waited for until it has a line or has ended
 */
export function mergeLogs(send: (runs: LogRun[], bytes: number) => Promise<void>, live: boolean): Merge {
  const queues = new Map<number, Queue>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> = Promise.resolve();

  const queueOf = (source: number): Queue => {
    const known = queues.get(source);
    if (known !== undefined) return known;
    const made: Queue = { lines: [], at: 0, bytes: 0, quiet: false, ended: false, wake: undefined };
    queues.set(source, made);
    return made;
  };
  const head = (queue: Queue): string | undefined => queue.lines[queue.at]?.text;

  /** The container whose line is the oldest; undefined where one has to be waited for. */
  const next = (all: boolean): readonly [number, Queue] | undefined => {
    let found: readonly [number, Queue] | undefined;
    let oldest: string | undefined;
    for (const [source, queue] of queues) {
      const text = head(queue);
      if (text === undefined) {
        if (!all && !queue.quiet && !queue.ended) return undefined;
        continue;
      }
      // Timestamps have a fixed width: they stand in the order of their texts.
      if (oldest === undefined || text < oldest) {
        oldest = text;
        found = [source, queue];
      }
    }
    return found;
  };

  const drain = (all: boolean): Promise<void> => {
    const runs: { source: number; stderr: boolean; parts: string[] }[] = [];
    let bytes = 0;
    const pass = (): Promise<void> => {
      const ready = runs.map(({ source, stderr, parts }) => ({ source, stderr, text: parts.join('') }));
      const size = bytes;
      runs.length = 0;
      bytes = 0;
      return ready.length === 0 ? Promise.resolve() : send(ready, size);
    };
    sending = sending.then(async () => {
      for (let found = next(all); found !== undefined; found = next(all)) {
        const [source, queue] = found;
        const line = queue.lines[queue.at++];
        if (line === undefined) break;
        queue.bytes -= line.text.length;
        if (queue.at === queue.lines.length) {
          queue.lines = [];
          queue.at = 0;
          queue.wake?.();
        }
        const last = runs.at(-1);
        if (last?.source === source && last.stderr === line.stderr) last.parts.push(line.text);
        else runs.push({ source, stderr: line.stderr, parts: [line.text] });
        bytes += line.text.length;
        if (bytes >= fullBatch) await pass();
      }
      await pass();
    });
    // Who waits for it hears of a failure; the chain itself must not be left rejected.
    sending.catch(() => undefined);
    return sending;
  };

  /** Whoever has nothing by now is silent. */
  const patience = (): void => {
    timer = undefined;
    for (const queue of queues.values()) if (head(queue) === undefined) queue.quiet = true;
    void drain(false).catch(() => undefined);
  };

  return {
    expect: (source) => void queueOf(source),
    async push(source, pieces) {
      const queue = queueOf(source);
      queue.quiet = false;
      queue.ended = false;
      if (queues.size === 1) {
        const runs = pieces.map(({ stderr, text }) => ({ source, stderr, text }));
        sending = sending.then(() =>
          send(
            runs,
            runs.reduce((size, { text }) => size + text.length, 0),
          ),
        );
        await sending;
        return;
      }
      for (const { text, stderr } of pieces) {
        let from = 0;
        for (let to = text.indexOf('\n', from); to >= 0; to = text.indexOf('\n', from)) {
          queue.lines.push({ text: text.slice(from, to + 1), stderr });
          from = to + 1;
        }
        queue.bytes += text.length;
      }
      if (live) timer ??= setTimeout(patience, patienceMs);
      await drain(false);
      if (queue.bytes > mostWaiting) await new Promise<void>((resolve) => (queue.wake = resolve));
    },
    pause(source) {
      queueOf(source).ended = true;
      void drain(false).catch(() => undefined);
    },
    async flush() {
      clearTimeout(timer);
      await drain(true);
      for (const queue of queues.values()) queue.wake?.();
    },
  };
}
