import { describe, expect, it } from 'vitest';
import {
  demux,
  firstFileOf,
  framesText,
  jsonLines,
  tarOf,
} from '../../../../src-main/clients/docker-streams';
import { compareVersions, negotiate } from '../../../../src-main/clients/docker-wire';
import type { AppError } from '../../../../src-shared/errors';

const frame = (stream: number, text: string): Buffer => {
  const data = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(data.length, 4);
  return Buffer.concat([head, data]);
};
async function* chunks(...parts: Buffer[]) {
  await Promise.resolve();
  yield* parts;
}

describe('the engine’s streams', () => {
  it('splits multiplexed output', () => {
    const bytes = Buffer.concat([frame(1, 'a'), frame(2, 'oh'), frame(1, 'ü')]);
    expect(demux(bytes)).toEqual({ stdout: 'aü', stderr: 'oh' });
    expect(framesText(bytes)).toBe('aohü');
    expect(demux(Buffer.alloc(0))).toEqual({ stdout: '', stderr: '' });
  });

  it('takes output without frames (a terminal’s) as it is', () => {
    expect(framesText(Buffer.from('plain words\r\n'))).toBe('plain words\r\n');
  });

  it('reads JSON lines across chunks and inside characters', async () => {
    const bytes = Buffer.from('{"a":"ü"}\r\n\n{"b":2}\n{"c":3}');
    const cut = bytes.indexOf(0xc3) + 1;
    const read: unknown[] = [];
    for await (const value of jsonLines(chunks(bytes.subarray(0, cut), bytes.subarray(cut))))
      read.push(value);
    expect(read).toEqual([{ a: 'ü' }, { b: 2 }, { c: 3 }]);
  });

  it('packs a file and finds it again', async () => {
    const long = `/data/${'x'.repeat(150)}/redis.conf`;
    expect(await firstFileOf(await tarOf(long, 'port 1\n', 0o600))).toBe('port 1\n');
    expect(await firstFileOf(Buffer.alloc(1024))).toBeUndefined();
  });
});

describe('the API version', () => {
  it('is the highest that both know', () => {
    expect(negotiate('1.41', '1.12', 'x')).toBe('1.41');
    expect(negotiate('1.60', '1.44', 'x')).toBe('1.47');
    expect(compareVersions('1.9', '1.41')).toBeLessThan(0);
  });

  it('is refused when there is none', () => {
    const code = (engine: string, least: string): string => {
      try {
        return negotiate(engine, least, 'x');
      } catch (error) {
        return (error as AppError).info.code;
      }
    };
    expect(code('1.40', '1.12')).toBe('engine.too-old');
    expect(code('1.70', '1.60')).toBe('engine.too-new');
  });
});
