import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { compareNames } from '@shared/redis-cluster/names';
import type { Remote } from '@shared/redis-cluster/tools';
import type { Docker } from '../clients/docker';
import type { RedisPool } from '../clients/redis';
import type { NodeLine } from '../clients/redis-replies';
import type { AdoptedCluster, AdoptedStore } from '../store/adopted';
import { askNode, patienceMs } from './redis-answers';
import type { Found, Member } from './redis-assess';
import type { Candidate } from './redis-candidates';
import {
  hostAndPort,
  remoteName,
  remoteRedis,
  wayTo,
  type Published,
  type RemoteAccess,
  type RemoteNode,
} from './redis-remote-find';

export interface RemotesOptions {
  readonly docker: () => Docker;
  readonly pool: RedisPool;
  readonly adopted: AdoptedStore;
  readonly now: () => number;
}

/** Clusters that stand elsewhere, by their records. */
export interface Remotes {
  /** As they stand now; nodes that have come since are found and kept. Never throws for a cluster that is down. */
  look(records: readonly AdoptedCluster[]): Promise<Found[]>;
  /**
   * Connects by the address of one node and finds the others; the record is not kept yet. Throws AppError where
   * the seed does not let us in.
   */
  find(remote: Remote): Promise<AdoptedCluster>;
}

/** So long a node to which no way was found is not tried again, in milliseconds. */
const restMs = 30_000;
const seedMs = 5000;

export function createRemotes({ docker, pool, adopted, now }: RemotesOptions): Remotes {
  /** When a node was last tried in vain, by cluster and id. */
  const failed = new Map<string, number>();
  const published = (): Promise<Published> => publishedPorts(docker());

  /** The members that answer, and those that the answers tell of and that were not known. */
  const lookAt = async (record: AdoptedCluster): Promise<Found> => {
    const access = accessOf(record);
    const known = record.remote?.nodes ?? [];
    const answers = await Promise.all(known.map((node) => ask(pool, access, node)));
    const answered = answers.filter(({ lines }) => lines !== undefined);
    // None of those that were found before: the node that it was adopted by may tell of others.
    const view = answered.length > 0 ? lines(answered) : await seedView(record.name, access);
    const here = new Set(answered.map(({ id }) => id));
    const strangers = view.filter(({ line }) => !here.has(line.id) && rested(`${record.name} ${line.id}`));
    const search = async ({ line, seed }: View[0]): Promise<RemoteNode | undefined> => {
      failed.set(`${record.name} ${line.id}`, now());
      const node = await wayTo(pool, access, line, seed, published);
      if (node !== undefined) failed.delete(`${record.name} ${line.id}`);
      return node;
    };
    // One whose way was known may just be down: nobody waits for that; should it be found elsewhere, the next look
    // has it.
    const old = new Set(known.map(({ id }) => id));
    for (const each of strangers.filter(({ line }) => old.has(line.id)))
      void search(each).then((node) => node && keep(record, replaced(known, [node])));
    const fresh = strangers.filter(({ line }) => !old.has(line.id));
    const found = (await Promise.all(fresh.map(search))).filter((node) => node !== undefined);
    const more = await Promise.all(found.map((node) => ask(pool, access, node)));
    const nodes = merged(replaced(known, found), answered, view);
    if (JSON.stringify(nodes) !== JSON.stringify(known)) await keep(record, nodes);
    const members = [...answered, ...more.filter(({ lines: own }) => own !== undefined)];
    return {
      name: record.name,
      origin: 'adopted',
      // Where none answers, those that were there the last time stand for it.
      members: members.length > 0 ? members : answers,
      adopted: record.remote === undefined ? record : { ...record, remote: { ...record.remote, nodes } },
    };
  };

  /** What the seed tells; nothing where it does not answer. */
  const seedView = async (name: string, access: RemoteAccess): Promise<View> => {
    const { host, port } = access;
    if (!rested(`${name} seed`)) return [];
    try {
      const { lines: told } = await pool.node(seedNode(access)).clusterNodes({ timeoutMs: patienceMs });
      return told.filter(isThere).map((line) => ({ line, seed: { host, port } }));
    } catch {
      failed.set(`${name} seed`, now());
      return [];
    }
  };

  const rested = (key: string): boolean => now() - (failed.get(key) ?? -Infinity) > restMs;

  /** Unless it was forgotten or changed meanwhile. */
  const keep = async (record: AdoptedCluster, nodes: readonly RemoteNode[]): Promise<void> => {
    const current = await adopted.get(record.name);
    if (current?.remote === undefined || JSON.stringify(current) !== JSON.stringify(record)) return;
    await adopted.put({ ...current, remote: { ...current.remote, nodes: [...nodes] } });
  };

  return {
    look: (records) =>
      Promise.all(records.filter(({ remote }) => remote !== undefined).map((record) => lookAt(record))),
    async find(remote) {
      const { name, host, port, username, password, tls, map = {} } = remote;
      const doing = msg('tools.remote.doing', { name, address: `${host}:${port}` });
      for (const [from, to] of Object.entries(map)) {
        if (hostAndPort(to) !== undefined) continue;
        throw refusal(
          'remote.map',
          doing,
          msg('tools.remote.map', { from, to }),
          msg('tools.remote.map.hint'),
        );
      }
      const auth = password === undefined ? undefined : { password, ...(username && { username }) };
      const access: RemoteAccess = { host, port, map, ...(auth && { auth }), ...(tls && { tls }) };
      const seed = seedNode(access);
      // A login that was refused the last time may be right now.
      pool.node(seed).close();
      const view = await pool.node(seed).clusterNodes({ timeoutMs: seedMs });
      const settled = view.lines.filter((line) => !line.flags.includes('handshake'));
      const nodes = await Promise.all(
        settled.filter(isThere).map((line) => wayTo(pool, access, line, { host, port }, published)),
      );
      return {
        ...{ name, engine: '', containers: [], seeds: [`${host}:${port}`] },
        ...(password && { password }),
        remote: {
          ...{ host, port, map },
          ...(username && { username }),
          ...(tls && { tls }),
          nodes: nodes.filter((node) => node !== undefined).sort(byName),
        },
      };
    },
  };
}

