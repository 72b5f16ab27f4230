import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseSpecFile } from '@shared/specfile';
import { readArguments } from '../../src-main/cli/args';

const texts = ['README.md', 'README.zh-CN.md'] as const;
const blocks = (file: string, language: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );

/** The command lines of `flotilla`, without comments, redirections and what stands before them. */
const commands = (file: string): string[] =>
  blocks(file, 'sh')
    .join('\n')
    .split('\n')
    .flatMap((line) => /npx flotilla (.*?)(?:\s+[>#].*)?$/.exec(line)?.[1]?.trim() ?? []);

test.each(texts)('every command in %s is one that there is, with options that it has', (file) => {
  const all = commands(file);
  expect(all.length).toBeGreaterThan(30);
  for (const line of all) {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    expect(readArguments(words).command, line).toBeDefined();
  }
});

test.each(texts)('the spec file in %s is a sound one', (file) => {
  const [spec = ''] = blocks(file, 'yaml');
  expect(parseSpecFile(spec, 'demo.yml')).toMatchObject({ ok: true, spec: { name: 'demo', masters: 3 } });
});

test('both languages show the same commands', () => {
  const chinese = commands('README.zh-CN.md').map((line) => line.replace(/ --lang zh-CN$/, ''));
  expect(chinese).toEqual(commands('README.md'));
});
