import type { Plan } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved } from '../live';

export function planDrill(request: RequestOf<'redis-cluster.drill'>, _observed: DayTwoObserved): Plan {
  throw new Error(`not written yet: ${request.kind}`);
}
