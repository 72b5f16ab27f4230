import type { MapNode } from '../node';
import type { Problem } from '../source';

/**
 * What a merged and interpolated tree (short forms still as written) breaks of the compose schema: unknown keys,
 * kinds of values, values out of a list. By place; the deepest problem alone where several alternatives fail.
 */
export function validate(_tree: MapNode): Problem[] {
  return [];
}
