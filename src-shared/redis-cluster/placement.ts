/**
 * Which nodes become masters, and which replicas follow which master: as redis-cli --cluster create
 * decides (clusterManagerCommandCreate in redis-cli.c). Nodes and masters are named by their index.
 */
export interface Placement {
  /** In the order in which they get their slots. */
  readonly masters: readonly number[];
  readonly replicas: readonly { readonly node: number; readonly master: number }[];
}

/**
 * @param hosts each node's host (an address, or any name that is equal for nodes on one machine)
 * @param replicasPerMaster 0 or more; nodes beyond that are given out one a master
 */
export function placeNodes(hosts: readonly string[], replicasPerMaster: number): Placement {
  const count = Math.floor(hosts.length / (replicasPerMaster + 1));
  const order = interleave(hosts);
  const masters = order.slice(0, count);
  const rest: (number | undefined)[] = order.slice(count);
  // Rotated by one: it helps against a master and its replica on one host.
  const head = rest.shift();
  if (head !== undefined) rest.push(head);

  const replicas: { node: number; master: number }[] = [];
  const takeFor = (master: number): boolean => {
    let at = rest.findIndex((node) => node !== undefined && hosts[node] !== hosts[master]);
    if (at < 0) at = rest.findIndex((node) => node !== undefined);
    const node = rest[at];
    if (node === undefined) return false;
    rest[at] = undefined;
    replicas.push({ node, master });
    return true;
  };
  for (const master of masters) for (let i = 0; i < replicasPerMaster; i++) if (!takeFor(master)) break;
  if (count > 0) while (masters.filter(takeFor).length === count);
  return { masters, replicas: spread(hosts, masters, replicas) };
}

/** Groups by host in the order in which hosts come up, then one of each in turn. */
function interleave(hosts: readonly string[]): number[] {
  const groups = new Map<string, number[]>();
  hosts.forEach((host, node) => {
    const group = groups.get(host);
    if (group === undefined) groups.set(host, [node]);
    else group.push(node);
  });
  const order: number[] = [];
  for (let round = 0; order.length < hosts.length; round++)
    for (const group of groups.values()) {
      const node = group[round];
      if (node !== undefined) order.push(node);
    }
  return order;
}

/**
 * How badly a placement puts eggs in one basket: for each host and each shard with several nodes there,
 * 10000 a surplus node when the master is among them, else 1 a node. 0 is perfect.
 */
export function affinityScore(hosts: readonly string[], placement: Placement): number {
  const groups = new Map<string, { size: number; withMaster: boolean }>();
  const add = (node: number, master: number): void => {
    const key = `${master} ${hosts[node] ?? ''}`;
    const group = groups.get(key) ?? { size: 0, withMaster: false };
    groups.set(key, { size: group.size + 1, withMaster: group.withMaster || node === master });
  };
  for (const master of placement.masters) add(master, master);
  for (const { node, master } of placement.replicas) add(node, master);
  let score = 0;
  for (const { size, withMaster } of groups.values())
    if (size > 1) score += withMaster ? 10000 * (size - 1) : size;
  return score;
}

/** Swaps replicas between masters as long as that betters the score: redis-cli tries at random, we in order. */
function spread(
  hosts: readonly string[],
  masters: readonly number[],
  start: readonly { node: number; master: number }[],
): Placement['replicas'] {
  // All on one host, or each on its own: no swap changes anything.
  const distinct = new Set(hosts).size;
  if (distinct <= 1 || distinct === hosts.length) return start;
  let best = [...start];
  let score = affinityScore(hosts, { masters, replicas: best });
  for (let better = true; better && score > 0;) {
    better = false;
    for (let i = 0; i < best.length && !better; i++)
      for (let j = i + 1; j < best.length && !better; j++) {
        const a = best[i];
        const b = best[j];
        if (a === undefined || b === undefined || a.master === b.master) continue;
        const tried = [...best];
        tried[i] = { node: b.node, master: a.master };
        tried[j] = { node: a.node, master: b.master };
        const triedScore = affinityScore(hosts, { masters, replicas: tried });
        if (triedScore < score) {
          best = tried;
          score = triedScore;
          better = true;
        }
      }
  }
  return best;
}
