import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zip } from '../../../../src-main/store/zip';
import { unzip } from '../../../support/unzip';

const entries = [
  { name: 'empty.txt', data: Buffer.alloc(0) },
  { name: 'logs/文件.txt', data: Buffer.from('一行\n'.repeat(500)) },
  { name: 'noise.bin', data: Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)) },
];

test('packs what an unpacker finds again', () => {
  const packed = zip(entries, new Date(2026, 10, 29, 8, 30, 10));
  expect(unzip(packed)).toEqual(entries);
  expect(packed.length).toBeLessThan(8000);
});

test('is a zip to other programs as well', ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-zip-'));
  try {
    writeFileSync(join(folder, 'x.zip'), zip(entries, new Date(2026, 10, 29, 8, 30, 10)));
    const code =
      "import zipfile,sys; z=zipfile.ZipFile('x.zip'); assert z.testzip() is None; z.extractall('out'); print(z.infolist()[0].date_time)";
    const done = spawnSync('python3', ['-c', code], { cwd: folder, encoding: 'utf8' });
    if (done.error) skip('there is no python3 to read it');
    expect(done.stderr).toBe('');
    expect(done.stdout).toBe('(2026, 11, 29, 8, 30, 10)\n');
    expect(readFileSync(join(folder, 'out/logs/文件.txt'))).toEqual(entries[1]?.data);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
