import type { Plan } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved } from '../live';

export function planReshard(request: RequestOf<'redis-cluster.reshard'>, _observed: DayTwoObserved): Plan {
  throw new Error(`not written yet: ${request.kind}`);
}
