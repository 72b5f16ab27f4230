import { msg } from '../../i18n/index';
import type { Finding, Plan } from '../../plan';
import type { RequestOf } from '../../requests';
import { listed } from '../findings';
import type { DayTwoObserved } from '../live';
import { countSlots } from '../slots';
import { balance, type Balance } from './balance';
import { dayTwoPlan, orderly, refuse, shapeOf, tell, unknownNodes, warn, type Shape } from './cluster';
import { moveFindings } from './estimate';
import { emptied, slotSteps } from './reshard';

type Request = RequestOf<'redis-cluster.rebalance'>;

/** Every master gets its weight's share of the slots, with as few moves as that takes. */
export function planRebalance(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const weights = Object.fromEntries(
    Object.entries(request.weights).map(([name, weight]) => [shape.find(name)?.name ?? name, weight]),
  );
  const wrong = refusals(request, shape, weights);
  const result = balance(shape.masters, { ...request, weights });
  const moves = wrong.length > 0 ? [] : result.moves;
  const n = moves.reduce((sum, move) => sum + countSlots(move.ranges), 0);
  return dayTwoPlan(
    request.kind,
    request.name,
    n === 0 && wrong.length === 0
      ? msg('redis2.plan.balanced', { name: request.name })
      : msg('redis2.plan.rebalance', { name: request.name, n }),
    slotSteps(shape, moves, request.pace),
    [
      ...orderly(shape),
      ...wrong,
      ...outcome(request, result),
      ...moveFindings(shape, moves, request.pace),
      ...emptied(shape, moves),
    ],
  );
}

function refusals(request: Request, shape: Shape, weights: Readonly<Record<string, number>>): Finding[] {
  const found = unknownNodes(shape, Object.keys(request.weights), 'weights');
  const replicas = Object.keys(weights).filter((name) => shape.find(name)?.role === 'replica');
  if (replicas.length > 0)
    found.push(
      refuse(
        'node.notMaster',
        msg('redis2.finding.notMaster.what', { nodes: listed(replicas) }),
        msg('redis2.finding.notMaster.hint'),
        'weights',
      ),
    );
  const involved = shape.masters.filter((node) => request.useEmptyMasters || node.slots.length > 0);
  if (involved.length > 0 && involved.every((node) => weights[node.name] === 0))
    found.push(
      refuse(
        'rebalance.weights',
        msg('redis2.finding.weights.what'),
        msg('redis2.finding.weights.hint'),
        'weights',
      ),
    );
  return found;
}

function outcome(request: Request, { masters, moves, skipped }: Balance): Finding[] {
  const found: Finding[] = [];
  if (skipped.length > 0)
    found.push(
      warn(
        'rebalance.skipped',
        msg('redis2.finding.emptySkipped.what', { nodes: listed(skipped) }),
        msg('redis2.finding.emptySkipped.hint'),
        'useEmptyMasters',
      ),
    );
  if (moves.length === 0)
    found.push(
      tell(
        'rebalance.balanced',
        msg('redis2.finding.balanced.what', { percent: request.threshold }),
        msg('redis2.finding.balanced.hint'),
      ),
    );
  else
    found.push(
      tell(
        'rebalance.slots',
        msg('redis2.finding.shares.what', {
          list: listed(
            masters
              .filter((each) => each.has !== each.wants)
              .map(({ name, has, wants }) => `${name}: ${has} → ${wants}`),
            12,
          ),
        }),
        msg('redis2.finding.slots.hint'),
      ),
    );
  return found;
}
