import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src-renderer/app.css', import.meta.url), 'utf8');

/** A token's colours, `[light, dark]`, as hex. */
function token(name: string): readonly [string, string] {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  if (found === null) throw new Error(`no token --${name}`);
  return [found[1]!, found[2]!];
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['bg', 'surface', 'surface-2', 'code-bg'];
const words: [string, string][] = [
  ...['text', 'text-2', 'text-3', 'accent', 'ok', 'warn', 'bad'].flatMap((word) =>
    surfaces.map((surface): [string, string] => [word, surface]),
  ),
  ...['ok', 'warn', 'bad'].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ['accent-strong', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-bad', 'bad-solid'],
  ...['text', 'text-2'].flatMap((word) =>
    ['ok-soft', 'warn-soft', 'bad-soft', 'accent-soft', 'surface-3', 'track', 'raised'].map(
      (surface): [string, string] => [word, surface],
    ),
  ),
];
const marks: [string, string][] = [
  ...['border-strong', 'accent'].map((mark): [string, string] => [mark, 'surface']),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n): [string, string] => [`c${String(n)}`, 'surface']),
];

describe('the colour tokens', () => {
  it.each(words)('let %s be read on %s (AA: 4.5)', (word, surface) => {
    for (const theme of [0, 1] as const) {
      expect(contrast(token(word)[theme], token(surface)[theme])).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(marks)('let %s be seen on %s (AA: 3)', (mark, surface) => {
    for (const theme of [0, 1] as const) {
      expect(contrast(token(mark)[theme], token(surface)[theme])).toBeGreaterThanOrEqual(3);
    }
  });
});
