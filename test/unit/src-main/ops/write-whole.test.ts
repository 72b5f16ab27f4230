import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { digestOf, fileError, isFileError, writeWhole } from '../../../../src-main/ops/data/files';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flt-whole-'))));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}
const places = () => ({ path: join(folder, 'sub', 'a.rdb'), draft: join(folder, 'sub', 'a.part') });
const nothing = { progress: () => undefined, check: () => undefined };

describe('a file that is written as a whole', () => {
  it('stands there with its size and checksum, and the draft does not', async () => {
    const seen: number[] = [];
    const ends: string[] = [];
    const written = await writeWhole(places(), chunks('REDIS0011', 'x'.repeat(20), 'end'), {
      progress: (bytes) => seen.push(bytes),
      check: (first, last) => ends.push(first.toString(), last.toString()),
    });
    expect(readFileSync(places().path, 'utf8')).toBe(`REDIS0011${'x'.repeat(20)}end`);
    expect(seen).toEqual([9, 29, 32]);
    expect(ends[0]).toMatch(/^REDIS0011xxxxxxx/);
    expect(ends[1]).toBe(`${'x'.repeat(13)}end`);
    expect(readdirSync(join(folder, 'sub'))).toEqual(['a.rdb']);
    expect(await digestOf(places().path, new AbortController().signal)).toEqual(written);
  });

  it('is not there when the disk is full; the draft has made room again', async () => {
    const probe = await open(join(folder, 'probe'), 'w');
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    vi.spyOn(
      Object.getPrototypeOf(probe) as { writeFile: () => Promise<unknown> },
      'writeFile',
    ).mockRejectedValue(full);
    await probe.close();
    const error: unknown = await writeWhole(places(), chunks('REDIS'), nothing).catch(
      (thrown: unknown) => thrown,
    );
    expect(isFileError(error)).toBe(true);
    const told = fileError(error, places().path, msg('tools.manifest.doing', { path: '' }));
    expect(told instanceof AppError && told.info.code).toBe('disk.full');
    expect(readdirSync(join(folder, 'sub'))).toEqual([]);
  });

  it('leaves what stood there when the source breaks off, or what came is not right', async () => {
    const { path, draft } = places();
    await writeWhole({ path, draft }, chunks('old'), nothing);
    async function* broken(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('new'));
      throw new Error('broke off');
    }
    await expect(writeWhole({ path, draft }, broken(), nothing)).rejects.toThrow('broke off');
    const check = (): void => {
      throw new Error('not right');
    };
    await expect(writeWhole({ path, draft }, chunks('new'), { ...nothing, check })).rejects.toThrow(
      'not right',
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(join(folder, 'sub'))).toEqual(['a.rdb']);
  });

  it('cannot be where a file stands in the way', async () => {
    writeFileSync(join(folder, 'sub'), '');
    const error: unknown = await writeWhole(places(), chunks('x'), nothing).catch(
      (thrown: unknown) => thrown,
    );
    expect(isFileError(error)).toBe(true);
  });
});
