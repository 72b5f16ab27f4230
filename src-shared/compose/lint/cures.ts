import { msg } from '../../i18n/index';
import type { Problem, QuickFix, Reading } from '../source';
import { removeLines, sourceOf } from './fixes';
import { put } from './problem';

/** Cures for what reading found by itself, by its code; none where a person must decide. */
export function cures(reading: Reading, { code, at }: Problem): QuickFix[] {
  const source = sourceOf(reading, at);
  if (source === undefined) return [];
  switch (code) {
    case 'compose.version':
      return removeLines(reading, at, at, 'version');
    case 'compose.tab':
      return tab(reading, at.file, at.from.offset);
    case 'compose.variable-malformed':
      return [{ title: msg('clint.fix.dollar'), edits: [put(at, source.replace(/\$(?!\$)/g, '$$$$'))] }];
    case 'compose.variable-unset':
    case 'compose.variable-required':
      return variable(reading, at.file, source, at.from.offset);
    default:
      return [];
  }
}

/** The tabs of one line's indentation, or behind its dash. */
function tab(reading: Reading, file: string, offset: number): QuickFix[] {
  const text = reading.files.find(({ path }) => path === file)?.text ?? '';
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const fix = (from: number, blanks: string, put: string): QuickFix[] => [
    { title: msg('clint.fix.spaces'), edits: [{ file, from, to: from + blanks.length, text: put }] },
  ];
  if (indent.includes('\t')) return fix(start, indent, indent.replaceAll('\t', '  '));
  // Behind the dash of an entry.
  const [blanks = ''] = /^[ \t]*/.exec(text.slice(offset)) ?? [];
  return blanks.includes('\t') ? fix(offset, blanks, ' ') : [];
}

/** An unset variable: a line in .env, where there is one; a default in its place. */
function variable(reading: Reading, file: string, source: string, offset: number): QuickFix[] {
  const unset = reading.variables.find(
    (each) =>
      each.from === 'unset' &&
      each.at.file === file &&
      each.at.from.offset <= offset + source.length &&
      each.at.to.offset >= offset &&
      source.includes(each.name),
  );
  if (unset === undefined) return [];
  const { name } = unset;
  const fixes: QuickFix[] = [];
  const env = reading.files.find(({ kind, path }) => kind === 'env' && path === `${reading.directory}/.env`);
  if (env !== undefined) {
    const gap = env.text === '' || env.text.endsWith('\n') ? '' : '\n';
    const end = env.text.length;
    fixes.push({
      title: msg('clint.fix.env', { variable: name }),
      edits: [{ file: env.path, from: end, to: end, text: `${gap}${name}=\n` }],
    });
  }
  const plain = new RegExp(`(?<!\\$)\\$(?:\\{${name}\\}|${name}(?![A-Za-z0-9_]))`).exec(source);
  if (plain !== null) {
    const from = offset + plain.index;
    fixes.push({
      title: msg('clint.fix.default', { variable: name }),
      edits: [{ file, from, to: from + plain[0].length, text: `\${${name}:-}` }],
    });
  }
  return fixes;
}
