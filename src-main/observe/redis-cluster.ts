import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { ClusterStatus, ClusterSummary } from '@shared/redis-cluster/observed';
import type { SecretRef } from '@shared/secrets';
import type { Docker } from '../clients/docker';
import type { RedisPool } from '../clients/redis';
import type { AdoptedStore } from '../store/adopted';
import { askNode } from './redis-answers';
import { announced, assess, summarize, type Found, type Member } from './redis-assess';
import { createCandidates } from './redis-candidates';
import { groupNodes } from './redis-groups';
import { liveOf } from './redis-live';
import { createMigrations } from './redis-migration';
import { networkOf, unroutableNodes } from './redis-reach';
import { slotKeysOf } from './redis-slot-keys';

export interface ClusterObserverOptions {
  /** The engine that is worked with. Throws when there is none. */
  readonly docker: () => Docker;
  /** Where it is (enginePlace): adopted clusters are kept by it. */
  readonly place: () => string;
  readonly pool: RedisPool;
  readonly adopted: AdoptedStore;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The Redis clusters on an engine: ours (by label), adopted ones, and those that somebody built by hand. */
export interface ClusterObserver {
  list(): Promise<ClusterSummary[]>;
  /** Throws AppError `cluster.unknown`. */
  status(name: string): Promise<ClusterStatus>;
  /** The names of a cluster's containers; empty when there is no such cluster. */
  members(name: string): Promise<string[]>;
  /** As its plans need it. `deep`: also keys in wrong nodes. Throws AppError `cluster.unknown`. */
  live(name: string, how?: { readonly deep?: boolean }): Promise<LiveCluster>;
  /** Keys of each slot at its owner. Throws AppError `cluster.unknown`. */
  slotKeys(name: string): Promise<number[]>;
  /** The nodes as ops reach them. Throws AppError `cluster.unknown`. */
  nodes(name: string): Promise<RedisNode[]>;
  /** Takes a discovered cluster in, when every node lets us in. `password`: where its containers don't tell it. */
  adopt(input: { discovered: string; name: string; password?: SecretRef }): Promise<ClusterStatus>;
  /** Forgets an adopted cluster; the cluster itself stays as it is. Throws AppError `cluster.not-adopted`. */
  forget(name: string): Promise<void>;
  /** For `{container}` references: the password that a node's server was started with. */
  passwordOf(container: string): Promise<string>;
}

export function createClusterObserver(options: ClusterObserverOptions): ClusterObserver {
  const { docker, place, pool, adopted, now = Date.now } = options;
  const candidates = createCandidates(docker);
  const migrations = createMigrations();

  /** Everything there is, asked once: each container's node at the same time. */
  const look = async (): Promise<Found[]> => {
    const [{ found, present }, records] = await Promise.all([candidates.find(), adopted.list(place())]);
    const passwordFor = (id: string, name: string): SecretRef | undefined =>
      records.find((each) => each.containers.some((own) => own.id === id || own.name === name))?.password;
    const answers = await Promise.all(
      found.map(async (candidate): Promise<Member> => {
        const password = passwordFor(candidate.id, candidate.name);
        const node = password === undefined ? candidate.node : { ...candidate.node, auth: { password } };
        const answer = await askNode(pool, { ...candidate, node }, node);
        if (answer.id !== undefined) return answer;
        const remembered = await candidates.rememberedBy(candidate);
        return { ...answer, remembered, id: remembered.find((line) => line.myself)?.id };
      }),
    );
    const groups = groupNodes(answers, records);
    // A record whose containers have all been removed stands for nothing any more.
    for (const { name, containers } of records) {
      if (!containers.some((each) => present.has(each.id) || present.has(each.name)))
        await adopted.remove(name);
    }
    return groups;
  };

  const find = async (name: string, doing: Message): Promise<Found> => {
    const group = (await look()).find((each) => each.name === name);
    if (group !== undefined) return group;
    throw refusal(
      'cluster.unknown',
      doing,
      msg('redis.cluster.unknown', { name }),
      msg('redis.cluster.unknown.hint'),
    );
  };

  const statusOf = async (group: Found): Promise<ClusterStatus> => {
    const [unroutable, network] = await Promise.all([unroutableNodes(group), networkOf(group, docker)]);
    return assess(group, unroutable, now(), network);
  };

  const status = async (name: string): Promise<ClusterStatus> =>
    statusOf(await find(name, msg('redis.cluster.doing.status', { name })));

  const live: ClusterObserver['live'] = async (name, how) => {
    const group = await find(name, msg('redis.cluster.doing.status', { name }));
    return liveOf(group, assess(group, [], now()), { pool, migrations }, how);
  };

  return {
    status,
    live,
    slotKeys: async (name) => slotKeysOf(pool, await live(name)),
    async list() {
      const groups = await look();
      return groups
        .map((group) => summarize(group, assess(group, [], now())))
        .sort((a, b) => compare(a.name, b.name));
    },
    async members(name) {
      const group = (await look()).find((each) => each.name === name);
      return group?.members.map(({ candidate }) => candidate.name) ?? [];
    },
    async nodes(name) {
      const group = await find(name, msg('redis.cluster.doing.status', { name }));
      return group.members.map(announced);
    },
    async adopt({ discovered, name, password }) {
      const doing = msg('redis.cluster.doing.adopt', { name: discovered });
      const groups = await look();
      const group = groups.find((each) => each.name === discovered);
      if (group === undefined) {
        const what = msg('redis.cluster.unknown', { name: discovered });
        throw refusal('cluster.unknown', doing, what, msg('redis.cluster.unknown.hint'));
      }
      if (group.origin !== 'discovered') {
        const what = msg('redis.cluster.ours', { name: discovered });
        throw refusal('cluster.known', doing, what, msg('redis.cluster.ours.hint'));
      }
      if (groups.some((each) => each.name === name && each !== group)) {
        const what = msg('redis.cluster.nameTaken', { name });
        throw refusal('cluster.name-taken', doing, what, msg('redis.cluster.nameTaken.hint'));
      }
      await checkLogin(pool, group, password, doing);
      await adopted.put({
        name,
        engine: place(),
        containers: group.members.map(({ candidate }) => ({ id: candidate.id, name: candidate.name })),
        seeds: group.members.map(({ candidate: { node } }) => `${node.host}:${node.port}`),
        ...(password === undefined ? {} : { password }),
      });
      return status(name);
    },
    async forget(name) {
      if (await adopted.remove(name)) return;
      const doing = msg('redis.cluster.doing.forget', { name });
      const what = msg('redis.cluster.notAdopted', { name });
      throw refusal('cluster.not-adopted', doing, what, msg('redis.cluster.notAdopted.hint'));
    },
    passwordOf: (container) => candidates.passwordOf(container),
  };
}

/** Every node must let us in with the password, or with the one that stands in its own configuration. */
async function checkLogin(
  pool: RedisPool,
  group: Found,
  password: SecretRef | undefined,
  doing: Message,
): Promise<void> {
  for (const { candidate } of group.members) {
    if (candidate.state === 'running') continue;
    const what = msg('redis.cluster.stopped', { node: candidate.name });
    const hint = msg('redis.cluster.stopped.hint', { node: candidate.name });
    throw refusal('cluster.node-stopped', doing, what, hint);
  }
  await Promise.all(
    group.members.map(async ({ candidate: { node } }) => {
      const connection = pool.node(password === undefined ? node : { ...node, auth: { password } });
      await connection.clusterInfo({ timeoutMs: 3000 });
    }),
  );
}

function refusal(code: string, doing: Message, what: Message, hint: Message): AppError {
  return new AppError({ code, doing, what, hint });
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
