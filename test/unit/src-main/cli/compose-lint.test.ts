import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../../../src-main/cli/main';
import { tempDir } from '../runner/fake';

let out = '';
beforeEach(() => {
  out = '';
  vi.stubEnv('LANG', 'C.UTF-8');
  vi.stubEnv('LC_ALL', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** `flotilla compose lint` on a file of that text. It needs no engine, so none is opened. */
async function lint(text: string, ...more: string[]): Promise<{ code: number; out: string }> {
  const file = join(tempDir(), 'compose.yml');
  writeFileSync(file, text);
  const open = () => Promise.reject(new Error('opened'));
  const code = await main(['compose', 'lint', file, ...more], { version: '1', open });
  return { code, out: out.replaceAll(file, 'FILE') };
}

describe('flotilla compose lint', () => {
  it('is content with a file that is fine', async () => {
    expect(await lint('services:\n  web:\n    image: a:1\n')).toEqual({ code: 0, out: 'No problems\n' });
  });

  it('names the place of what is wrong, and what to do', async () => {
    const { code, out: told } = await lint('services:\n  web:\n    imagee: a:1\n');
    expect(code).toBe(2);
    expect(told).toContain(
      'FILE:3:5: Error: Compose knows no “imagee” in services.web\n  → Did you mean “image”?\n',
    );
  });

  it('succeeds where there is only advice', async () => {
    const { code, out: told } = await lint('services:\n  web:\n    image: nginx\n');
    expect(code).toBe(0);
    expect(told).toContain('FILE:3:12: note: ');
  });

  it('gives a list for programs, in the language that is asked for', async () => {
    const { code, out: told } = await lint(
      'services:\n  web:\n    imagee: a:1\n',
      '--json',
      '--lang',
      'zh-CN',
    );
    expect(code).toBe(2);
    expect(JSON.parse(told)).toEqual([
      {
        ...{ level: 'error', code: 'compose.unknown-key', file: 'FILE', line: 3, column: 5 },
        ...{ what: 'Compose 在 services.web 中没有“imagee”这个键', hint: '是不是想写“image”？' },
      },
    ]);
  });

  it('says which files cannot be read at all', async () => {
    expect((await lint('services: [\n')).code).toBe(2);
  });
});
