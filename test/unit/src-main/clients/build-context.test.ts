import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from 'tar-stream';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { buildContext } from '../../../../src-main/clients/build-context';
import { dockerignore } from '../../../../src-main/clients/dockerignore';

describe('.dockerignore', () => {
  it.each([
    ['node_modules', 'node_modules/a/b.js', true],
    ['node_modules', 'src/node_modules/a.js', false],
    ['**/node_modules', 'src/node_modules/a.js', true],
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['**/*.md', 'docs/deep/README.md', true],
    ['*.md\n!README.md', 'README.md', false],
    ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
    ['*\n!src', 'src/main.ts', false],
    ['*\n!src', 'test/main.ts', true],
    ['temp?', 'temp1', true],
    ['temp?', 'temp12', false],
    ['/build/', 'build/a.o', true],
    ['./build', 'build', true],
    ['a/../b', 'b', true],
    ['log[0-9]', 'log7', true],
    ['log[^0-9]', 'log7', false],
    ['# a comment\n\n  spaced  ', 'spaced', true],
    ['\uFEFFfirst', 'first', true],
    ['a.b', 'aXb', false],
    ['.', 'anything', false],
    ['src/**/test', 'src/test', true],
    ['src/**/test', 'src/a/b/test', true],
  ])('%j leaves out %s: %s', (text, path, out) => {
    expect(dockerignore(text).ignores(path)).toBe(out);
  });

  it('enters a folder that is left out where an exception lies below it', () => {
    const rules = dockerignore('vendor\n!vendor/kept/a.txt');
    expect(rules.mayHold('vendor')).toBe(true);
    expect(rules.mayHold('vendor/kept')).toBe(true);
    expect(rules.mayHold('other')).toBe(false);
  });
});

describe("a build's context", () => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  /** A folder with these files. */
  function folderOf(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'flt-context-'));
    folders.push(folder);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  /** The archive's entries: files with their text, folders with `/`, links with `-> target`. */
  async function unpacked(context: { stream: NodeJS.ReadableStream }): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    const reader = extract();
    context.stream.pipe(reader);
    for await (const entry of reader) {
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      const { name, type, linkname } = entry.header;
      found[name] = type === 'symlink' ? `-> ${linkname}` : Buffer.concat(parts).toString();
    }
    return found;
  }

  it('holds what .dockerignore leaves in, links as links, and always the Dockerfile', async () => {
    const folder = folderOf({
      Dockerfile: 'FROM x',
      '.dockerignore': '*\n!src\nsrc/*.log',
      'src/app.js': 'app',
      'src/noise.log': 'noise',
      'secret.env': 'secret',
      'src/empty': '',
    });
    symlinkSync('app.js', join(folder, 'src', 'link.js'));
    const context = await buildContext(folder, { image: 'x' });
    expect(context.dockerfile).toBe('Dockerfile');
    expect(await unpacked(context)).toEqual({
      '.dockerignore': '*\n!src\nsrc/*.log',
      Dockerfile: 'FROM x',
      'src/': '',
      'src/app.js': 'app',
      'src/empty': '',
      'src/link.js': '-> app.js',
    });
  });

  it('takes along a Dockerfile that lies elsewhere, or stands in the compose file', async () => {
    const other = folderOf({ 'Other.Dockerfile': 'FROM other' });
    const folder = folderOf({ 'a.txt': 'a' });
    const outside = await buildContext(folder, { dockerfile: join(other, 'Other.Dockerfile'), image: 'x' });
    expect((await unpacked(outside))[outside.dockerfile]).toBe('FROM other');
    const inline = await buildContext(folder, { inline: 'FROM inline', image: 'x' });
    expect((await unpacked(inline))[inline.dockerfile]).toBe('FROM inline');
  });

  it('prefers the ignore file beside the Dockerfile', async () => {
    const folder = folderOf({
      'web.Dockerfile': 'FROM x',
      'web.Dockerfile.dockerignore': 'b.txt',
      '.dockerignore': 'a.txt',
      'a.txt': 'a',
      'b.txt': 'b',
    });
    const context = await buildContext(folder, { dockerfile: 'web.Dockerfile', image: 'x' });
    expect(Object.keys(await unpacked(context))).toContain('a.txt');
    expect(
      Object.keys(await unpacked(await buildContext(folder, { dockerfile: 'web.Dockerfile', image: 'x' }))),
    ).not.toContain('b.txt');
  });

  it('says which folder or Dockerfile is missing', async () => {
    const folder = folderOf({ 'a.txt': 'a' });
    const why = (work: Promise<unknown>) =>
      work.then(
        () => 'nothing',
        (error: unknown) => (error instanceof AppError ? error.info.code : 'another'),
      );
    expect(await why(buildContext(join(folder, 'gone'), { image: 'x' }))).toBe('build.context');
    expect(await why(buildContext(folder, { image: 'x' }))).toBe('build.dockerfile');
  });
});
