import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { logPieces, type LogPiece } from '../../../../src-main/clients/docker-log-pieces';
import { mergeLogs } from '../../../../src-main/observe/container-merge';
import { createStreams, type StreamSources } from '../../../../src-main/streams/service';
import type { LogRun, StreamEvent, StreamSpec } from '../../../../src-shared/streams';

const time = (n: number): string => `2026-01-02T03:04:05.${String(n).padStart(9, '0')}Z`;

function frame(kind: 1 | 2, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = kind;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** The same bytes in chunks of some size: frames come apart anywhere. */
async function read(bytes: Buffer, size: number, tty = false): Promise<LogPiece[]> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(Buffer.from(bytes.subarray(at, at + size)));
  const pieces: LogPiece[] = [];
  for await (const some of logPieces(Readable.from(chunks), tty)) pieces.push(...some);
  return pieces;
}

describe('the lines of a container’s log', () => {
  const bytes = Buffer.concat([
    frame(1, `${time(1)} one\n`),
    frame(1, `${time(2)} zwölf\n`),
    frame(2, `${time(3)} bad\n`),
    // A long line, in three parts with a timestamp each; its middle cuts through a character.
    Buffer.concat([frame(1, `${time(4)} AA`), frame(1, `${time(5)} BB`), frame(1, `${time(6)} CC\n`)]),
    frame(1, `${time(7)} last without an end`),
  ]);

  it.each([1, 3, 7, 8, 64, 10_000])('are whole however the bytes come apart (%i at a time)', async (size) => {
    const pieces = await read(bytes, size);
    const of = (stderr: boolean): string =>
      pieces
        .filter((piece) => piece.stderr === stderr)
        .map(({ text }) => text)
        .join('');
    expect(of(true)).toBe(`${time(3)} bad\n`);
    expect(of(false)).toBe(
      `${time(1)} one\n${time(2)} zwölf\n${time(4)} AABBCC\n${time(7)} last without an end\n`,
    );
    expect(pieces.every(({ text }) => text.endsWith('\n'))).toBe(true);
  });

  it('of a terminal have no frames', async () => {
    const pieces = await read(Buffer.from(`${time(1)} a\r\n${time(2)} b\r\n${time(3)} c`), 5, true);
    expect(pieces.map(({ text }) => text).join('')).toBe(`${time(1)} a\r\n${time(2)} b\r\n${time(3)} c\n`);
  });
});

describe('merging', () => {
  it('puts the lines of all containers into the order of their times', async () => {
    const runs: LogRun[] = [];
    const merge = mergeLogs((some) => {
      runs.push(...some);
      return Promise.resolve();
    }, false);
    [0, 1, 2].forEach((source) => merge.expect(source));
    const lines = (...at: number[]): LogPiece[] => [
      { stderr: false, text: at.map((n) => `${time(n)} ${String(n)}\n`).join('') },
    ];
    await merge.push(0, lines(1, 4, 7));
    await merge.push(1, lines(2, 5));
    expect(runs).toEqual([]);
    await merge.push(2, lines(3));
    merge.pause(2);
    await merge.push(1, lines(6, 8));
    merge.pause(0);
    merge.pause(1);
    await merge.flush();
    const said = runs
      .map(({ text }) => text)
      .join('')
      .split('\n')
      .filter((line) => line !== '');
    expect(said.map((line) => Number(line.split(' ')[1]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('the stream service', () => {
  const sources = (logs: StreamSources['logs']): StreamSources => ({
    logs,
    terminal: () => Promise.resolve({ exitCode: 0 }),
    stats: () => Promise.resolve(null),
  });
  const spec: StreamSpec = { kind: 'logs', of: { containers: ['x'] }, follow: true };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('lets a source go on when the window has taken in what it was sent, and tells the end', async () => {
    const told: StreamEvent[] = [];
    const streams = createStreams(
      sources(async (_, context) => {
        for (let n = 0; n < 10; n++) await context.send({ runs: [] }, 700_000);
        return null;
      }),
      (event) => told.push(event),
    );
    streams.open('stream-1', spec);
    await settle();
    expect(told).toHaveLength(3);
    await settle();
    expect(told).toHaveLength(3);
    for (let seq = 3; told.at(-1)?.type !== 'stream-end'; seq++) {
      streams.ack('stream-1', seq);
      await settle();
      expect(seq).toBeLessThan(20);
    }
    expect(told.filter(({ type }) => type === 'stream')).toHaveLength(10);
  });

  it('wakes and stops a source whose stream is closed, and says no more', async () => {
    const told: StreamEvent[] = [];
    let ended = '';
    const streams = createStreams(
      sources(async (_, context) => {
        try {
          for (;;) await context.send({ runs: [] }, 5_000_000);
        } finally {
          ended = context.signal.aborted ? 'aborted' : 'by itself';
        }
      }),
      (event) => told.push(event),
    );
    streams.open('stream-1', spec);
    await settle();
    streams.close('stream-1');
    await settle();
    expect(ended).toBe('aborted');
    expect(told).toHaveLength(1);
  });

  it('tells of an error in words, and takes no id twice', async () => {
    const told: StreamEvent[] = [];
    const streams = createStreams(
      sources(async (_, { signal }) => {
        await new Promise((resolve) => setImmediate(resolve));
        throw new Error(signal.aborted ? 'closed' : 'broken');
      }),
      (event) => told.push(event),
    );
    streams.open('stream-1', spec);
    expect(() => streams.open('stream-1', spec)).toThrow('open already');
    await settle();
    await settle();
    expect(told).toMatchObject([
      { type: 'stream-end', error: { code: 'stream.failed', what: { params: { text: 'broken' } } } },
    ]);
  });
});
