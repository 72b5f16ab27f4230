/* Variables in texts, as docker compose puts values in their places. */

/** What became of a text; problems name the variable or what is malformed. */
export type Substitution =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly problem: 'malformed' | 'required';
      /** The variable that is required, or the text that is malformed. */
      readonly name: string;
      /** What `${NAME:?why}` says. */
      readonly reason: string;
    };

export type Lookup = (name: string) => string | undefined;

/** Told of every variable that a text names. */
export interface Seen {
  readonly name: string;
  /** Its value came from what stands behind `:-`, `-`, `:+` or `+`. */
  readonly default: boolean;
}

class Failed extends Error {
  constructor(
    readonly problem: 'malformed' | 'required',
    readonly variable: string,
    readonly reason: string,
  ) {
    super(problem);
  }
}

/** Deeper nesting of `${A:-${B:-…}}` is malformed. */
const deepest = 50;

/**
 * Puts values in the place of `$NAME`, `${NAME}`, `${NAME:-default}`, `-`, `:?`, `?`, `:+`, `+`, nested as well;
 * `$$` is one `$`; any other `$` stays. A name begins with a letter or `_`. An unset variable is empty text.
 */
export function substitute(text: string, lookup: Lookup, seen: (variable: Seen) => void): Substitution {
  if (!text.includes('$')) return { ok: true, text };
  try {
    return { ok: true, text: replace(text, lookup, seen, 0) };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { ok: false, problem: error.problem, name: error.variable, reason: error.reason };
  }
}

function replace(text: string, lookup: Lookup, seen: (variable: Seen) => void, depth: number): string {
  if (depth > deepest) throw new Failed('malformed', text, '');
  let out = '';
  let at = 0;
  for (;;) {
    const next = text.indexOf('$', at);
    if (next === -1) return out + text.slice(at);
    out += text.slice(at, next);
    const after = text[next + 1];
    if (after === '$') {
      out += '$';
      at = next + 2;
      continue;
    }
    if (after === '{') {
      const end = closing(text, next + 1);
      const inside = end === -1 ? undefined : text.slice(next + 2, end);
      if (inside === undefined) throw new Failed('malformed', text, '');
      out += braced(inside, text, lookup, seen, depth);
      at = end + 1;
      continue;
    }
    const name = /^[_a-zA-Z][_a-zA-Z0-9]*/.exec(text.slice(next + 1, next + 301))?.[0];
    if (name === undefined) {
      out += '$';
      at = next + 1;
      continue;
    }
    seen({ name, default: false });
    out += lookup(name) ?? '';
    at = next + 1 + name.length;
  }
}

/** The brace that closes the one at `from`; -1 where there is none. */
function closing(text: string, from: number): number {
  let open = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') open++;
    if (text[at] === '}' && --open === 0) return at;
  }
  return -1;
}

function braced(
  inside: string,
  whole: string,
  lookup: Lookup,
  seen: (variable: Seen) => void,
  depth: number,
): string {
  const found = /^([_a-zA-Z][_a-zA-Z0-9]*)(?:(:?[-+?])([\s\S]*))?$/.exec(inside);
  if (found === null) throw new Failed('malformed', whole, '');
  const [, name = '', operator, rest = ''] = found;
  const value = lookup(name);
  if (operator === undefined) {
    seen({ name, default: false });
    return value ?? '';
  }
  const filled = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  // What is not used is looked at all the same: docker compose finds mistakes in it.
  const other = replace(rest, lookup, filled === operator.endsWith('+') ? seen : () => {}, depth + 1);
  switch (operator.at(-1)) {
    case '+':
      seen({ name, default: true });
      return filled ? other : (value ?? '');
    case '?':
      if (!filled) throw new Failed('required', name, other);
      seen({ name, default: false });
      return value ?? '';
    default:
      seen({ name, default: !filled });
      return filled ? (value ?? '') : other;
  }
}
