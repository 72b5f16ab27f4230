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
  const known = words[error.code];
  if (known !== undefined) context.error(`compose.${known}`, at, `cread.${known}`);
  else if (error.code === 'MISSING_CHAR') {
    context.error('compose.missing-char', at, 'cread.missing-char', { what: error.message });
  } else context.error('compose.syntax', at, 'cread.syntax', { what: error.message });
}

const words: Readonly<Record<string, 'indent' | 'key-lines' | 'escape' | 'alias-bad'>> = {
  BAD_INDENT: 'indent',
  MULTILINE_IMPLICIT_KEY: 'key-lines',
  BLOCK_AS_IMPLICIT_KEY: 'key-lines',
  BAD_DQ_ESCAPE: 'escape',
  BAD_ALIAS: 'alias-bad',
};
