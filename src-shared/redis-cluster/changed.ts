import { msg } from '../i18n/index';
import { normalizeImage } from '../image';
import { canonicalSubnet } from '../ipv4';
import type { Finding, Plan } from '../plan';
import { planRequestSchema, type RequestOf } from '../requests';
import { names, orderly, refuse, shapeOf, warn, type Shape } from './day-two/cluster';
import { planScaleIn } from './day-two/scale-in';
import { planScaleOut } from './day-two/scale-out';
import type { DayTwoObserved, LiveNode } from './live';
import { networkName } from './nodes';
import type { RedisClusterSpec } from './spec';

/** How a standing cluster has to change so that it is as described. */
export type Change =
  | { readonly kind: 'same'; readonly findings: readonly Finding[]; readonly shape: Shape }
  | { readonly kind: 'differs'; readonly finding: Finding }
  | { readonly kind: 'plan'; readonly plan: Plan };

/**
 * What leads from a standing cluster to a spec of its name. Only masters and replicasPerMaster may differ: the
 * difference is a scale-out or a scale-in. What stands is what counts, for labels are as old as their containers.
 */
export function changeTo(
  wanted: RedisClusterSpec,
  built: RedisClusterSpec,
  observed: DayTwoObserved,
): Change {
  const fields = differences(wanted, built);
  if (fields.length > 0)
    return {
      kind: 'differs',
      finding: refuse(
        'cluster.differs',
        msg('redis2.finding.differs.what', { name: wanted.name, fields: fields.join(', ') }),
        msg('redis2.finding.differs.hint', { name: wanted.name }),
        fields[0],
      ),
    };
  const shape = shapeOf(observed.live);
  const target = targetOf(wanted, shape);
  if (target.out !== undefined)
    return { kind: 'plan', plan: withNotes(planScaleOut(target.out, observed), target.later) };
  if (target.in !== undefined)
    return { kind: 'plan', plan: withNotes(planScaleIn(target.in, observed), target.later) };
  return { kind: 'same', findings: orderly(shape), shape };
}

const withNotes = (plan: Plan, later: readonly LiveNode[]): Plan =>
  later.length === 0
    ? plan
    : {
        ...plan,
        findings: [
          ...plan.findings,
          warn(
            'apply.again',
            msg('redis2.finding.again.what', { nodes: names(later) }),
            msg('redis2.finding.again.hint'),
          ),
        ],
      };

/** The fields that a standing cluster cannot change, and that differ; paths as in the spec. */
function differences(wanted: RedisClusterSpec, built: RedisClusterSpec): string[] {
  const [a, b] = [wanted, built].map(comparable);
  return Object.keys(a ?? {}).filter((key) => JSON.stringify(a?.[key]) !== JSON.stringify(b?.[key]));
}

function comparable(spec: RedisClusterSpec): Record<string, unknown> {
  const { network } = spec;
  return {
    image: normalizeImage(spec.image),
    nodeNames: spec.nodeNames,
    network:
      network.mode === 'host'
        ? network
        : [networkName(spec), canonicalSubnet(network.subnet), network.firstAddress],
    ports: spec.ports.first,
    clients: spec.clients,
    announce: spec.announce,
    persistence: spec.persistence,
    password: spec.password,
    memory: spec.memory?.toLowerCase(),
    restart: spec.restart,
    nodeTimeout: spec.nodeTimeout,
  };
}

interface Target {
  readonly out?: RequestOf<'redis-cluster.scale-out'>;
  readonly in?: RequestOf<'redis-cluster.scale-in'>;
  /** What a second apply is needed for. */
  readonly later: readonly LiveNode[];
}

function targetOf(wanted: RedisClusterSpec, shape: Shape): Target {
  const { name, replicasPerMaster: each } = wanted;
  const fewer = shape.masters.length - wanted.masters;
  // The newest masters leave: those without slots first, then those last in order.
  const leaving = new Set(
    fewer <= 0
      ? []
      : [...shape.masters]
          .map((node, i) => ({ node, i }))
          .sort((a, b) => Number(a.node.slots.length > 0) - Number(b.node.slots.length > 0) || b.i - a.i)
          .slice(0, fewer)
          .map(({ node }) => node),
  );
  const staying = shape.masters.filter((node) => !leaving.has(node));
  const missing = staying.flatMap((node) =>
    Array.from({ length: Math.max(0, each - shape.replicasOf(node).length) }, () => node),
  );
  const surplus = staying.flatMap((node) => shape.replicasOf(node).slice(each));
  if (fewer > 0) {
    // A replica whose master leaves may serve one that lacks some: such are kept, and re-pointed.
    const freed = [...leaving].flatMap((node) => [...shape.replicasOf(node)]);
    const nodes = [...leaving, ...freed.slice(missing.length), ...surplus].map((node) => node.name);
    return { in: scaleIn(name, nodes, each), later: missing.slice(freed.length) };
  }
  if (fewer < 0 || missing.length > 0)
    return {
      out: scaleOut({
        kind: 'redis-cluster.scale-out',
        name,
        masters: -fewer,
        replicas: each,
        replicasFor: missing.map((node) => node.name),
      }),
      later: surplus,
    };
  if (surplus.length > 0)
    return {
      in: scaleIn(
        name,
        surplus.map((node) => node.name),
        each,
      ),
      later: [],
    };
  return { later: [] };
}

function scaleOut(request: unknown): RequestOf<'redis-cluster.scale-out'> {
  const parsed = planRequestSchema.parse(request);
  if (parsed.kind !== 'redis-cluster.scale-out') throw new TypeError(parsed.kind);
  return parsed;
}

function scaleIn(name: string, nodes: readonly string[], each: number): RequestOf<'redis-cluster.scale-in'> {
  return {
    kind: 'redis-cluster.scale-in',
    name,
    nodes: [...nodes],
    volumes: false,
    // Who describes a cluster without replicas wants none.
    allowNoReplica: each === 0,
    pace: 'gentle',
  };
}
