import { z } from 'zod';

/** Where a search stands on one master. */
const placeSchema = z.object({
  /** The master's node id: SCAN's cursor means nothing to any other server. */
  id: z.string(),
  /** SCAN's cursor; `done`: that master is through. */
  at: z.union([z.string().regex(/^\d+$/), z.literal('done')]),
  /** Keys looked at there so far. */
  seen: z.number(),
});

const cursorSchema = z.object({
  v: z.literal(1),
  /** How many keys each SCAN looks at: more where few fit. */
  count: z.int().min(1).max(10_000),
  places: z.array(placeSchema),
});
export type SearchPlace = z.infer<typeof placeSchema>;
export type SearchCursor = z.infer<typeof cursorSchema>;

/** A search's place in all masters as one opaque text. */
export function writeCursor(cursor: SearchCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Undefined where the text is none of ours. */
export function readCursor(text: string): SearchCursor | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