/** A node that has an address and has not been given up. */
const isThere = (line: NodeLine): boolean =>
  line.host !== '' || line.myself ? !line.flags.some((flag) => flag === 'noaddr' || flag === 'fail') : false;

/** How a record's cluster is got into. */
export function accessOf({ remote, password }: AdoptedCluster): RemoteAccess {
  const { host = '', port = 0, username, tls, map = {} } = remote ?? {};
  return {
    ...{ host, port, map },
    ...(password && { auth: { password, ...(username && { username }) } }),
    ...(tls && { tls }),
  };
}

async function ask(pool: RedisPool, access: RemoteAccess, node: RemoteNode): Promise<Member> {
  const redis = remoteRedis(access, node);
  const candidate: Candidate = {
    ...{ id: '', name: node.name, image: '', state: 'running', exitCode: 0, labels: {}, mode: 'other' },
    ...{ node: redis, deadPorts: [], hasPassword: access.auth !== undefined, nodesFile: '', remote: true },
  };
  const answer = await askNode(pool, candidate, redis);
  // Another node stands there now: this one has to be looked for anew.
  if (answer.id !== undefined && answer.id !== node.id) return { candidate, id: node.id };
  const { redis_version: version, valkey_version: valkey } = answer.info ?? {};
  const image = valkey !== undefined ? `valkey ${valkey}` : version === undefined ? '' : `redis ${version}`;
  return { ...answer, candidate: { ...candidate, image }, id: node.id };
}

type View = { readonly line: NodeLine; readonly seed: { readonly host: string; readonly port: number } }[];

const seedNode = (access: RemoteAccess): RedisNode => {
  const { host, port } = access;
  const announce = { address: host, port, busPort: Math.min(65_535, port + 10_000) };
  return remoteRedis(access, { name: `${host}:${port}`, host, port, announce });
};

/** Every node that the answers tell of, once, with the node that told it (its own word first). */
function lines(answered: readonly Member[]): { line: NodeLine; seed: { host: string; port: number } }[] {
  const found = new Map<string, { line: NodeLine; seed: { host: string; port: number } }>();
  for (const { candidate, lines: own = [] } of answered)
    for (const line of own) {
      if (line.flags.includes('handshake') || !isThere(line) || found.has(line.id)) continue;
      found.set(line.id, { line, seed: { host: candidate.node.host, port: candidate.node.port } });
    }
  return [...found.values()];
}

/** Some nodes, those that were found anew in the place of their old selves. */
function replaced(known: readonly RemoteNode[], found: readonly RemoteNode[]): RemoteNode[] {
  const anew = new Set(found.map(({ id }) => id));
  return [...known.filter(({ id }) => !anew.has(id)), ...found].sort(byName);
}

/** Nodes with what is told of them now; those that nobody tells of any more are left out when others answer. */
function merged(nodes: readonly RemoteNode[], answered: readonly Member[], view: View): RemoteNode[] {
  if (answered.length === 0) return [...nodes];
  const told = new Map(view.map(({ line }) => [line.id, line]));
  const answering = new Set(answered.map(({ id }) => id));
  return nodes
    .filter(({ id }) => told.has(id) || answering.has(id))
    .map((node) => {
      const line = told.get(node.id);
      if (line === undefined || line.host === '') return node;
      const announce = { address: line.host, port: line.port, busPort: line.busPort };
      return { ...node, announce, name: remoteName(line) };
    })
    .sort(byName);
}

const byName = (a: RemoteNode, b: RemoteNode): number => compareNames(a.name, b.name);

async function publishedPorts(docker: Docker): Promise<Published> {
  const host = docker.local ? '127.0.0.1' : undefined;
  const found = new Map<string, { host: string; port: number }>();
  if (host === undefined) return found;
  for (const { NetworkSettings, Ports } of await docker.containers.list()) {
    for (const { IPAddress } of Object.values(NetworkSettings.Networks)) {
      for (const { IP, PublicPort, PrivatePort, Type } of Ports) {
        if (IPAddress === '' || Type !== 'tcp' || PublicPort == null) continue;
        const any = IP === '' || IP === '0.0.0.0' || IP === '::';
        found.set(`${IPAddress}:${PrivatePort}`, { host: any ? host : IP, port: PublicPort });
      }
    }
  }
  return found;
}

function refusal(code: string, doing: Message, what: Message, hint: Message): AppError {
  return new AppError({ code, doing, what, hint });
}
