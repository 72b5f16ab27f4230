import type { Reading } from '../source';
import type { Hover } from './types';

/** What is known of the key or value at an offset of a compose file; undefined where there is nothing to say. */
export function hoverAt(_text: string, _offset: number, _reading?: Reading): Hover | undefined {
  return undefined;
}
