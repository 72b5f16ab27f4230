import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/* What the documents name is there: files of the checkout, pages that they link to, scripts of npm. */

const texts = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

test.each(texts)('%s names nothing that is not there', (file) => {
  const text = readFileSync(file, 'utf8');
  const found = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
  const files = found(
    /`((?:src-main|src-shared|src-renderer|test|scripts|docs|packaging|resources)\/[\w./-]+\.\w+)`/g,
  );
  const links = found(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g).map((name) => join(dirname(file), name));
  expect([...files, ...links].filter((name) => !existsSync(name))).toEqual([]);
  const named = found(/npm run ([\w:-]+)/g);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
