import { canonicalSubnet } from '../ipv4';
import { label } from '../labels';
import { networkName, type PlannedNode } from './nodes';
import type { ObservedContainer, ObservedNetwork, RedisClusterObserved } from './observed';
import { redisClusterSpecSchema, type RedisClusterSpec } from './spec';

export const clusterKind = 'redis-cluster';

/** A spec as it stands in labels: every field, in the schema's order, secrets by reference. */
export function specLabel(spec: RedisClusterSpec): string {
  return JSON.stringify(redisClusterSpecSchema.parse(spec));
}

/** A label's spec in today's form; undefined when there is none, or one that is not valid any more. */
export function readSpecLabel(text: string | undefined): RedisClusterSpec | undefined {
  if (text === undefined) return undefined;
  try {
    return redisClusterSpecSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The containers that carry a cluster's label. */
export function labelled(observed: RedisClusterObserved, name: string): ObservedContainer[] {
  return observed.containers.filter(
    ({ labels }) => labels[label.cluster] === name && labels[label.kind] === clusterKind,
  );
}

/** `same`: every node runs, built from an equal spec, and no other carries the label. */
export function standing(
  spec: RedisClusterSpec,
  observed: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): 'none' | 'same' | 'other' {
  const members = labelled(observed, spec.name);
  if (members.length === 0) return 'none';
  const wanted = specLabel(spec);
  const byName = new Map(members.map((each) => [each.name, each]));
  const read = new Map<string, boolean>();
  const equal = (text: string): boolean => {
    const known = read.get(text);
    if (known !== undefined) return known;
    const parsed = readSpecLabel(text);
    const result = parsed !== undefined && specLabel(parsed) === wanted;
    read.set(text, result);
    return result;
  };
  const same =
    members.length === nodes.length &&
    nodes.every((node) => {
      const container = byName.get(node.name);
      return container?.state === 'running' && equal(container.labels[label.spec] ?? '');
    });
  return same ? 'same' : 'other';
}

/** The network of the spec's name, where there is one. */
export function existingNetwork(
  spec: RedisClusterSpec,
  observed: RedisClusterObserved,
): ObservedNetwork | undefined {
  const name = networkName(spec);
  return name === undefined ? undefined : observed.networks.find((each) => each.name === name);
}

/** Whether a network will do as it is: a bridge with exactly the spec's subnet. */
export function suits(network: ObservedNetwork, spec: RedisClusterSpec): boolean {
  if (spec.network.mode !== 'bridge' || network.driver !== 'bridge') return false;
  return network.subnets.map(canonicalSubnet).includes(canonicalSubnet(spec.network.subnet));
}
