import { msg, type Message } from '../../i18n/index';
import type { Finding } from '../../plan';
import { nodeAt, pathText, type Path, type Range } from '../node';
import type { Problem, Reading } from '../source';

/** `compose.yml:12:5`, by the project's folder. */
export function placeText({ file, from }: Range, directory: string): string {
  const folder = directory.endsWith('/') ? directory : `${directory}/`;
  const name = file.startsWith(folder) ? file.slice(folder.length) : file;
  return `${name}:${String(from.line)}:${String(from.column)}`;
}

/** What is wrong with the files, or with the engine for these files, as a plan's findings: errors and warnings. */
export function problemFindings(reading: Reading, problems: readonly Problem[]): Finding[] {
  return problems
    .filter(({ level }) => level !== 'info')
    .map(({ level, code, what, hint, at, path }) => ({
      level,
      code,
      what: msg('cplan.at', { place: placeText(at, reading.directory), what }),
      hint,
      ...(path !== undefined && { path: pathText(path) }),
    }));
}

/** A finding about a part of the files: with its place, where the files have one. */
export function fileFinding(
  reading: Reading,
  level: Finding['level'],
  code: string,
  path: Path,
  words: { readonly what: Message; readonly hint: Message },
): Finding {
  const at = placeOf(reading, path);
  const what =
    at === undefined
      ? words.what
      : msg('cplan.at', { place: placeText(at, reading.directory), what: words.what });
  return { level, code, what, hint: words.hint, path: pathText(path) };
}

/** Where a path's key stands, or else what is nearest above it. */
export function placeOf(reading: Reading, path: Path): Range | undefined {
  for (let length = path.length; length > 0; length--) {
    const key = path[length - 1];
    const above = nodeAt(reading.tree, path.slice(0, length - 1));
    if (above?.kind === 'map' && typeof key === 'string') {
      const entry = above.entries.get(key);
      if (entry !== undefined) return entry.key;
    }
    const node = nodeAt(reading.tree, path.slice(0, length));
    if (node !== undefined) return node.at;
  }
  return undefined;
}
