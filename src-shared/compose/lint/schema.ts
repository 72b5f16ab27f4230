import spec from 'docker-compose/schema/compose-spec.json';
import type { Path } from '../node';

/** The part of JSON Schema that the compose schema (compose-spec, Apache-2.0) uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly uniqueItems?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
}

export const composeSchema = spec as unknown as Schema;

const resolved = new WeakMap<Schema, Schema>();

/** A schema with its reference followed; the words of the place that refers go before those of the definition. */
export function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  let known = resolved.get(schema);
  if (known === undefined) {
    const target = composeSchema.definitions?.[schema.$ref.replace('#/definitions/', '')] ?? {};
    const { $ref: _, ...own } = schema;
    resolved.set(schema, (known = { ...resolve(target), ...own }));
  }
  return known;
}

/** What is asked of a schema at every node of a file, worked out once. */
function once<T>(work: (schema: Schema) => T): (schema: Schema) => T {
  const known = new WeakMap<Schema, { readonly value: T }>();
  return (schema) => {
    let found = known.get(schema);
    if (found === undefined) known.set(schema, (found = { value: work(schema) }));
    return found.value;
  };
}

/** The schemas of which one holds, flattened; the schema alone where it names no alternatives. */
export const alternatives = once((schema: Schema): readonly Schema[] => {
  const own = resolve(schema);
  return own.oneOf === undefined ? [own] : own.oneOf.flatMap((each) => alternatives(each));
});

/** Kinds of value that a schema takes, as JSON Schema names them; none: any. */
export const typesOf = once((schema: Schema): readonly string[] => {
  const { type } = resolve(schema);
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
});

const patternsOf = once((schema: Schema) => Object.entries(schema.patternProperties ?? {}));

const expressions = new Map<string, RegExp>();

export function matches(pattern: string, text: string): boolean {
  let expression = expressions.get(pattern);
  if (expression === undefined) expressions.set(pattern, (expression = new RegExp(pattern)));
  return expression.test(text);
}

/** The schema of a key's value in a map; undefined: the schema knows no such key. */
export function propertyOf(map: Schema, key: string): Schema | undefined {
  if (map.properties !== undefined && Object.hasOwn(map.properties, key)) return map.properties[key];
  for (const [pattern, schema] of patternsOf(map)) if (matches(pattern, key)) return schema;
  return undefined;
}

/** The schema at a path, as the file's format has it; undefined where the schema knows nothing. */
export function schemaAt(path: Path): Schema | undefined {
  let here: Schema = composeSchema;
  for (const part of path) {
    let next: Schema | undefined;
    for (const each of alternatives(here)) {
      next = typeof part === 'number' ? each.items : propertyOf(each, part);
      if (next !== undefined) break;
    }
    if (next === undefined) return undefined;
    here = next;
  }
  return resolve(here);
}

/** Keys that the schema names for a map at a place, each with its schema. */
export function keysOf(schema: Schema): ReadonlyMap<string, Schema> {
  const found = new Map<string, Schema>();
  for (const each of alternatives(schema))
    for (const [key, value] of Object.entries(each.properties ?? {})) found.set(key, resolve(value));
  return found;
}

const homes = new Map<string, string>();

/** Where a key that stands in the wrong place belongs, in words of the format: `services.…`, `…deploy.resources`. */
export function homeOf(key: string): string | undefined {
  if (homes.size === 0) {
    const note = (schema: Schema | undefined, place: string): void => {
      if (schema !== undefined)
        for (const name of keysOf(schema).keys()) if (!homes.has(name)) homes.set(name, place);
    };
    const { definitions } = composeSchema;
    note(composeSchema, '');
    note(definitions?.['service'], 'services.NAME');
    note(schemaAt(['services', 'x', 'build']), 'services.NAME.build');
    note(definitions?.['healthcheck'], 'services.NAME.healthcheck');
    note(definitions?.['deployment'], 'services.NAME.deploy');
    note(schemaAt(['services', 'x', 'deploy', 'resources']), 'services.NAME.deploy.resources');
    note(schemaAt(['services', 'x', 'networks', 'x']), 'services.NAME.networks.NAME');
    note(definitions?.['network'], 'networks.NAME');
    note(definitions?.['volume'], 'volumes.NAME');
  }
  return homes.get(key);
}
