import type { Plan } from '../../plan';
import type { DayTwoRequest } from '../../requests';
import type { DayTwoObserved } from '../live';
import { planBackup } from './backup';
import { planDrill } from './drill';
import { planFailover } from './failover';
import { planFix } from './fix';
import { planImport } from './import';
import { planRebalance } from './rebalance';
import { planReshard } from './reshard';
import { planScaleIn } from './scale-in';
import { planScaleOut } from './scale-out';

/** The plan of a request about a running cluster. Pure. */
export function planDayTwo(request: DayTwoRequest, observed: DayTwoObserved): Plan {
  switch (request.kind) {
    case 'redis-cluster.scale-out':
      return planScaleOut(request, observed);
    case 'redis-cluster.scale-in':
      return planScaleIn(request, observed);
    case 'redis-cluster.reshard':
      return planReshard(request, observed);
    case 'redis-cluster.rebalance':
      return planRebalance(request, observed);
    case 'redis-cluster.fix':
      return planFix(request, observed);
    case 'redis-cluster.failover':
      return planFailover(request, observed);
    case 'redis-cluster.drill':
      return planDrill(request, observed);
    case 'redis-cluster.backup':
      return planBackup(request, observed);
    case 'redis-cluster.import':
      return planImport(request, observed);
  }
}
