import type { YAMLError } from 'yaml';
import type { Context } from './context';
import type { Places } from './places';

/** A parser's error in our own words, at its place. */
export function syntaxProblem(error: YAMLError, places: Places, context: Context): void {
  const [from, to] = error.pos;
  const at = places.range(from, Math.max(to, from + 1));
  const tab = places.text.lastIndexOf('\n', Math.max(0, from - 1)) + 1;
  const line = /^[ \t]*/.exec(places.text.slice(tab, tab + 400))?.[0] ?? '';
  if (error.code === 'TAB_AS_INDENT' || line.includes('\t')) {
    const where = tab + Math.max(0, line.indexOf('\t'));
    const found = line.includes('\t') ? places.range(where, where + 1) : at;
    context.error('compose.tab', found, 'cread.tab');
    return;
  }
  switch (error.code) {
    case 'BAD_INDENT':
      return context.error('compose.indent', at, 'cread.indent');
    case 'MISSING_CHAR':
      return context.error('compose.missing-char', at, 'cread.missing-char', { what: error.message });
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return context.error('compose.key-lines', at, 'cread.key-lines');
    case 'BAD_DQ_ESCAPE':
      return context.error('compose.escape', at, 'cread.escape');
    case 'BAD_ALIAS':
      return context.error('compose.alias-bad', at, 'cread.alias-bad');
    default:
      return context.error('compose.syntax', at, 'cread.syntax', { what: error.message });
  }
}
