import { nodeAt, type Node, type Path, type Range } from '../node';
import type { Reading } from '../source';

/**
 * What a value of the files looks like in a command: literal text with `$$` for a dollar, and `${NAME}` where the
 * file names a variable. The variable's value, which may be a secret, is never in it; neither is its default.
 */
export function shownAt(reading: Reading, path: Path, value: string): string {
  const node = nodeAt(reading.tree, path);
  if (node === undefined) return variablesIn(reading, path) ? hidden : literal(value);
  return node.kind === 'scalar' ? (templateOf(reading, node.at) ?? literal(value)) : hidden;
}

/** The same for `command`, `entrypoint`, `healthcheck.test`: a list, or one text in shell words. */
export function shownWords(reading: Reading, path: Path, words: readonly string[]): readonly string[] {
  const node = nodeAt(reading.tree, path);
  if (node === undefined) return variablesIn(reading, path) ? [hidden] : words.map(literal);
  if (!names(reading, node)) return words.map(literal);
  if (node.kind === 'seq' && node.items.length === words.length)
    return words.map((word, i) => shownAt(reading, [...path, i], word));
  const text = node.kind === 'scalar' ? templateOf(reading, node.at) : undefined;
  return text === undefined ? [hidden] : text.split(/\s+/).filter((word) => word !== '');
}

/** `${DB_PASSWORD}` where an environment value is just that; undefined for anything else: it is not shown. */
export function variableAt(reading: Reading, path: Path): string | undefined {
  const node = nodeAt(reading.tree, path);
  const text = node?.kind === 'scalar' ? templateOf(reading, node.at) : undefined;
  return text !== undefined && /^\$\{[A-Za-z_]\w*\}$/.test(text) ? text : undefined;
}

/** Stands for what cannot be shown. */
const hidden = '…';

export function literal(text: string): string {
  return text.replaceAll('$$', '$').replaceAll('$', '$$$$');
}

/** The text of the file at a place, where it names variables: with each of them by its name alone. */
function templateOf(reading: Reading, at: Range): string | undefined {
  const variables = reading.variables.filter((each) => within(each.at, at));
  if (variables.length === 0) return undefined;
  const text = reading.files.find(({ path }) => path === at.file)?.text;
  if (text === undefined) return hidden;
  const source = text.slice(at.from.offset, at.to.offset).trim();
  const quoted = /^(["'])([\s\S]*)\1$/.exec(source)?.[2] ?? source;
  // A block's header, and an environment entry's own name, are no part of the value.
  const bare = quoted.replace(/^[|>][-+0-9]*\s*\n/, '').replace(/^[A-Za-z_]\w*=(?=\$)/, '');
  return bracesClosed(bare);
}

/** Every `$NAME` and `${NAME…}`, nested ones within it included, as `${NAME}`. */
function bracesClosed(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const rest = text.slice(i, i + 200);
    const name = /^\$\{?([A-Za-z_]\w*)/.exec(rest);
    if (rest.startsWith('$$')) {
      out += '$$';
      i++;
    } else if (name === null) out += rest[0] === '$' ? '$$' : (rest[0] ?? '');
    else {
      out += `\${${name[1] ?? ''}}`;
      i = rest.startsWith('${') ? closing(text, i) : i + name[0].length - 1;
    }
  }
  return out;
}

/** Where the brace that `${` at `start` opens is closed. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text.startsWith('${', i)) depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return text.length;
}

function names(reading: Reading, node: Node): boolean {
  return (
    reading.variables.some((each) => within(each.at, node.at)) ||
    (node.kind === 'seq' && node.items.some((item) => names(reading, item))) ||
    (node.kind === 'map' && [...node.entries.values()].some(({ value }) => names(reading, value)))
  );
}

/** Whether the nearest part of the file above a path names variables: then what is below is not shown. */
function variablesIn(reading: Reading, path: Path): boolean {
  for (let length = path.length - 1; length > 1; length--) {
    const node = nodeAt(reading.tree, path.slice(0, length));
    if (node !== undefined) return names(reading, node);
  }
  return true;
}

function within(inner: Range, outer: Range): boolean {
  return (
    inner.file === outer.file && inner.from.offset >= outer.from.offset && inner.to.offset <= outer.to.offset
  );
}
