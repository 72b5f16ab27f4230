import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProjectFiles } from '../../../../src-main/store/project-files';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flt-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const yes = (): Promise<boolean> => Promise.resolve(true);
const no = (): Promise<boolean> => Promise.resolve(false);
const unasked = (): Promise<boolean> => Promise.reject(new Error('asked about a chosen file'));
const code = (name: string): unknown =>
  expect.objectContaining({ info: expect.objectContaining({ code: name }) as unknown });

describe('The files of a compose project', () => {
  test('a chosen file is written without a question, also after a restart', async () => {
    const path = join(folder, 'compose.yml');
    writeFileSync(path, 'services: {}\n');
    await createProjectFiles({ dataDir: folder }).choose([path]);
    const files = createProjectFiles({ dataDir: folder });
    expect(files.read([path])).toEqual([{ path, text: 'services: {}\n' }]);
    await expect(files.save({ path, text: 'a: 1\n', base: 'services: {}\n' }, unasked)).resolves.toEqual({
      saved: true,
    });
    expect(readFileSync(path, 'utf8')).toBe('a: 1\n');
  });

  test('another one only when the user allows it, and then it is remembered', async () => {
    const path = join(folder, 'compose.yml');
    const files = createProjectFiles({ dataDir: folder });
    await expect(files.save({ path, text: 'a', base: null }, no)).rejects.toEqual(code('files.refused'));
    expect(files.read([path])).toEqual([{ path }]);
    await files.save({ path, text: 'a', base: null }, yes);
    await files.save({ path, text: 'b', base: 'a' }, unasked);
    expect(readFileSync(path, 'utf8')).toBe('b');
  });

  test('what another program wrote meanwhile is not written over', async () => {
    const path = join(folder, 'compose.yml');
    const files = createProjectFiles({ dataDir: folder });
    await files.choose([path]);
    writeFileSync(path, 'theirs');
    const changed = { saved: false, changed: { path, text: 'theirs' } };
    await expect(files.save({ path, text: 'mine', base: 'old' }, unasked)).resolves.toEqual(changed);
    await expect(files.save({ path, text: 'mine', base: null }, unasked)).resolves.toEqual(changed);
    expect(readFileSync(path, 'utf8')).toBe('theirs');
    rmSync(path);
    await expect(files.save({ path, text: 'mine', base: 'theirs' }, unasked)).resolves.toEqual({
      saved: false,
      changed: { path },
    });
  });

  test('mode and link stay; a new env file is for its owner alone', async () => {
    const real = join(folder, 'real.yml');
    const link = join(folder, 'compose.yml');
    const env = join(folder, '.env');
    writeFileSync(real, 'a');
    chmodSync(real, 0o640);
    symlinkSync(real, link);
    const files = createProjectFiles({ dataDir: folder });
    await files.save({ path: link, text: 'b', base: 'a' }, yes);
    await files.save({ path: env, text: 'PASSWORD=x', base: null }, yes);
    expect(readFileSync(real, 'utf8')).toBe('b');
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(statSync(env).mode & 0o777).toBe(0o600);
  });

  test('files that are no part of a project are not read, nor relative paths, nor large ones', () => {
    const files = createProjectFiles({ dataDir: folder });
    expect(() => files.read(['/etc/hosts'])).toThrow(code('files.kind'));
    expect(() => files.read(['compose.yml'])).toThrow(code('files.absolute'));
    const large = join(folder, 'compose.yml');
    writeFileSync(large, 'x'.repeat(1_000_001));
    expect(() => files.read([large])).toThrow(code('files.tooBig'));
  });
});
