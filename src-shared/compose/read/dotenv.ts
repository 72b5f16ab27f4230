import { substitute, type Lookup, type Seen } from './template';

/** What is wrong in an env file; line and offset of its beginning. */
export interface EnvProblem {
  readonly kind: 'name' | 'space' | 'quote' | 'variable' | 'required';
  readonly offset: number;
  readonly text: string;
}

const spaces = /^[\t\v\f\r \u0085\u00a0]+/;
const anySpace = /^[\s\u0085]+/;

/**
 * Reads an env file (`.env`, `env_file`, `label_file`) into `out`, as docker compose does: `KEY=value` or `KEY: value`,
 * `export` before it, comments behind ` #`, quotes ('…' as it stands; "…" with escapes), values over several lines in
 * quotes, variables in unquoted and double-quoted values; `KEY` alone takes what `lookup` gives.
 * Stops at the first problem.
 */
export function readEnv(
  text: string,
  out: Map<string, string>,
  lookup: Lookup,
  seen: (variable: Seen, offset: number) => void = () => {},
): EnvProblem | undefined {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const expand = (value: string, offset: number): string | EnvProblem => {
    const given = substitute(
      value,
      (name) => lookup(name) ?? out.get(name),
      (variable) => seen(variable, offset),
    );
    if (given.ok) return given.text;
    const kind = given.problem === 'required' ? 'required' : 'variable';
    return {
      kind,
      offset,
      text: given.problem === 'required' ? `${given.name}: ${given.reason}` : given.name,
    };
  };
  for (;;) {
    at = statement(text, at);
    if (at >= text.length) return undefined;
    const begin = at;
    const exported = /^export\s+/.exec(text.slice(at, at + 200));
    if (exported !== null) at += 6 + (spaces.exec(text.slice(at + 6, at + 200))?.[0].length ?? 0);
    const line = text.slice(at).split('\n', 1)[0] ?? '';
    const found = /^[\p{L}\p{N}_.\-[\]\s\u0085\u00a0]*?(?=[=:]|$)/u.exec(line);
    if (found === null) return { kind: 'name', offset: begin, text: line };
    const key = found[0].trimEnd();
    const sign = line[found[0].length];
    if (key.includes(' ')) return { kind: 'space', offset: begin, text: key };
    at += found[0].length + 1;
    if (sign === undefined) {
      // A last line without a value is nothing to docker compose unless a line end follows.
      const given = at <= text.length ? lookup(key) : undefined;
      if (given !== undefined) out.set(key, given);
      continue;
    }
    at += spaces.exec(text.slice(at, at + 1000))?.[0].length ?? 0;
    const quote = text[at];
    if (quote !== '"' && quote !== "'") {
      const end = text.indexOf('\n', at);
      const rest = text.slice(at, end === -1 ? text.length : end);
      const value = expand((rest.split(' #', 1)[0] ?? '').trimEnd(), at);
      if (typeof value !== 'string') return value;
      out.set(key, value);
      at = end === -1 ? text.length : end + 1;
      continue;
    }
    const quoted = unquote(text, at, quote);
    if (quoted === undefined) return { kind: 'quote', offset: at, text: line };
    const value = quote === '"' ? expand(escapes(quoted.value), at) : quoted.value;
    if (typeof value !== 'string') return value;
    out.set(key, value);
    at = quoted.end;
  }
}

/** Where the next statement begins: behind space and comments. */
function statement(text: string, from: number): number {
  let at = from;
  for (;;) {
    const space = anySpace.exec(text.slice(at, at + 10_000));
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    if (text[at] !== '#') return at;
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    at = end;
  }
}

function unquote(text: string, from: number, quote: string): { value: string; end: number } | undefined {
  let value = '';
  let escaped = false;
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === quote && !escaped) return { value, end: at + 1 };
    if (char === '\\' && !escaped) {
      escaped = true;
      continue;
    }
    if (escaped && char !== quote) value += '\\';
    escaped = false;
    value += char;
  }
  return undefined;
}

const named: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' },
  // `\$` stands for a `$` that begins no variable.
  $: '$$',
};

/** The escapes of double quotes. `\c` stays; a malformed octal number stays without its first 0. */
function escapes(text: string): string {
  return text.replace(/\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g, (whole, letter?: string, octal?: string) => {
    if (letter !== undefined) return named[letter] ?? whole;
    const digits = octal ?? '';
    return /^[0-7]{3}$/.test(digits) && parseInt(digits, 8) < 256
      ? String.fromCharCode(parseInt(digits, 8))
      : `\\${digits}`;
  });
}
