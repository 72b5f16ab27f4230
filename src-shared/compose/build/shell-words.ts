/** One command of a pasted text, as a shell would split it. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** Where it begins, from 1. */
  readonly line: number;
}

export interface ShellWord {
  /** Its text as a compose file takes it: quotes gone, `$NAME` a variable where the shell would fill it in, else `$$`. */
  readonly value: string;
  /** As `value`, but dollar signs are dollar signs. */
  readonly plain: string;
  readonly line: number;
  /** It has a part that only a shell can know: `$(…)`, a backquote. */
  readonly computed: boolean;
}

/**
 * Splits pasted text into commands: quotes, escapes, comments, `\` at a line's end (also PowerShell's backquote and
 * cmd's `^`), `;`, `&&`, `||`, `|`, prompts (`$ `, `# `, `> `, `root@host:~# `). `$(pwd)` and `$PWD` become `.`, for a
 * compose file's paths begin at its folder. Never throws: an open quote ends with the text.
 */
export function shellCommands(text: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: ShellWord[] = [];
  let value = '';
  let plain = '';
  let computed = false;
  let inWord = false as boolean;
  let line = 1;
  let wordLine = 1;
  let i = 0;
  const source = `${text.replace(/\r\n?/g, '\n').slice(0, 1_000_000)}\n`;

  const add = (asValue: string, asPlain = asValue): void => {
    if (!inWord) wordLine = line;
    inWord = true;
    value += asValue;
    plain += asPlain;
  };
  const literal = (char: string): void => add(char === '$' ? '$$' : char, char);
  const endWord = (): void => {
    if (inWord) words.push({ value, plain, line: wordLine, computed });
    value = plain = '';
    inWord = computed = false;
  };
  const endCommand = (): void => {
    endWord();
    const first = words[0];
    if (first !== undefined) commands.push({ words, line: first.line });
    words = [];
  };
  /** What a dollar sign begins, outside single quotes; gives the index behind it. */
  const dollar = (): number => {
    const rest = source.slice(i);
    const here = /^(?:\$\(pwd\)|\$\{PWD\}|\$PWD(?!\w)|\$\{pwd\})/i.exec(rest)?.[0];
    if (here !== undefined) {
      add('.');
      return i + here.length;
    }
    const name = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?::?[-?+][^{}\n]*)?\})/.exec(rest)?.[0];
    if (name !== undefined) {
      add(name.startsWith('${') ? name : `\${${name.slice(1)}}`, name);
      return i + name.length;
    }
    const computedPart = /^\$\([^()\n]*\)/.exec(rest)?.[0];
    if (computedPart !== undefined) {
      for (const char of computedPart) literal(char);
      computed = true;
      return i + computedPart.length;
    }
    literal('$');
    return i + 1;
  };

  while (i < source.length) {
    const char = source.charAt(i);
    const next = source.charAt(i + 1);
    if (char === '\n') {
      endCommand();
      line++;
      i++;
    } else if (
      (char === '\\' || char === '^') &&
      /^[ \t]*\n/.test(source.slice(i + 1, i + 40)) &&
      (char === '\\' || !inWord)
    ) {
      // Blanks behind the backslash are a common slip in pasted text; what was meant is plain.
      endWordIfBlankFollows();
      i = source.indexOf('\n', i) + 1;
      line++;
    } else if (char === '`' && next === '\n') {
      endWord();
      i += 2;
      line++;
    } else if (char === '\\') {
      literal(next);
      i += 2;
    } else if (char === "'") {
      const end = source.indexOf("'", i + 1);
      const inside = source.slice(i + 1, end < 0 ? undefined : end);
      add('');
      for (const each of inside) literal(each);
      line += inside.split('\n').length - 1;
      i = end < 0 ? source.length : end + 1;
    } else if (char === '"') {
      add('');
      i++;
      while (i < source.length && source.charAt(i) !== '"') {
        const inner = source.charAt(i);
        if (inner === '\n') line++;
        if (inner === '\\' && '$`"\\\n'.includes(source.charAt(i + 1))) {
          if (source.charAt(i + 1) === '\n') line++;
          else literal(source.charAt(i + 1));
          i += 2;
        } else if (inner === '$') i = dollar();
        else {
          literal(inner);
          i++;
        }
      }
      i++;
    } else if (char === '$') {
      // A prompt, not a variable.
      if (words.length === 0 && !inWord && /[ \t]/.test(next)) i++;
      else i = dollar();
    } else if (char === '`') {
      const end = source.indexOf('`', i + 1);
      const inside = source.slice(i, end < 0 ? source.length - 1 : end + 1);
      // `#optional` between backquotes is a comment, and nothing to the command.
      if (end > 0 && inside.startsWith('`#')) {
        i = end + 1;
        continue;
      }
      for (const each of inside.replaceAll('\n', ' ')) literal(each);
      line += inside.split('\n').length - 1;
      computed = true;
      i += inside.length;
    } else if (char === '#' && !inWord) {
      // `# docker run` is a root prompt; other words behind it are a comment.
      if (
        words.length === 0 &&
        /^#[ \t]*(?:sudo[ \t]+)?(?:docker|podman|nerdctl)[ \t]/.test(source.slice(i, i + 60))
      )
        i++;
      else i = source.indexOf('\n', i);
    } else if (char === '>' && words.length === 0 && !inWord) i++;
    else if (/[;|&]/.test(char)) {
      endCommand();
      i++;
    } else if (/\s/.test(char)) {
      endWord();
      i++;
    } else {
      literal(char);
      i++;
    }
  }
  endCommand();
  return commands;

  function endWordIfBlankFollows(): void {
    // `a\` + newline + `b` is one word to a shell; in pasted commands a flag follows and a blank was meant.
    if (
      /^\s*-/.test(source.slice(source.indexOf('\n', i) + 1)) ||
      /[ \t]/.test(source.charAt(source.indexOf('\n', i) + 1))
    )
      endWord();
  }
}
