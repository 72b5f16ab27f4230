import { formatAddress, parseAddress } from '../../ipv4';
import type { LiveNode } from '../live';
import type { ObservedContainer } from '../observed';

/** A container of the cluster with its node. */
export interface Sample {
  readonly node: LiveNode;
  readonly container: ObservedContainer;
  /** The number in its name, else its place. */
  readonly number: number;
  readonly address?: number;
}

/** How a cluster's names, ports and addresses go on. */
export interface Pattern {
  readonly samples: readonly Sample[];
  /** The number after the highest. */
  readonly next: number;
  readonly nameOf: (number: number) => string;
  /** A series that goes with the number where it always did, else on from its highest value. */
  readonly portOf: (number: number) => number;
  readonly busPortOf: (number: number) => number;
  /** Absent where the nodes have no addresses of their own. */
  readonly addressOf?: (number: number) => string;
}

const numbered = /^(.*?)(\d+)(\D*)$/;

/** The pattern of the containers that stand; undefined when there are none. */
export function patternOf(
  nodes: readonly LiveNode[],
  containers: readonly ObservedContainer[],
  network: string | undefined,
): Pattern | undefined {
  const byName = new Map(containers.map((each) => [each.name, each]));
  const found = nodes.flatMap((node) => {
    const container = node.container === undefined ? undefined : byName.get(node.container.name);
    return container === undefined ? [] : [{ node, container }];
  });
  if (found.length === 0) return undefined;

  const parts = found.map(({ container }) => numbered.exec(container.name));
  // Names that end alike: the kind that most have.
  const kinds = new Map<string, number>();
  for (const part of parts) {
    if (part === null) continue;
    const key = `${part[1] ?? ''}\n${part[3] ?? ''}`;
    kinds.set(key, (kinds.get(key) ?? 0) + 1);
  }
  const [kind] = [...kinds].sort((a, b) => b[1] - a[1])[0] ?? [];
  const [stem = '', tail = ''] = kind?.split('\n') ?? [`${found[0]?.container.name ?? 'node'}-`, ''];
  const samples = found.map(({ node, container }, i): Sample => {
    const part = parts[i];
    const alike = part !== null && part !== undefined && `${part[1] ?? ''}\n${part[3] ?? ''}` === kind;
    const text = network === undefined ? undefined : container.addresses[network];
    const address = parseAddress(text ?? '');
    return {
      node,
      container,
      number: alike ? Number(part[2]) : i + 1,
      ...(address !== undefined && { address }),
    };
  });
  const series = (values: readonly (readonly [number: number, value: number])[]) => goesOn(values);
  const addresses = samples.flatMap((each): [number, number][] =>
    each.address === undefined ? [] : [[each.number, each.address]],
  );
  const address = addresses.length === 0 ? undefined : series(addresses);
  return {
    samples,
    next: Math.max(...samples.map((each) => each.number)) + 1,
    nameOf: (number) => `${stem}${number}${tail}`,
    portOf: series(samples.map((each) => [each.number, each.node.redis.innerPort])),
    busPortOf: series(samples.map((each) => [each.number, each.node.redis.announce.busPort])),
    ...(address !== undefined && { addressOf: (number: number) => formatAddress(address(number)) }),
  };
}

/** All equal: stays so. One more a number: goes on so. Else from the highest on. */
export function goesOn(
  values: readonly (readonly [number: number, value: number])[],
): (number: number) => number {
  const [first] = values;
  if (first === undefined) return () => 0;
  if (values.length > 1 && values.every(([, value]) => value === first[1])) return () => first[1];
  const offset = first[1] - first[0];
  if (values.every(([number, value]) => value - number === offset)) return (number) => number + offset;
  const highest = Math.max(...values.map(([, value]) => value));
  const last = Math.max(...values.map(([number]) => number));
  return (number) => highest + (number - last);
}
