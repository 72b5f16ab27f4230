const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, a: 7 };
const blank = /[\s\0]/;

/**
 * The words of a command line, as bytes, split as redis-cli does it: "…" takes \n, \xff and the like, '…' takes \'
 * only, and a closing quote ends its word. Undefined: quotes that are not closed, or text right after one.
 * Source: sdssplitargs in Redis's sds.c.
 */
export function splitCommandLine(line: string): Uint8Array[] | undefined {
  const words: Uint8Array[] = [];
  const text = Array.from(line);
  let at = 0;
  for (;;) {
    while (at < text.length && blank.test(text[at] ?? '')) at++;
    if (at >= text.length) return words;
    const word: number[] = [];
    let quote: '"' | "'" | undefined;
    for (; ; at++) {
      const char = text[at];
      if (quote === undefined) {
        if (char === undefined || blank.test(char)) break;
        if (char === '"' || char === "'") quote = char;
        else put(word, char);
        continue;
      }
      if (char === undefined) return undefined;
      if (char === quote) {
        const next = text[at + 1];
        if (next !== undefined && !blank.test(next)) return undefined;
        at++;
        break;
      }
      if (quote === '"' && char === '\\' && text[at + 1] !== undefined) at += escaped(word, text, at);
      else if (quote === "'" && char === '\\' && text[at + 1] === "'") put(word, text[++at] ?? '');
      else put(word, char);
    }
    words.push(Uint8Array.from(word));
  }
}

/** Puts what a backslash stands for; gives how many characters after it were used. */
function escaped(word: number[], text: readonly string[], at: number): number {
  const hex = text.slice(at + 2, at + 4).join('');
  if (text[at + 1] === 'x' && /^[0-9a-fA-F]{2}$/.test(hex)) {
    word.push(parseInt(hex, 16));
    return 3;
  }
  const next = text[at + 1] ?? '';
  const code = escapes[next];
  if (code === undefined) put(word, next);
  else word.push(code);
  return 1;
}

function put(word: number[], char: string): void {
  const code = char.codePointAt(0) ?? 0;
  if (code < 128) word.push(code);
  else word.push(...new TextEncoder().encode(char));
}

/** A word's text; bytes that are no UTF-8 come out as replacement marks. */
export function wordText(word: Uint8Array | undefined): string {
  return word === undefined ? '' : new TextDecoder().decode(word);
}

/** Whether a command line holds a password: such a line belongs in no history. As isSensitiveCommand in redis-cli.c, and more. */
export function isSensitiveLine(line: string): boolean {
  const words = (splitCommandLine(line) ?? [new TextEncoder().encode(line)]).map((word) =>
    wordText(word).toLowerCase(),
  );
  const [first = '', second = ''] = words;
  if (/^\s*["']?auth\b/i.test(line) || first === 'auth') return true;
  if (first === 'acl') return second === 'setuser';
  if (first === 'config')
    return (
      second === 'set' && words.some((word) => /^(requirepass|master(auth|user)|tls-.*-pass)$/.test(word))
    );
  if (first === 'hello' || first === 'migrate') return words.some((word) => /^auth2?$/.test(word));
  return first === 'sentinel' && words.some((word) => /pass/.test(word));
}
