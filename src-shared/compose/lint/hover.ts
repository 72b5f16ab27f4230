import { msg, type Message } from '../../i18n/index';
import { pathText, type Path } from '../node';
import type { Reading } from '../source';
import { entriesAt } from './access';
import { cursorAt } from './cursor';
import { sectionFor } from './project-names';
import { alternatives, schemaAt, typesOf } from './schema';
import type { Hover } from './types';

/** What is known of the key or value at an offset of a compose file; undefined where there is nothing to say. */
export function hoverAt(text: string, offset: number, reading?: Reading): Hover | undefined {
  const variable = variableAt(text, offset, reading);
  if (variable !== undefined) return variable;
  const cursor = cursorAt(text, offset);
  if (cursor === undefined || cursor.comment || cursor.word === '') return undefined;
  const { from, to, word, parent, key } = cursor;
  const isKey = cursor.atKey && cursor.hasColon;
  const path: Path = isKey ? [...parent, word] : key === undefined ? parent : [...parent, key];
  const schema = schemaAt(path);
  const notes = declared(isKey ? parent : path, word, reading);
  if (schema === undefined && notes.length === 0) return undefined;
  const all = schema === undefined ? [] : alternatives(schema);
  const takes = [
    ...new Set(all.flatMap((each) => (each.enum === undefined ? [...typesOf(each)] : [...each.enum]))),
  ];
  const { description, deprecated } = schema ?? {};
  return {
    from,
    to,
    path,
    title: pathText(path).replaceAll('[0]', '[]'),
    ...(description !== undefined && { docs: description }),
    takes: takes.filter((type) => type !== 'null'),
    notes,
    ...(deprecated === true && { deprecated }),
  };
}

/** Where a name that is only referred to here is declared. */
function declared(path: Path, word: string, reading: Reading | undefined): Message[] {
  const section = sectionFor(path);
  if (section === undefined || reading === undefined) return [];
  const found = entriesAt(reading.tree, [section]).find(({ name }) => name === word);
  return found === undefined || found.key.to.offset === 0
    ? []
    : [msg('clint.hover.declared', { line: found.key.from.line })];
}

function variableAt(text: string, offset: number, reading: Reading | undefined): Hover | undefined {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart).split('\n', 1)[0] ?? '';
  for (const found of line.matchAll(/(?<!\$)\$(?:\{(\w+)[^}]*\}|([A-Za-z_]\w*))/g)) {
    const from = lineStart + found.index;
    const to = from + found[0].length;
    if (offset < from || offset > to) continue;
    const name = found[1] ?? found[2] ?? '';
    const use = reading?.variables.find((each) => each.name === name);
    if (use === undefined) return undefined;
    const source = msg(`clint.hover.${use.from}`);
    return {
      ...{ from, to, path: [], title: `$${name}`, takes: [] },
      notes: [msg('clint.hover.variable', { source })],
    };
  }
  return undefined;
}
