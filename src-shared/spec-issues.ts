import type { z } from 'zod';
import { msg, type Message } from './i18n/index';
import { nearest } from './nearest';
import type { JsonSchema } from './redis-cluster/json-schema';

/** One thing that is wrong with a spec, for people. */
export interface SpecIssue {
  /** The field, as a path: `['network', 'subnet']`. Of an unknown field: the path to it. */
  readonly path: readonly string[];
  readonly message: Message;
  /** The field itself is what is wrong, not its value. */
  readonly unknown: boolean;
}

type Issue = z.core.$ZodIssue;

/**
 * What zod found, in words that say what to write instead. The same words serve spec files and forms.
 * @param value what was parsed; values of passwords are never repeated
 */
export function explainIssues(
  error: z.ZodError,
  value: unknown,
  schema: JsonSchema,
  words: FieldWords = clusterWords,
): SpecIssue[] {
  const found = new Map<string, SpecIssue>();
  for (const issue of error.issues) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        found.set([...path, key].join('.'), {
          path: [...path, key],
          message: unknownKey(key, path, schema, value),
          unknown: true,
        });
      continue;
    }
    const key = path.join('.');
    const message = explain(issue, path, valueAt(value, path), schema, words);
    // Of two limits on one field the later one is the narrower; otherwise the first word counts.
    if (!found.has(key) || issue.code === 'too_big') found.set(key, { path, message, unknown: false });
  }
  return [...found.values()];
}

/** What to write in a field, whatever is wrong with its form; undefined: the usual words will do. */
export type FieldWords = (path: readonly string[], value: unknown) => Message | undefined;

const clusterWords: FieldWords = (path, value) => fields[path.join('.')]?.(value);

const fields: Readonly<Record<string, (value: unknown) => Message | undefined>> = {
  name: (value) => (value === undefined ? undefined : msg('spec.field.name')),
  masters: (value) =>
    typeof value !== 'number' || !Number.isInteger(value)
      ? undefined
      : value < 3
        ? msg('spec.field.masters')
        : msg('spec.field.mastersMax'),
  replicasPerMaster: (value) =>
    typeof value === 'number' && Number.isInteger(value) ? msg('spec.field.replicas') : undefined,
  nodeNames: () => msg('spec.field.nodeNames', { place: '{n}' }),
  'network.name': () => msg('spec.field.networkName'),
  'network.subnet': (value) => (value === undefined ? undefined : msg('spec.field.subnet')),
  'network.address': (value) => (value === undefined ? undefined : msg('spec.field.address')),
  'network.firstAddress': () => msg('spec.field.address'),
  announce: () => msg('spec.field.address'),
  'ports.first': (value) =>
    typeof value === 'number' && Number.isInteger(value) ? msg('spec.field.port') : undefined,
  'persistence.path': (value) => (value === undefined ? undefined : msg('spec.field.path')),
  memory: () => msg('spec.field.memory'),
  restart: (value) => (value === false ? msg('spec.field.restartNo') : msg('spec.field.restart')),
  password: () => msg('spec.field.password', { env: '{ env: NAME }', file: '{ file: PATH }' }),
  'password.env': () => msg('spec.field.passwordEnv'),
};

function explain(
  issue: Issue,
  path: readonly string[],
  value: unknown,
  schema: JsonSchema,
  words: FieldWords,
): Message {
  const field = path.join('.');
  const tooLong = issue.code === 'too_big' && issue.origin === 'string';
  // A number where text is due (a name like 2024) needs quotes, not another name.
  const wantsQuotes =
    issue.code === 'invalid_type' && issue.expected === 'string' && typeof value === 'number';
  if (wantsQuotes && field !== 'memory') return msg('spec.typeQuote', { field });
  const special = tooLong ? undefined : words(path, value);
  if (special !== undefined) return special;
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? msg('spec.required', { field })
        : msg('spec.type', { field, expected: typeName(issue.expected), actual: typeName(typeOf(value)) });
    case 'invalid_value':
      return choice(field, value, issue.values.map(String));
    case 'invalid_union':
      return choice(field, value, choicesAt(schema, path));
    case 'too_small':
      return msg('spec.min', { field, limit: Number(issue.minimum) });
    case 'too_big':
      return tooLong
        ? msg('spec.tooLong', { field, limit: Number(issue.maximum) })
        : msg('spec.max', { field, limit: Number(issue.maximum) });
    default:
      return msg('spec.invalid', { field });
  }
}

function choice(field: string, value: unknown, known: readonly string[]): Message {
  const choices = known.join(', ');
  if (value === undefined) return msg('spec.requiredChoice', { field, choices });
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const text = plain ? String(value) : typeName(typeOf(value));
  const near = typeof value === 'string' ? nearest(value, known) : undefined;
  return near === undefined
    ? msg('spec.choice', { field, value: text, choices })
    : msg('spec.choiceNear', { field, value: text, near, choices });
}

function unknownKey(key: string, path: readonly string[], schema: JsonSchema, value: unknown): Message {
  const here = propertiesAt(schema, path);
  if (Object.hasOwn(here, key)) {
    // It belongs to another alternative: `subnet` where the mode is host.
    const which = Object.keys(here).find((name) => here[name]?.every((each) => each.const !== undefined));
    const chosen = which === undefined ? undefined : valueAt(value, [...path, which]);
    return msg('spec.otherKey', {
      key,
      chosen: `${which ?? ''}: ${typeof chosen === 'string' ? chosen : ''}`,
    });
  }
  const near = nearest(key, Object.keys(here));
  if (near !== undefined) return msg('spec.unknownKeyNear', { key, near });
  const elsewhere = allPaths(schema).find((each) => each.at(-1) === key);
  return elsewhere === undefined
    ? msg('spec.unknownKey', { key })
    : msg('spec.unknownKeyElsewhere', { key, path: elsewhere.join('.') });
}

/** The fields that an object may have; those of all its alternatives together. */
function propertiesAt(schema: JsonSchema, path: readonly string[]): Record<string, JsonSchema[]> {
  let here: JsonSchema[] = alternatives(schema);
  for (const name of path)
    here = here.flatMap(({ properties }) => {
      const next = properties?.[name];
      return next === undefined ? [] : alternatives(next);
    });
  const merged: Record<string, JsonSchema[]> = {};
  for (const { properties } of here)
    for (const [name, each] of Object.entries(properties ?? {}))
      merged[name] = [...(merged[name] ?? []), each];
  return merged;
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const inner = schema.oneOf ?? schema.anyOf;
  return inner === undefined ? [schema] : inner.flatMap(alternatives);
}

function choicesAt(schema: JsonSchema, path: readonly string[]): string[] {
  const own = propertiesAt(schema, path.slice(0, -1))[path.at(-1) ?? ''] ?? [];
  return own
    .flatMap((each) => (each.const === undefined ? [...(each.enum ?? [])] : [each.const]))
    .map(String);
}

function allPaths(schema: JsonSchema, prefix: readonly string[] = []): string[][] {
  return Object.entries(propertiesAt(schema, prefix)).flatMap(([name]) => {
    const path = [...prefix, name];
    return [path, ...allPaths(schema, path)];
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function typeName(type: string): Message {
  switch (type) {
    case 'string':
      return msg('spec.is.text');
    case 'number':
      return msg('spec.is.number');
    case 'int':
      return msg('spec.is.int');
    case 'boolean':
      return msg('spec.is.boolean');
    case 'array':
      return msg('spec.is.list');
    case 'null':
      return msg('spec.is.nothing');
    default:
      return msg('spec.is.map');
  }
}
