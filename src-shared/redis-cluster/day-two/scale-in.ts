import type { Plan } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved } from '../live';

export function planScaleIn(request: RequestOf<'redis-cluster.scale-in'>, _observed: DayTwoObserved): Plan {
  throw new Error(`not written yet: ${request.kind}`);
}
