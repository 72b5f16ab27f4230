import { looseLexer } from './yaml-documents';

/** The lexer's marks, which stand for no text: of a document, of a broken end, of a scalar. */
const [documentMark, brokenMark, scalarMark] = ['\x02', '\x18', '\x1f'];

/**
 * Offsets of tabs in the indentation of lines that are blank, hold a comment, or stand in brackets. YAML 1.2 lets them
 * stand; Go's yaml.v3 refuses them, but for two places: in brackets, and where a plain text may go on. It refuses them
 * behind the dash of an entry as well.
 */
export function tabsIn(text: string): number[] {
  if (!/(?:^|[-?]) *\t/m.test(text)) return [];
  const found: number[] = [];
  let [at, line, depth] = [0, 0, 0];
  /** Whether all of the line so far is blank; what the last text was: plain, and its line's innermost column. */
  let isStart = true;
  let isScalar = false;
  let plainIn: number | undefined;
  let column = 0;
  let [isEntry, afterComment] = [false, false];
  for (const lexeme of looseLexer().lex(text)) {
    if (lexeme === documentMark || lexeme === brokenMark) continue;
    if (lexeme === scalarMark) {
      isScalar = true;
      continue;
    }
    const isBreak = lexeme === '\n' || lexeme === '\r\n';
    const isBlank = !isScalar && /^[ \t]+$/.test(lexeme);
    const isComment = !isScalar && lexeme.startsWith('#');
    if (isScalar) {
      if (depth === 0) column = columnOf(text.slice(line, at));
      plainIn = column;
    } else if (isBlank && (isStart || isEntry)) {
      const tab = lexeme.indexOf('\t');
      const goesOn = plainIn === undefined ? depth > 0 : at + tab - line > plainIn;
      // Comments below one another are read as one.
      const isBelow = afterComment && text[at + lexeme.length] === '#';
      if (tab !== -1 && !goesOn && !isBelow) found.push(at + tab);
    } else if (isComment) plainIn = undefined;
    else if (!isBreak && !isBlank) {
      if (depth === 0) column = columnOf(text.slice(line, at));
      plainIn = undefined;
      if (lexeme === '[' || lexeme === '{') depth++;
      if (lexeme === ']' || lexeme === '}') depth = Math.max(0, depth - 1);
    }
    at += lexeme.length;
    if (lexeme.includes('\n')) line = text.lastIndexOf('\n', at - 1) + 1;
    isStart = isBreak || (isStart && !isScalar && lexeme.trim() === '');
    // A block text ends with its line.
    if (isScalar && lexeme.endsWith('\n')) [isStart, plainIn] = [true, undefined];
    if (!isBlank && !isBreak) {
      afterComment = isComment;
      isEntry = !isScalar && depth === 0 && (lexeme === '-' || lexeme === '?');
    }
    isScalar = false;
  }
  return found;
}

/** Where the innermost map or list of a line begins, from what stands before its text. */
function columnOf(before: string): number {
  const [dashes = ''] = /^ *(?:- +)*/.exec(before) ?? [];
  const isEntry = dashes.includes('-') && dashes.length === before.length;
  return isEntry ? dashes.lastIndexOf('-') : dashes.length;
}
