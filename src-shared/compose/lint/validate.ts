import { msg, raw } from '../../i18n/index';
import { nearest } from '../../nearest';
import { pathText, type MapNode, type Node, type Path, type ScalarNode, type SeqNode } from '../node';
import { isTime } from '../read/scalars';
import type { Problem, QuickFix } from '../source';
import { byPlace, isEmpty, problem, put, yamlText } from './problem';
import { alternatives, composeSchema, homeOf, keysOf, matches, propertyOf, resolve, typesOf } from './schema';
import type { Schema } from './schema';
import { oneOfMessage, typeMessage, wantsMessage } from './type-names';

/**
 * What a merged and interpolated tree (short forms still as written) breaks of the compose schema: unknown keys,
 * kinds of values, values out of a list. By place; of several alternatives the one of the value's kind is judged.
 */
export function validate(tree: MapNode): Problem[] {
  const found: Problem[] = [];
  check(tree, composeSchema, [], found);
  const files = [...new Set(found.map(({ at }) => at.file))];
  return found.sort(byPlace(files.includes(tree.at.file) ? [tree.at.file, ...files] : files));
}

/** A value's kind as JSON Schema names it. */
function kindOf(node: Node): string {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'seq') return 'array';
  const { value } = node;
  if (value === null) return 'null';
  if (isTime(node)) return 'date';
  if (typeof value !== 'number') return typeof value;
  return Number.isInteger(value) ? 'integer' : 'number';
}

/**
 * Whether a schema takes values of a kind: a whole number is a `number` as well. A date is printed where any value is
 * (in `environment` and `labels`), and is nothing where text alone is due.
 */
function takes(schema: Schema, kind: string): boolean {
  const types = typesOf(schema);
  if (kind === 'date') return types.length === 0 || (types.includes('string') && types.includes('number'));
  return types.length === 0 || types.includes(kind) || (kind === 'integer' && types.includes('number'));
}

/** The path of where a walk is; a problem that keeps it takes a copy. */
type Trail = (string | number)[];

function check(node: Node, schema: Schema, path: Trail, found: Problem[]): void {
  const all = alternatives(schema);
  const kind = kindOf(node);
  const fitting = all.filter((each) => takes(each, kind));
  const [first] = fitting;
  if (first === undefined) {
    found.push(wrongKind(node, all, [...path]));
    return;
  }
  if (fitting.length === 1) {
    checkKind(node, first, path, found);
    return;
  }
  let best: Problem[] | undefined;
  for (const each of fitting) {
    const here: Problem[] = [];
    checkKind(node, each, path, here);
    if (best === undefined || here.length < best.length) best = here;
    if (here.length === 0) break;
  }
  for (const each of best ?? []) found.push(each);
}

function checkKind(node: Node, schema: Schema, path: Trail, found: Problem[]): void {
  if (node.kind === 'map') checkMap(node, schema, path, found);
  else if (node.kind === 'seq') checkList(node, schema, path, found);
  else checkScalar(node, schema, path, found);
}

function checkMap(map: MapNode, schema: Schema, path: Trail, found: Problem[]): void {
  for (const [key, entry] of map.entries) {
    const own = propertyOf(schema, key);
    if (own !== undefined) {
      path.push(key);
      check(entry.value, own, path, found);
      path.pop();
    } else if (schema.additionalProperties === false) found.push(unknownKey(map, key, schema, [...path]));
  }
  for (const key of schema.required ?? [])
    if (!map.entries.has(key))
      found.push(
        problem(
          'error',
          'required',
          map.at,
          msg('clint.required', { path: pathText(path), key }),
          msg('clint.required.hint', { key }),
          { path: [...path] },
        ),
      );
}

