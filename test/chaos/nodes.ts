import { setTimeout as sleep } from 'node:timers/promises';
import { keySlot } from '@shared/redis-cluster/key-slot';
import { Redis } from 'ioredis';
import { parseClusterNodes, parseInfo } from '../../src-main/clients/redis-replies';
import { docker } from '../support/world';

/** A connection that begins nothing of its own: a paused node takes it and never answers. */
export function plainClient(port: number): Redis {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
    connectTimeout: 2000,
    commandTimeout: 3000,
  });
  client.on('error', () => {
    // The call fails with it.
  });
  return client;
}

/** A node on 127.0.0.1 by its port, asked anew each time: it may be gone at any moment. */
export async function ask<T>(port: number, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = plainClient(port);
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}

export interface Seen {
  readonly container: string;
  readonly port: number;
  readonly id: string;
  readonly role: 'master' | 'replica' | 'unknown';
  readonly masterId?: string;
  readonly slots: ReadonlySet<number>;
  readonly open: ReadonlySet<number>;
  readonly stateOk: boolean;
  readonly linkUp: boolean;
  /** Whose slots it sees whose, as one text. */
  readonly view: string;
}

/** The cluster's running containers and how each sees itself; those that do not answer are left out. */
export async function nodesOf(cluster: string): Promise<Seen[]> {
  const containers = await docker().listContainers({
    filters: { label: [`dev.flotilla.cluster=${cluster}`] },
  });
  const all = await Promise.all(
    containers.map(async ({ Names }): Promise<Seen | undefined> => {
      const container = (Names[0] ?? '').slice(1);
      const port = await portOf(container);
      return ask(port, async (client) => {
        const lines = parseClusterNodes(String(await client.cluster('NODES')));
        const own = lines.find((line) => line.myself);
        const info = parseInfo(await client.cluster('INFO'));
        const replication = parseInfo(await client.info('replication'));
        const slots = new Set<number>();
        for (const [from, to] of own?.slots ?? []) for (let slot = from; slot <= to; slot++) slots.add(slot);
        return {
          container,
          port,
          id: own?.id ?? '',
          role: own?.role ?? ('unknown' as const),
          masterId: own?.masterId,
          slots,
          open: new Set(own?.openSlots.map(({ slot }) => slot)),
          stateOk: info['cluster_state'] === 'ok',
          linkUp: own?.role === 'master' || replication['master_link_status'] === 'up',
          view: lines
            .map((line) => `${line.id} ${line.masterId ?? ''} ${JSON.stringify(line.slots)}`)
            .sort()
            .join('\n'),
        };
      }).catch(() => undefined);
    }),
  );
  return all.filter((each) => each !== undefined).sort((a, b) => a.port - b.port);
}

const known = new Map<string, number>();

/** A node's port, as its configuration file says it: host mode has no published ports to ask for. */
async function portOf(container: string): Promise<number> {
  const found = known.get(container);
  if (found !== undefined) return found;
  const spec = (await docker().getContainer(container).inspect()).Config.Labels['dev.flotilla.spec'] ?? '{}';
  const first = (JSON.parse(spec) as { ports?: { first?: number } }).ports?.first ?? 0;
  const port = first + Number(/(\d+)$/.exec(container)?.[1] ?? 1) - 1;
  known.set(container, port);
  return port;
}

/** What is not in order yet; empty: every node agrees, nothing is open, all slots are covered, all links are up. */
export async function ailments(cluster: string): Promise<string[]> {
  const nodes = await nodesOf(cluster);
  const found: string[] = [];
  const covered = new Set(nodes.filter((node) => node.role === 'master').flatMap((node) => [...node.slots]));
  if (covered.size !== 16_384) found.push(`${16_384 - covered.size} slots are not covered`);
  if (new Set(nodes.map((node) => node.view)).size > 1) found.push('the views differ');
  for (const node of nodes) {
    if (!node.stateOk) found.push(`${node.container} says cluster_state:fail`);
    if (!node.linkUp) found.push(`${node.container} has no link to its master`);
    if (node.open.size > 0) found.push(`${node.container} has ${node.open.size} open slots`);
  }
  return found;
}

/** Waits until nothing ails the cluster, but for what `bearable` lets pass. Throws what is left after `ms`. */
export async function settle(
  cluster: string,
  ms: number,
  bearable: (ailment: string) => boolean = () => false,
): Promise<void> {
  const deadline = Date.now() + ms;
  for (;;) {
    const left = (await ailments(cluster)).filter((each) => !bearable(each));
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(`${cluster} is not well after ${ms} ms: ${left.join('; ')}`);
    await sleep(250);
  }
}

/** Keys that lie on a master that does not own their slot, and keys that lie on two. */
export async function misplaced(cluster: string): Promise<string[]> {
  const masters = (await nodesOf(cluster)).filter((node) => node.role === 'master');
  const homes = new Map<string, string>();
  const wrong: string[] = [];
  for (const { port, container, slots } of masters) {
    await ask(port, async (client) => {
      let cursor = '0';
      do {
        const [next, keys] = await client.scan(cursor, 'COUNT', 2000);
        cursor = next;
        for (const key of keys) {
          if (!slots.has(keySlot(key)))
            wrong.push(`${key} lies on ${container}, which does not own its slot`);
          const other = homes.get(key);
          if (other !== undefined && other !== container)
            wrong.push(`${key} lies on ${other} and ${container}`);
          homes.set(key, container);
        }
      } while (cursor !== '0');
    });
  }
  return wrong;
}
