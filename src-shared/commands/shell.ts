import type { SecretRef } from '../secrets';

/** A word for a POSIX shell: as it is when nothing in it means anything there, else in single quotes. */
export function sh(word: string): string {
  return /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as a command. */
export function command(...words: readonly (string | number)[]): string {
  return words.map((word) => sh(String(word))).join(' ');
}

/** A long command on several lines, a group of words each. */
export function lines(groups: readonly (readonly string[])[]): string {
  return groups
    .filter((group) => group.length > 0)
    .map((group) => command(...group))
    .join(' \\\n  ');
}

/** One value of `--mount`, which Docker reads as a line of CSV. */
export function mountValue(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}

/** The shell variable that a script holds a secret in. */
export function secretVariable(ref: SecretRef): string {
  return 'env' in ref ? ref.env : 'REDIS_PASSWORD';
}

/** Where a secret comes from, as the inside of double quotes. The secret itself is not known here. */
export function secretExpression(ref: SecretRef): string {
  return 'file' in ref ? `$(head -n 1 ${sh(ref.file)})` : `$${secretVariable(ref)}`;
}

/**
 * A here-document's body whose `${NAME}` places become what `fill` gives. Everything else stays as it is,
 * whatever the shell would make of it.
 */
export function hereDocument(
  content: string,
  fill: Readonly<Record<string, string>>,
): { readonly open: string; readonly body: string; readonly close: string } {
  const filled = Object.keys(fill).length > 0;
  const body = filled
    ? content
        .replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}|[\\$`]/g, (match, name: string | undefined) =>
          name === undefined ? `\\${match}` : (fill[name] ?? `\\${match}`),
        )
        .replace(/\n$/, '')
    : content.replace(/\n$/, '');
  let close = 'CONF';
  while (body.split('\n').includes(close)) close += '_';
  return { open: filled ? `<<${close}` : `<<'${close}'`, body, close };
}
