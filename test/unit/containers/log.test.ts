import { describe, expect, it } from 'vitest';
import { parseAnsi, stripAnsi } from '../../../src-shared/containers/log/ansi';
import { LogBuffer } from '../../../src-shared/containers/log/buffer';
import { levelOf } from '../../../src-shared/containers/log/level';
import { LogSearch } from '../../../src-shared/containers/log/search';

const time = (n: number): string => `2026-01-02T03:04:${String(n % 60).padStart(2, '0')}.000000000Z`;
const run = (source: number, ...lines: string[]) => ({
  source,
  stderr: source === 1,
  text: lines.map((line, n) => `${time(n)} ${line}\n`).join(''),
});

describe('the log buffer', () => {
  it('gives back every line as it came, across pages', () => {
    const buffer = new LogBuffer();
    const lines = Array.from({ length: 20_000 }, (_, n) => `line ${String(n)}`);
    for (let n = 0; n < lines.length; n += 7) buffer.append([run(n % 2, ...lines.slice(n, n + 7))]);
    expect(buffer.end).toBe(lines.length);
    for (const at of [0, 1, 6, 7, 4095, 12_345, 19_999]) {
      expect(buffer.line(at)).toMatchObject({ at, text: lines[at], source: Math.floor(at / 7) % 2 ? 1 : 0 });
    }
    expect(buffer.line(20_000)).toBeUndefined();
  });

  it('takes empty lines, lines without a timestamp, and a terminal’s line ends', () => {
    const buffer = new LogBuffer();
    buffer.append([{ source: 0, stderr: false, text: `${time(1)} \nno time here\n${time(2)} tty\r\n` }]);
    expect([0, 1, 2].map((at) => buffer.line(at)?.text)).toEqual(['', 'no time here', 'tty']);
    expect([0, 1, 2].map((at) => buffer.line(at)?.time)).toEqual([time(1), '', time(2)]);
  });

  it('lets the oldest lines go and keeps the others’ numbers', () => {
    const buffer = new LogBuffer({ maxLines: 5000 });
    for (let n = 0; n < 400; n++)
      buffer.append([
        run(0, ...Array.from({ length: 50 }, (_, i) => `${String(n)}.${String(i)} ${'x'.repeat(50)}`)),
      ]);
    expect(buffer.end).toBe(20_000);
    expect(buffer.first).toBeGreaterThan(13_000);
    expect(buffer.line(buffer.first - 1)).toBeUndefined();
    expect(buffer.line(19_999)?.text).toMatch(/^399\.49 /);
  });
});

describe('the search', () => {
  it('finds by word, expression, case, level and container, a bit at a time and as lines come', () => {
    const buffer = new LogBuffer();
    buffer.append([run(0, 'GET /a 200', 'ERROR of a', '\u001b[31mfail\u001b[0med'), run(1, 'get /b 500')]);
    const find = (question: object): number[] => {
      const search = new LogSearch(buffer, { text: '', regex: false, matchCase: false, ...question }, 0);
      while (!search.done) search.work(1);
      return search.found;
    };
    expect(find({ text: 'get' })).toEqual([0, 3]);
    expect(find({ text: 'GET', matchCase: true })).toEqual([0]);
    expect(find({ text: '/[ab] [45]', regex: true })).toEqual([3]);
    expect(find({ text: 'failed' })).toEqual([2]);
    expect(find({ level: 'error' })).toEqual([1]);
    expect(find({ sources: [1] })).toEqual([3]);
    expect(find({ text: '.' })).toEqual([]);
    expect(() => find({ text: '(', regex: true })).toThrow(SyntaxError);
    const search = new LogSearch(buffer, { text: 'b', regex: false, matchCase: false }, 2);
    search.work(100);
    buffer.append([run(0, 'bb')]);
    expect(search.done).toBe(false);
    search.work(100);
    expect(search.found).toEqual([3, 4]);
  });
});

describe('a line', () => {
  it.each([
    ['2026-01-01 ERROR main - no', 'error'],
    ['{"level":"warn","msg":"x"}', 'warn'],
    ['time=x level=info msg=y', 'info'],
    ['1:M 23 Nov 2026 21:00:00.000 # Warning: no', 'warn'],
    ['1:M 23 Nov 2026 21:00:00.000 * Ready', 'info'],
    ['2026-11-23 [ERROR] [MY-010119] [Server] Aborting', 'error'],
    ['2026/11/23 21:00:00 [error] 7#7: *1 open() failed', 'error'],
    ['2026-11-23 UTC [1] FATAL:  role does not exist', 'error'],
    ['127.0.0.1 - - "GET /error HTTP/1.1" 200', undefined],
    ['no information here', undefined],
  ])('%s is %s', (line, level) => {
    expect(levelOf(line)).toBe(level);
  });

  it('shows colours and hides every other control sequence', () => {
    expect(parseAnsi('a\u001b[1;31mb\u001b[0mc\u001b]0;title\u0007\u001b[2Kd')).toEqual([
      { text: 'a' },
      { text: 'b', colour: 1, bold: true },
      { text: 'c' },
      { text: 'd' },
    ]);
    expect(parseAnsi('\u001b[38;5;9mx\u001b[38;2;1;2;3my')).toEqual([
      { text: 'x', colour: 9 },
      { text: 'y', colour: 9 },
    ]);
    expect(stripAnsi('\u001b[32mok\u001b[0m')).toBe('ok');
  });
});