function checkList(list: SeqNode, schema: Schema, path: Trail, found: Problem[]): void {
  const { items } = schema;
  if (items !== undefined)
    for (const [index, item] of list.items.entries()) {
      path.push(index);
      check(item, items, path, found);
      path.pop();
    }
  if (schema.uniqueItems !== true) return;
  const seen = new Map<string, Node>();
  list.items.forEach((item, index) => {
    if (item.kind !== 'scalar') return;
    const key = `${typeof item.value} ${String(item.value)}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, item);
    else
      found.push(
        problem(
          'error',
          'duplicate-item',
          item.at,
          msg('clint.duplicateItem', { path: pathText(path) }),
          msg('clint.duplicateItem.hint', { line: before.at.from.line }),
          { path: [...path, index], related: [before.at] },
        ),
      );
  });
}

function checkScalar(node: ScalarNode, schema: Schema, trail: Trail, found: Problem[]): void {
  const { value } = node;
  // Most schemas ask for a kind of value and no more.
  if ((schema.enum ?? schema.pattern ?? schema.minimum ?? schema.maximum) === undefined) return;
  const path = [...trail];
  const where = pathText(path);
  if (typeof value === 'string' && schema.enum !== undefined && !schema.enum.includes(value)) {
    const near = nearest(value, schema.enum);
    found.push(
      problem(
        'error',
        'choice',
        node.at,
        msg('clint.choice', { path: where, value }),
        near === undefined ? oneOfMessage(schema.enum) : msg('clint.near', { near }),
        { path, fixes: near === undefined ? [] : [replaceBy(node, near)] },
      ),
    );
  }
  if (typeof value === 'string' && schema.pattern !== undefined && !matches(schema.pattern, value)) {
    const choices = /^[a-z_|]+\|/.test(schema.pattern)
      ? schema.pattern.split('|').filter((word) => /^[a-z_]+$/.test(word))
      : [];
    const near = nearest(value, choices);
    found.push(
      problem(
        'error',
        'form',
        node.at,
        msg('clint.form', { path: where, value }),
        near !== undefined
          ? msg('clint.near', { near })
          : choices.length > 0
            ? oneOfMessage(choices)
            : path.at(-1) === 'container_name'
              ? msg('clint.form.containerName')
              : msg('clint.form.hint'),
        { path, fixes: near === undefined ? [] : [replaceBy(node, near)] },
      ),
    );
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (typeof value === 'number' && (value < minimum || value > maximum))
    found.push(
      problem(
        'error',
        'range',
        node.at,
        msg('clint.range', { path: where, value }),
        maximum === Infinity
          ? msg('clint.range.min', { min: minimum })
          : msg('clint.range.hint', { min: minimum, max: maximum }),
        { path },
      ),
    );
}

function replaceBy(node: ScalarNode, text: string): QuickFix {
  return { title: msg('clint.fix.write', { text }), edits: [put(node.at, yamlText(text))] };
}

function wrongKind(node: Node, schemas: readonly Schema[], path: Path): Problem {
  const types = [...new Set(schemas.flatMap((each) => [...typesOf(each)]))];
  const fixes: QuickFix[] = [];
  let hint = wantsMessage(types);
  if (node.kind === 'scalar' && !isEmpty(node.at)) {
    if (types.includes('string') && node.style === 'plain') {
      // In quotes it would be no policy either.
      const isNo = path.at(-1) === 'restart' && node.value === false;
      const text = isNo ? '"no"' : JSON.stringify(node.text);
      fixes.push({
        title: isNo ? msg('clint.fix.write', { text: 'no' }) : msg('clint.fix.quote'),
        edits: [put(node.at, text)],
      });
      hint = isNo ? msg('clint.restartNo') : msg('clint.quote', { text });
    } else if (types.includes('array') && typeof node.value === 'string' && !node.text.includes('\n'))
      fixes.push({ title: msg('clint.fix.list'), edits: [put(node.at, `[${yamlText(node.text)}]`)] });
    else if (node.value !== null && node.style === 'quoted' && /^(true|false|\d+)$/.test(node.text))
      fixes.push({ title: msg('clint.fix.unquote'), edits: [put(node.at, node.text)] });
  } else if (node.kind === 'scalar' && node.value === null) hint = msg('clint.empty', { wants: hint });
  const where = path.length === 0 ? msg('clint.file') : raw(pathText(path));
  return problem(
    'error',
    'type',
    node.at,
    msg('clint.type', { path: where, actual: typeMessage(kindOf(node)) }),
    hint,
    { path, fixes },
  );
}

function unknownKey(map: MapNode, key: string, schema: Schema, path: Path): Problem {
  const at = map.entries.get(key)?.key ?? map.at;
  const here = [...path, key];
  const named = schema.properties === undefined && schema.patternProperties !== undefined;
  if (named) {
    // A name of the author's own: services, networks, volumes …
    const better = key.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '');
    return problem('error', 'name', at, msg('clint.name', { name: key }), msg('clint.name.hint'), {
      path: here,
      fixes:
        better === '' ? [] : [{ title: msg('clint.fix.write', { text: better }), edits: [put(at, better)] }],
    });
  }
  if (path.length === 0 && isService(map.entries.get(key)?.value))
    return problem(
      'error',
      'unknown-key',
      at,
      msg('clint.unknown.root', { key }),
      msg('clint.unknown.service'),
      {
        path: here,
      },
    );
  const known = [...keysOf(resolve(schema)).keys()];
  const near = nearest(
    key,
    known.filter((each) => !map.entries.has(each)),
  );
  const home = homeOf(key);
  const hint =
    near !== undefined
      ? msg('clint.near', { near })
      : home === undefined
        ? msg('clint.unknown.hint')
        : home === ''
          ? msg('clint.unknown.top', { key })
          : msg('clint.unknown.home', { key, home });
  return problem(
    'error',
    'unknown-key',
    at,
    path.length === 0
      ? msg('clint.unknown.root', { key })
      : msg('clint.unknown', { key, path: pathText(path) }),
    hint,
    {
      path: here,
      fixes:
        near === undefined ? [] : [{ title: msg('clint.fix.write', { text: near }), edits: [put(at, near)] }],
    },
  );
}

/** Whether a value is written like a service: files of the first compose format have no `services:`. */
const isService = (value: Node | undefined): boolean =>
  value?.kind === 'map' && (value.entries.has('image') || value.entries.has('build'));
