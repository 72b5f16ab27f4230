import type { Plan } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved } from '../live';

export function planFailover(request: RequestOf<'redis-cluster.failover'>, _observed: DayTwoObserved): Plan {
  throw new Error(`not written yet: ${request.kind}`);
}
