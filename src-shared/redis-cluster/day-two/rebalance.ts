import type { Plan } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved } from '../live';

export function planRebalance(
  request: RequestOf<'redis-cluster.rebalance'>,
  _observed: DayTwoObserved,
): Plan {
  throw new Error(`not written yet: ${request.kind}`);
}
