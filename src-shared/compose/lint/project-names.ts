import type { Path } from '../node';
import type { Reading } from '../source';
import { entriesAt } from './access';

/** Top-level names that a place may refer to: which section they come from, and what else may stand there. */
const references: readonly (readonly [RegExp, string])[] = [
  [/^services\.[^.]+\.(depends_on|links|volumes_from)$/, 'services'],
  [/^services\.[^.]+\.extends\.service$/, 'services'],
  [/^services\.[^.]+\.networks$/, 'networks'],
  [/^services\.[^.]+\.secrets(\.source)?$/, 'secrets'],
  [/^services\.[^.]+\.configs(\.source)?$/, 'configs'],
  [/^services\.[^.]+\.volumes(\.source)?$/, 'volumes'],
];

const placeOf = (path: Path): string => path.filter((part) => typeof part === 'string').join('.');

/** The section whose names may stand at a path: `networks` for `services.web.networks`. */
export function sectionFor(path: Path): string | undefined {
  const place = placeOf(path);
  return references.find(([form]) => form.test(place))?.[1];
}

/** Names that the project declares in a section: those of the last reading and those that stand in the text now. */
export function namesFor(section: string, text: string, reading: Reading | undefined): string[] {
  const names = new Set(
    reading === undefined ? [] : entriesAt(reading.tree, [section]).map(({ name }) => name),
  );
  const head = new RegExp(`^${section}:[ \\t]*(?:#.*)?\\r?$`, 'm').exec(text);
  if (head !== null) {
    let indent: string | undefined;
    for (const line of text.slice(head.index + head[0].length + 1).split('\n')) {
      if (/^\s*(#.*)?$/.test(line)) continue;
      const found = /^( +)["']?([\w.-]+)["']?:/.exec(line);
      if (/^\S/.test(line)) break;
      indent ??= found?.[1];
      if (found?.[2] !== undefined && found[1] === indent) names.add(found[2]);
    }
  }
  return [...names];
}
