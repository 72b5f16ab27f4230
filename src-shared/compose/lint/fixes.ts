import { msg } from '../../i18n/index';
import type { Range } from '../node';
import type { QuickFix, Reading } from '../source';
import { isEmpty, put, yamlText } from './problem';

export type Section = 'services' | 'networks' | 'volumes' | 'secrets' | 'configs';

const textIn = (reading: Reading, file: string): string | undefined =>
  reading.files.find(({ path, kind }) => path === file && kind === 'compose')?.text;

/** What a range covers in its file; undefined where the file's text is not there. */
export function sourceOf(reading: Reading, at: Range): string | undefined {
  return textIn(reading, at.file)?.slice(at.from.offset, at.to.offset);
}

/** Whether a key stands in a file; what reading adds by itself (the default network) has a place that is not its own. */
export function isWritten(reading: Reading, key: Range, name: string): boolean {
  return !isEmpty(key) && (sourceOf(reading, key)?.includes(name) ?? true);
}

/** Declares a network, volume, secret or config in the file that names it. */
export function declare(reading: Reading, at: Range, section: Section, name: string): QuickFix[] {
  const text = textIn(reading, at.file);
  if (text === undefined || !/^[\w.-]+$/.test(name)) return [];
  const body = section === 'secrets' || section === 'configs' ? `\n    file: ./${name}.txt` : '';
  const head = new RegExp(`^${section}:[ \\t]*(#.*)?$`, 'm').exec(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (written: string): string => written.replaceAll('\n', eol);
  if (head === null) {
    // `networks: {}` on one line: where to put it is the author's to say.
    if (new RegExp(`^${section}:`, 'm').test(text)) return [];
    const gap = text.endsWith('\n') ? '\n' : '\n\n';
    const put = lines(`${gap}${section}:\n  ${name}:${body}\n`);
    return [
      {
        title: msg('clint.fix.declare', { name }),
        edits: [{ file: at.file, from: text.length, to: text.length, text: put }],
      },
    ];
  }
  const end = head.index + head[0].length;
  const indent = /^\r?\n(?:[ \t]*(?:#.*)?\r?\n)*( +)\S/.exec(text.slice(end))?.[1] ?? '  ';
  const put = lines(`\n${indent}${name}:${body.replace('    ', indent + '  ')}`);
  return [
    {
      title: msg('clint.fix.declare', { name }),
      edits: [{ file: at.file, from: end, to: end, text: put }],
    },
  ];
}

/** Writes another name where one stands: the did-you-mean of references. */
export function rename(reading: Reading, at: Range, from: string, to: string): QuickFix[] {
  const source = sourceOf(reading, at);
  if (source === undefined || isEmpty(at)) return [];
  const index = source.indexOf(from);
  // In a longer text (`db:alias`, `service:db`) only the name changes.
  if (index === -1) return [];
  const start = at.from.offset + index;
  return [
    {
      title: msg('clint.fix.write', { text: to }),
      edits: [{ file: at.file, from: start, to: start + from.length, text: to }],
    },
  ];
}

/** Replaces a whole value. */
export function write(at: Range, text: string): QuickFix[] {
  return isEmpty(at) ? [] : [{ title: msg('clint.fix.write', { text }), edits: [put(at, yamlText(text))] }];
}

/** Takes whole lines out, from a key to the end of its value. */
export function removeLines(reading: Reading, key: Range, value: Range, name: string): QuickFix[] {
  const text = textIn(reading, key.file);
  if (text === undefined || value.file !== key.file) return [];
  const from = text.lastIndexOf('\n', key.from.offset - 1) + 1;
  if (text.slice(from, key.from.offset).trim() !== '') return [];
  const last = Math.max(key.to.offset, value.to.offset - (text[value.to.offset - 1] === '\n' ? 1 : 0));
  const end = text.indexOf('\n', last);
  return [
    {
      title: msg('clint.fix.remove', { name }),
      edits: [{ file: key.file, from, to: end === -1 ? text.length : end + 1, text: '' }],
    },
  ];
}

/** Another host port in a port's text: `8080:80` -> `8081:80`. */
export function otherPort(reading: Reading, at: Range, from: number, to: number): QuickFix[] {
  const source = sourceOf(reading, at);
  if (source === undefined) return [];
  const found = new RegExp(`(^|[^\\d])${String(from)}(?=$|[^\\d])`).exec(source);
  // A range's ends belong together, and a variable's value stands elsewhere.
  if (found === null || /[$\n]|\d-\d/.test(source)) return [];
  const start = at.from.offset + found.index + (found[1]?.length ?? 0);
  return [
    {
      title: msg('clint.fix.port', { port: String(to) }),
      edits: [{ file: at.file, from: start, to: start + String(from).length, text: String(to) }],
    },
  ];
}
