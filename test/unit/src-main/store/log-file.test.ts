import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogFile, readLogs } from '../../../../src-main/store/log-file';

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'flotilla-log-'))));
afterEach(() => {
  chmodSync(dataDir, 0o700);
  rmSync(dataDir, { recursive: true, force: true });
});
const now = () => new Date('2026-11-29T08:00:00.000Z');
const hide = (text: string) => text.replaceAll('hush', '***');

test('writes a line an event, at once, hidden, for its owner alone', () => {
  createLogFile({ dataDir, hide, now }).write('error', 'first hush\nsecond');
  const path = join(dataDir, 'logs/flotilla.log');
  expect(readFileSync(path, 'utf8')).toBe('2026-11-29T08:00:00.000Z error first ***\n    second\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('keeps one old file, and so never more than twice the limit', () => {
  const log = createLogFile({ dataDir, hide, now, limit: 300 });
  for (let n = 0; n < 40; n++) log.write('info', `number ${String(n)}`);
  const logs = readLogs(dataDir);
  expect(logs.map(({ name }) => name)).toEqual(['flotilla.log', 'flotilla.log.1']);
  for (const { text } of logs) expect(text.length).toBeLessThanOrEqual(300);
  expect(logs[0]?.text).toContain('number 39');
  const numbers = `${logs[1]?.text ?? ''}${logs[0]?.text ?? ''}`.match(/number \d+/g) ?? [];
  expect(numbers).toEqual(numbers.map((_, place) => `number ${String(40 - numbers.length + place)}`));
});

test('goes on in the file that is there', () => {
  createLogFile({ dataDir, hide, now }).write('info', 'one');
  createLogFile({ dataDir, hide, now }).write('info', 'two');
  expect(readLogs(dataDir)[0]?.text.split('\n')).toHaveLength(3);
});

test('does not throw where nothing can be written, and goes on when it can', () => {
  writeFileSync(join(dataDir, 'logs'), 'a file where the folder should be');
  const log = createLogFile({ dataDir, hide, now });
  log.write('error', 'lost');
  expect(readLogs(dataDir)).toEqual([]);
  rmSync(join(dataDir, 'logs'));
  log.write('error', 'kept');
  expect(readLogs(dataDir)[0]?.text).toContain('kept');
});
