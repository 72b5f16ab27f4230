import { z } from 'zod';
import { redisClusterSpecSchema } from './spec';

/** A JSON Schema (draft 7) in as far as we look into it. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/**
 * The JSON Schema of a spec file, for editors: what may be written (defaults may be absent).
 * resources/redis-cluster.schema.json is this; `node scripts/schema.mjs` writes it anew.
 */
export function redisClusterJsonSchema(): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(redisClusterSpecSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // Not a format of JSON Schema: the pattern beside it says the same.
      if (jsonSchema.format === 'cidrv4') delete jsonSchema.format;
    },
  });
  return {
    $schema,
    title: 'Flotilla: Redis cluster',
    description: 'A Redis cluster on Docker, for flotilla plan, apply and script.',
    ...rest,
  } as JsonSchema;
}
