import type { ComposeObserved } from '../observed';
import type { Problem, Reading } from '../source';

/**
 * What would be in the way of bringing the project up on this engine: ports in use, missing bind sources, missing
 * external networks and volumes, names taken, subnets that overlap, memory. Beside those of `lint`, not among them.
 */
export function lintAgainst(_reading: Reading, _observed: ComposeObserved): Problem[] {
  return [];
}
