import { msg } from '../../i18n/index';
import type { Finding } from '../../plan';
import { checkCodes } from '../check-codes';
import type { LiveNode } from '../live';
import { names, tell, type Shape } from './cluster';
import type { FixContext, Repair } from './fix';
import { replicaSteps } from './steps';

/** Replicas follow masters, and every master has one, as far as others can spare theirs. */
export function repairReplicas({ shape, wants, present, after }: FixContext): Repair {
  const there = new Set(present);
  const steps: Repair['steps'] = [];
  const findings: Finding[] = [];
  const moved = new Set<LiveNode>();

  if (wants(checkCodes.chain))
    for (const node of present) {
      const master = shape.masterOf(node);
      if (node.role !== 'replica' || master?.role !== 'replica') continue;
      const top = topOf(shape, master);
      if (top === undefined || !there.has(top)) continue;
      moved.add(node);
      steps.push(
        ...replicaSteps(node, top, after, msg('redis2.cause.chain', { node: node.name, other: master.name })),
      );
    }

  if (wants(checkCodes.alone)) {
    const counts = new Map(
      shape.owners.map((node) => [
        node,
        shape.replicasOf(node).filter((each) => there.has(each) && !moved.has(each)).length,
      ]),
    );
    const left: LiveNode[] = [];
    for (const node of shape.owners.filter((each) => there.has(each) && counts.get(each) === 0)) {
      const spare = spareFor(shape, there, counts, moved);
      if (spare === undefined) {
        left.push(node);
        continue;
      }
      moved.add(spare.replica);
      if (spare.of !== undefined) counts.set(spare.of, (counts.get(spare.of) ?? 0) - 1);
      steps.push(
        ...replicaSteps(
          spare.replica,
          node,
          after,
          msg('redis2.cause.spare', { node: spare.replica.name, master: node.name, from: spare.from }),
        ),
      );
    }
    if (left.length > 0 && shape.all.some((node) => node.role === 'replica'))
      findings.push(
        tell(
          'fix.alone',
          msg('redis2.finding.alone.what', { nodes: names(left) }),
          msg('redis2.finding.alone.hint', { name: shape.live.name }),
        ),
      );
  }
  return { steps, findings };
}

/** The master at the head of a chain; undefined where replicas run in a ring. */
function topOf(shape: Shape, from: LiveNode): LiveNode | undefined {
  const seen = new Set<LiveNode>();
  let node: LiveNode | undefined = from;
  while (node !== undefined && node.role === 'replica') {
    if (seen.has(node)) return undefined;
    seen.add(node);
    node = shape.masterOf(node);
  }
  return node;
}

/** A replica of the master that has most; or one of a master without slots, which needs none. */
function spareFor(
  shape: Shape,
  there: ReadonlySet<LiveNode>,
  counts: ReadonlyMap<LiveNode, number>,
  moved: ReadonlySet<LiveNode>,
): { replica: LiveNode; from: string; of?: LiveNode } | undefined {
  const free = (node: LiveNode): LiveNode | undefined =>
    shape.replicasOf(node).findLast((each) => there.has(each) && !moved.has(each));
  for (const node of shape.masters)
    if (node.slots.length === 0) {
      const replica = free(node);
      if (replica !== undefined) return { replica, from: node.name };
    }
  const [rich, count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (rich === undefined || count < 2) return undefined;
  const replica = free(rich);
  return replica === undefined ? undefined : { replica, from: rich.name, of: rich };
}
