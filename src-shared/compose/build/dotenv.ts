import type { EnvLine } from './draft';
import { commentLines } from './yaml-text';

/** `.env` with these variables, each quoted so that docker compose reads back what was meant. */
export function dotenvText(lines: readonly EnvLine[], head: readonly string[] = []): string {
  const above = head.flatMap((line) => commentLines(line, ''));
  const body = lines.flatMap(({ name, value, comment }) => [
    ...commentLines(comment, ''),
    `${name}=${dotenvValue(value)}`,
  ]);
  return [...above, ...body].map((line) => `${line}\n`).join('');
}

/**
 * A value for `.env`. Bare where nothing in it means anything to compose; in single quotes everything is literal, but
 * they cannot hold one; in double quotes `\`, `"`, `$` and line breaks are escaped.
 */
export function dotenvValue(value: string): string {
  if (/^[A-Za-z0-9_.,:/@%+=~^-]*$/.test(value)) return value;
  if (!/['\n\r\\]/.test(value)) return `'${value}'`;
  const escaped = value
    .replace(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}
