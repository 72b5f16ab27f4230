import { msg } from '../../i18n/index';
import type { Pace } from '../../ops';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved, LiveNode } from '../live';
import { countSlots } from '../slots';
import {
  dayTwoPlan,
  names,
  orderly,
  reach,
  refuse,
  shapeOf,
  tell,
  unknownNodes,
  warn,
  type Shape,
} from './cluster';
import { moveFindings } from './estimate';
import { normalRanges, rangeText, subtractRanges } from './ranges';
import { reshardMoves, type SlotMove } from './slots';
import { agreeing, checkSteps, moveSteps } from './steps';

type Request = RequestOf<'redis-cluster.reshard'>;

/** Slots from some masters to others: a number of them, or exactly which. */
export function planReshard(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const { what } = request;
  const { moves, findings } = what.by === 'count' ? byCount(what, shape) : byRanges(what, shape);
  const n = moves.reduce((sum, move) => sum + countSlots(move.ranges), 0);
  const targets = [...new Set(moves.map((move) => move.to))];
  return dayTwoPlan(
    request.kind,
    request.name,
    msg('redis2.plan.reshard', { name: request.name, n, to: names(targets.map((name) => ({ name }))) }),
    slotSteps(shape, moves, request.pace),
    [...orderly(shape), ...findings, ...moveFindings(shape, moves, request.pace), ...emptied(shape, moves)],
  );
}

/** Looks that all agree, moves, checks: reshard and rebalance alike. */
export function slotSteps(shape: Shape, moves: readonly SlotMove[], pace: Pace): Step[] {
  const nodes = reach(shape.all);
  const moving = moveSteps(
    moves,
    (name) => {
      const node = shape.find(name);
      if (node === undefined) throw new RangeError(`no node ${name}`);
      return node.redis;
    },
    reach(shape.masters),
    pace,
    ['agree'],
  );
  const lost = emptiedBy(shape, moves);
  const owners = shape.masters.filter(
    (node) => (node.slots.length > 0 && !lost.has(node)) || moves.some((move) => move.to === node.name),
  );
  return [
    agreeing('agree', 'prepare', nodes, [], msg('redis2.cause.agreeFirst')),
    ...moving,
    ...checkSteps({ live: shape.live, nodes, owners: reach(owners), after: [moving.at(-1)?.id ?? 'agree'] }),
  ];
}

function emptiedBy(shape: Shape, moves: readonly SlotMove[]): Set<LiveNode> {
  const gives = new Map<string, number>();
  for (const { from, ranges } of moves) gives.set(from, (gives.get(from) ?? 0) + countSlots(ranges));
  const gets = new Set(moves.map((move) => move.to));
  return new Set(
    shape.owners.filter((node) => !gets.has(node.name) && gives.get(node.name) === countSlots(node.slots)),
  );
}

/** Masters that are left without a slot: they may turn into replicas by themselves. */
export function emptied(shape: Shape, moves: readonly SlotMove[]): Finding[] {
  const nodes = [...emptiedBy(shape, moves)];
  if (nodes.length === 0) return [];
  return [
    warn(
      'move.emptied',
      msg('redis2.finding.emptied.what', { nodes: names(nodes) }),
      msg('redis2.finding.emptied.hint'),
    ),
  ];
}

interface Moves {
  readonly moves: readonly SlotMove[];
  readonly findings: readonly Finding[];
}

function notMaster(shape: Shape, asked: readonly string[], path: string): Finding[] {
  const wrong = [
    ...new Set(asked.map(shape.find).filter((node) => node !== undefined && node.role !== 'master')),
  ];
  const nodes = wrong.filter((node) => node !== undefined);
  if (nodes.length === 0) return [];
  return [
    refuse(
      'node.notMaster',
      msg('redis2.finding.notMaster.what', { nodes: names(nodes) }),
      msg('redis2.finding.notMaster.hint'),
      path,
    ),
  ];
}

function byCount(what: Extract<Request['what'], { by: 'count' }>, shape: Shape): Moves {
  const to = shape.find(what.to);
  const named = what.from === 'all' ? undefined : what.from;
  const sources =
    named === undefined
      ? shape.owners.filter((node) => node !== to)
      : [...new Set(named.map(shape.find).filter((node) => node !== undefined))];
  const findings = [
    ...unknownNodes(shape, [what.to], 'what.to'),
    ...unknownNodes(shape, named ?? [], 'what.from'),
    ...notMaster(shape, [what.to], 'what.to'),
    ...notMaster(shape, named ?? [], 'what.from'),
  ];
  if (to !== undefined && sources.includes(to))
    findings.push(
      refuse(
        'reshard.self',
        msg('redis2.finding.self.what', { node: to.name }),
        msg('redis2.finding.self.hint'),
        'what.from',
      ),
    );
  const has = sources.reduce((sum, node) => sum + countSlots(node.slots), 0);
  if (findings.length === 0 && what.slots > has)
    findings.push(
      refuse(
        'reshard.tooMany',
        msg('redis2.finding.tooMany.what', { n: what.slots, has, nodes: names(sources) }),
        msg('redis2.finding.tooMany.hint'),
        'what.slots',
      ),
    );
  if (findings.length > 0 || to === undefined) return { moves: [], findings };
  const moves = reshardMoves(sources, to.name, what.slots);
  return {
    moves,
    findings: [
      tell(
        'reshard.slots',
        msg('redis2.finding.slots.what', {
          n: what.slots,
          to: to.name,
          from: moves.map((move) => `${move.from}: ${countSlots(move.ranges)}`).join(', '),
        }),
        msg('redis2.finding.slots.hint'),
      ),
    ],
  };
}

function byRanges(what: Extract<Request['what'], { by: 'ranges' }>, shape: Shape): Moves {
  const all = what.moves.flatMap((move) => [move.from, move.to]);
  const findings = [...unknownNodes(shape, all, 'what.moves'), ...notMaster(shape, all, 'what.moves')];
  if (findings.length > 0) return { moves: [], findings };
  const moves: SlotMove[] = [];
  let asked = 0;
  for (const move of what.moves) {
    const from = shape.find(move.from);
    const to = shape.find(move.to);
    if (from === undefined || to === undefined) continue;
    const turned = move.ranges.filter(([first, last]) => first > last);
    const ranges = normalRanges(move.ranges.filter(([first, last]) => first <= last));
    asked += countSlots(ranges);
    if (from === to)
      findings.push(
        refuse(
          'reshard.self',
          msg('redis2.finding.self.what', { node: to.name }),
          msg('redis2.finding.self.hint'),
          'what.moves',
        ),
      );
    const others = [...subtractRanges(ranges, normalRanges(from.slots)), ...turned];
    if (others.length > 0)
      findings.push(
        refuse(
          'reshard.notOwner',
          msg('redis2.finding.notOwner.what', { node: from.name, slots: rangeText(others) }),
          msg('redis2.finding.notOwner.hint'),
          'what.moves',
        ),
      );
    moves.push({ from: from.name, to: to.name, ranges });
  }
  if (countSlots(normalRanges(moves.flatMap((move) => move.ranges))) < asked)
    findings.push(
      refuse(
        'reshard.twice',
        msg('redis2.finding.twice.what'),
        msg('redis2.finding.twice.hint'),
        'what.moves',
      ),
    );
  return { moves: findings.length > 0 ? [] : moves, findings };
}
