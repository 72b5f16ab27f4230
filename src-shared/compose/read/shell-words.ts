/**
 * Splits a command line into its words as docker compose does for `command`, `entrypoint` and the like: quotes and
 * backslashes as in a shell; nothing is expanded; what stands behind an unquoted `;`, `&`, `|`, `<` or `>` is dropped.
 * Undefined where a quote is left open.
 */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word = '';
  let any = false;
  const quote = { escaped: false, double: false, single: false, back: false, dollar: false };
  scan: for (const char of line) {
    if (quote.escaped) {
      word += char;
      quote.escaped = false;
      any = true;
      continue;
    }
    if (char === '\\') {
      if (quote.single) word += char;
      else quote.escaped = true;
      continue;
    }
    if (/[ \t\r\n]/.test(char)) {
      if (quote.single || quote.double || quote.back || quote.dollar) word += char;
      else if (any) {
        words.push(word);
        word = '';
        any = false;
      }
      continue;
    }
    const { single, double, back, dollar } = quote;
    switch (char) {
      case '`':
        if (!single && !double && !dollar) quote.back = !back;
        break;
      case ')':
        if (!single && !double && !back) quote.dollar = !dollar;
        break;
      case '(':
        if (single || double || back) break;
        if (dollar || !word.endsWith('$')) return undefined;
        quote.dollar = true;
        word += char;
        continue;
      case '"':
        if (single || dollar) break;
        if (double) any = true;
        quote.double = !double;
        continue;
      case "'":
        if (double || dollar) break;
        if (single) any = true;
        quote.single = !single;
        continue;
      case ';':
      case '&':
      case '|':
      case '<':
      case '>':
        if (single || double || back || dollar) break;
        // `2>&1`: the number belongs to what is dropped.
        if (char === '>' && /^[0-9]/.test(word)) any = false;
        break scan;
      default:
    }
    any = true;
    word += char;
  }
  if (any) words.push(word);
  return Object.values(quote).some(Boolean) ? undefined : words;
}
