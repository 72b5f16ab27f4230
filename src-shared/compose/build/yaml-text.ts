import { isList, isValueMap, type Comments, type Value, type ValueMap } from './draft';

/** Lists whose few short items read well on one line. */
const onOneLine = new Set(['command', 'entrypoint', 'test', 'profiles', 'cap_add', 'cap_drop', 'aliases']);
const widest = 88;

/**
 * A map as lines of YAML, in block style, two spaces a level, with its comments above the keys. Any YAML reader,
 * 1.1 or 1.2, gives the values back as they were.
 *
 * @param path of the map in the part whose comments are given
 */
export function mapLines(map: ValueMap, comments: Comments, indent: string, path = ''): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [
      ...commentLines(own(comments, at), indent),
      ...entryLines(`${indent}${scalar(key)}:`, key, value, comments, indent, at),
    ];
  });
}

/** A key may be called `constructor`. */
const own = (comments: Comments, path: string): string | undefined =>
  Object.hasOwn(comments, path) ? comments[path] : undefined;

/** A remark as comment lines; a remark of several lines gives as many. */
export function commentLines(text: string | undefined, indent: string): string[] {
  if (text === undefined || text === '') return [];
  return text.split('\n').map((line) => `${indent}#${line === '' ? '' : ` ${line}`}`);
}

function entryLines(
  head: string,
  key: string,
  value: Value,
  comments: Comments,
  indent: string,
  path: string,
): string[] {
  if (value === null) return [head];
  if (isList(value)) {
    const items = value;
    if (items.length === 0) return [`${head} []`];
    const flow = flowList(items);
    const commented = items.some((_, index) => own(comments, `${path}.${String(index)}`) !== undefined);
    if (!commented && onOneLine.has(key) && flow !== undefined && head.length + flow.length < widest)
      return [`${head} ${flow}`];
    return [
      head,
      ...items.flatMap((item, index) => itemLines(item, comments, `${indent}  `, `${path}.${String(index)}`)),
    ];
  }
  if (isValueMap(value)) {
    if (Object.keys(value).length === 0) return [`${head} {}`];
    return [head, ...mapLines(value, comments, `${indent}  `, path)];
  }
  if (typeof value === 'string' && isBlock(value))
    return [`${head} |${chomp(value)}`, ...blockLines(value, indent)];
  return [`${head} ${scalar(value)}`];
}

function itemLines(item: Value, comments: Comments, indent: string, path: string): string[] {
  const above = commentLines(own(comments, path), indent);
  if (isValueMap(item) && Object.keys(item).length > 0) {
    const [first = '', ...rest] = mapLines(item, comments, `${indent}  `, path);
    // A comment above its first key would come between the dash and the key.
    if (first.trimStart().startsWith('#')) return [...above, `${indent}-`, first, ...rest];
    return [...above, `${indent}- ${first.slice(indent.length + 2)}`, ...rest];
  }
  if (isList(item) || isValueMap(item)) return [...above, `${indent}- ${inFlow(item)}`];
  if (item === null) return [...above, `${indent}-`];
  return [...above, `${indent}- ${scalar(item)}`];
}

/** A value on one line, as JSON writes it: YAML reads that as well. */
function inFlow(value: Value): string {
  if (isList(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (isValueMap(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${quoted(key)}: ${inFlow(item)}`)
      .join(', ')}}`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

function flowList(items: readonly Value[]): string | undefined {
  return items.every((item) => typeof item !== 'object') ? inFlow(items) : undefined;
}

/** Several lines, none of which a block scalar would change. */
function isBlock(text: string): boolean {
  return (
    text.includes('\n') &&
    !/^[ \t\n]|\n[ \t]*\n?$/.test(text.replace(/\n$/, '')) &&
    !/[ \t]\n?$|[^\n\t\P{Cc}]|[\u2028\u2029\ufeff]/u.test(text)
  );
}
const chomp = (text: string): string => (text.endsWith('\n') ? '' : '-');
const blockLines = (text: string, indent: string): string[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '' ? '' : `${indent}  ${line}`));

/** A scalar: plain where every reader of YAML takes it as the same, quoted where one might not. */
export function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return isPlain(value) ? value : quoted(value);
}

/** Numbers of any base, times like `22:22`, dates, and the words for true, false and null of YAML 1.1 and 1.2. */
const special =
  /^(?:[-+]?[\d_:.]*(?:e[-+]?\d*)?|[-+]?0x[\da-f_]+|[-+]?0o[0-7]+|[-+]?0b[01_]+|[-+]?\.inf|\.nan|\d{4}-\d\d?-\d\d?.*|y|n|yes|no|on|off|true|false|null|~|<<|=|-)$/i;

function isPlain(text: string): boolean {
  // `build: .`, as everybody writes it.
  if (text === '.') return true;
  return (
    !special.test(text) &&
    /^[A-Za-z0-9_./$~(<^+-]/.test(text) &&
    !/^(?:---|\.\.\.|-\s|<<)/.test(text) &&
    !/[\P{ASCII}\p{Cc}]|: |:$| #| $/u.test(text) &&
    // Ports and the like: quoted as the reference tells everybody to.
    !/^[\d.\-/]*:[\d:.\-/]*$/.test(text)
  );
}

function quoted(text: string): string {
  // JSON's escapes are YAML's as well; U+2028 and its like are line breaks to YAML 1.1.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
