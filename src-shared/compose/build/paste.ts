import { switchFlags, valueFlags } from './run-flags';

/** What editors and blogs make of quotes. */
const quotes: Readonly<Record<string, string>> = { '“': '"', '”': '"', '„': '"', '‘': "'", '’': "'" };

/** A drive's or a relative path of Windows, outside single quotes. */
const windowsPath = /(?<![\w'\\])(?:[A-Za-z]:|\.{1,2}|~)\\[^\s"']*/g;

/**
 * Puts a pasted `docker run` as bash would want it: typographic quotes and dashes, comments between continued lines,
 * backslashes in Windows paths, variables of PowerShell, cmd and make. Lines stay where they are.
 */
export function tidyPaste(text: string): string {
  const plain = text
    .replace(/\r\n?/g, '\n')
    .replace(/[“”„‘’]/g, (quote) => quotes[quote] ?? quote)
    .replace(/(^|\s)[–—]+(?=[A-Za-z])([\w-]+)/gm, (_, before: string, name: string) => before + dashed(name))
    .replace(windowsPath, (path) => path.replace(/\\(?=.)/g, '\\\\'))
    .replace(/\$\((?:CURDIR|PWD|Get-Location)\)|\$PWD\.Path\b|%cd%|`\s*'?pwd'?\s*`/gi, '$(pwd)')
    .replace(/\$\(\$env:(\w+)\)|\$env:(\w+)|\$\{env:(\w+)\}/gi, (_, ...names: (string | undefined)[]) =>
      variable(names.slice(0, 3).find((name) => name !== undefined)),
    )
    .replace(/\$\(([A-Z][A-Z0-9_]*)\)|%([A-Z][A-Z0-9_]{2,})%/g, (_, make?: string, cmd?: string) =>
      variable(make ?? cmd),
    );
  return withoutComments(plain.split('\n')).join('\n');
}

const variable = (name = ''): string => `\${${name}}`;

/** `–name` was `--name`, `–p` was `-p`, `–it` was `-it`. */
const dashed = (name: string): string =>
  Object.hasOwn(valueFlags, `--${name}`) || Object.hasOwn(switchFlags, `--${name}`)
    ? `--${name}`
    : `-${name}`;

/** A comment behind a line's `\`, or on a line of its own between continued ones, would end the command in bash. */
function withoutComments(lines: readonly string[]): string[] {
  let continued = false;
  return lines.map((line) => {
    const kept = line.replace(/\\[ \t]+#.*$/, '\\');
    const now = continued && /^\s*#/.test(kept) && !/^\s*#\s*(?:sudo\s+)?docker\s/.test(kept) ? '\\' : kept;
    continued = /[\\`^][ \t]*$/.test(now);
    return now;
  });
}
