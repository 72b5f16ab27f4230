/**
 * A `.dockerignore` file as the Docker CLI reads it: the last pattern that matches decides, `!` takes back, `**` is any
 * number of folders, `#` begins a comment (https://docs.docker.com/build/concepts/context/#dockerignore-files).
 *
 * @returns whether a path (relative to the context, `/` between its parts) is left out, and whether a folder that is
 * left out may still hold something that is not
 */
export function dockerignore(text: string): {
  readonly ignores: (path: string) => boolean;
  readonly mayHold: (folder: string) => boolean;
} {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const back = line.startsWith('!');
      const pattern = clean((back ? line.slice(1) : line).trim());
      return { back, pattern, when: regexOf(pattern) };
    })
    .filter(({ pattern }) => pattern !== '' && pattern !== '.');
  const exceptions = rules.filter(({ back }) => back).map(({ pattern }) => pattern);
  return {
    ignores: (path) => {
      let out = false;
      for (const { back, when } of rules) if (when.test(path)) out = !back;
      return out;
    },
    // As the CLI: a folder is entered when an exception is below it by its letters, or begins with a wildcard.
    mayHold: (folder) =>
      exceptions.some((pattern) => pattern.startsWith(`${folder}/`) || /[*?[]/.test(pattern)),
  };
}

/** `./a//b/` -> `a/b`; `/a` is meant from the context as well. */
function clean(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** Matches the path itself and all below it. */
function regexOf(pattern: string): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const letter = pattern[i] ?? '';
    if (pattern.startsWith('**', i)) {
      i += 1;
      if (pattern[i + 1] === '/') {
        i += 1;
        source += '(?:.*/)?';
      } else source += '.*';
    } else if (letter === '*') source += '[^/]*';
    else if (letter === '?') source += '[^/]';
    else if (letter === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) source += '\\[';
      else {
        source += `[${pattern.slice(i + 1, end).replace(/\\/g, '\\\\')}]`;
        i = end;
      }
    } else if (letter === '\\' && i + 1 < pattern.length) {
      i += 1;
      source += escape(pattern[i] ?? '');
    } else source += escape(letter);
  }
  return new RegExp(`^${source}(?:/.*)?$`, 's');
}

const escape = (letter: string): string => letter.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
