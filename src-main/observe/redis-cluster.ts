import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { ClusterStatus, ClusterSummary } from '@shared/redis-cluster/observed';
import { judge } from '@shared/redis-cluster/check';
import type { ClusterLook } from '@shared/redis-cluster/timeline-diff';
import type { CheckReport, Remote } from '@shared/redis-cluster/tools';
import type { SecretRef } from '@shared/secrets';
import type { Docker } from '../clients/docker';
import type { RedisPool } from '../clients/redis';
import type { AdoptedStore } from '../store/adopted';
import { askNode } from './redis-answers';
import { announced, assess, containersOf, summarize, type Found, type Member } from './redis-assess';
import { createCandidates } from './redis-candidates';
import { checkFacts } from './redis-check';
import { groupNodes } from './redis-groups';
import { liveOf } from './redis-live';
import { createMigrations } from './redis-migration';
import { inMetricsLane, monitoredNodes, type MonitoredNode } from './redis-monitored';
import { networkOf, unroutableNodes } from './redis-reach';
import { createRemotes } from './redis-remote';
import { slotKeysOf } from './redis-slot-keys';
import { createWatched } from './redis-watched';
import { compareNames } from '@shared/redis-cluster/names';

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
  /** Everything that may be wrong with it. `deep`: also keys in wrong nodes. Throws AppError `cluster.unknown`. */
  check(name: string, how: { readonly deep: boolean }): Promise<CheckReport>;
  /** One of many looks. Throws AppError `cluster.unknown`. */
  watched(name: string): Promise<{ status: ClusterStatus; look: ClusterLook }>;
  /** The nodes of our own and of adopted clusters, for whoever measures them. */
  monitored(): Promise<MonitoredNode[]>;
  /** Keys of each slot at its owner. Throws AppError `cluster.unknown`. */
  slotKeys(name: string): Promise<number[]>;
  /** The nodes as ops reach them. Throws AppError `cluster.unknown`. */
  nodes(name: string): Promise<RedisNode[]>;
  /** Takes a discovered cluster in, when every node lets us in. `password`: where its containers don't tell it. */
  adopt(input: { discovered: string; name: string; password?: SecretRef }): Promise<ClusterStatus>;
  /** Takes in a cluster that stands elsewhere, by the address of one of its nodes; again: with what is new. */
  adoptRemote(remote: Remote): Promise<ClusterStatus>;
  /** Forgets an adopted cluster; the cluster itself stays as it is. Throws AppError `cluster.not-adopted`. */
  forget(name: string): Promise<void>;
  /** For `{container}` references: the password that a node's server was started with. */
  passwordOf(container: string): Promise<string>;
}

export function createClusterObserver(options: ClusterObserverOptions): ClusterObserver {
  const { docker, place, pool, adopted, now = Date.now } = options;
  const candidates = createCandidates(docker);
  const migrations = createMigrations();
  const watchedOf = createWatched(docker, now);
  const remotes = createRemotes({ docker, pool, adopted, now });

  /**
   * Everything there is, asked once: each container's node at the same time. `aside`: nobody asked for it, so it uses
   * connections of its own and forgets no record.
   */
  const look = async ({ aside = false } = {}): Promise<Found[]> => {
    const asking = aside ? inMetricsLane(pool) : pool;
    const [{ found, present }, records] = await Promise.all([candidates.find(), adopted.list(place())]);
    const passwordFor = (id: string, name: string): SecretRef | undefined =>
      records.find((each) => each.containers.some((own) => own.id === id || own.name === name))?.password;
    const asked = Promise.all(
      found.map(async (candidate): Promise<Member> => {
        const password = passwordFor(candidate.id, candidate.name);
        const node = password === undefined ? candidate.node : { ...candidate.node, auth: { password } };
        const answer = await askNode(asking, { ...candidate, node }, node);
        if (answer.id !== undefined) return answer;
        const remembered = await candidates.rememberedBy(candidate);
        return { ...answer, remembered, id: remembered.find((line) => line.myself)?.id };
      }),
    );
    const [answers, elsewhere] = await Promise.all([asked, remotes.look(records)]);
    const groups = [...withoutThose(groupNodes(answers, records), elsewhere), ...elsewhere];
    if (aside) return groups;
    // A record whose containers have all been removed stands for nothing any more.
    for (const { name, containers, remote } of records) {
      if (remote === undefined && !containers.some((each) => present.has(each.id) || present.has(each.name)))
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
    async check(name, { deep }) {
      const group = await find(name, msg('redis.cluster.doing.status', { name }));
      const at = now();
      const unroutable = await unroutableNodes(group);
      const [seen, facts] = await Promise.all([
        liveOf(group, assess(group, unroutable, at), { pool, migrations }, { deep }),
        checkFacts(group, pool, unroutable, { deep, at }),
      ]);
      return judge(seen, facts);
    },
    watched: async (name) => watchedOf(await find(name, msg('redis.cluster.doing.status', { name }))),
    monitored: async () => monitoredNodes(await look({ aside: true }), pool),
    slotKeys: async (name) => slotKeysOf(pool, await live(name)),
    async list() {
      const groups = await look();
      return groups
        .map((group) => summarize(group, assess(group, [], now())))
        .sort((a, b) => compareNames(a.name, b.name));
    },
    async members(name) {
      const group = (await look()).find((each) => each.name === name);
      return group === undefined ? [] : containersOf(group);
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
    async adoptRemote(remote) {
      const { name, host, port } = remote;
      const doing = msg('tools.remote.doing', { name, address: `${host}:${port}` });
      const [groups, known] = await Promise.all([look(), adopted.get(name)]);
      // Once more under its name: with another way in, or other addresses.
      const taken = known === undefined ? groups.some((each) => each.name === name) : !known.remote;
      if (taken) {
        const what = msg('redis.cluster.nameTaken', { name });
        throw refusal('cluster.name-taken', doing, what, msg('redis.cluster.nameTaken.hint'));
      }
      const record = await remotes.find(remote);
      const ids = new Set(record.remote?.nodes.map(({ id }) => id));
      const here = groups.find(
        (group) => group.name !== name && group.members.some(({ id = '' }) => ids.has(id)),
      );
      if (here !== undefined && (here.origin !== 'discovered' || here.members.length >= ids.size)) {
        const what = msg('tools.remote.here', { name: here.name });
        const hint =
          here.origin === 'discovered'
            ? msg('tools.remote.here.hint', { name: here.name })
            : msg('redis.cluster.ours.hint');
        throw refusal('cluster.here', doing, what, hint);
      }
      await adopted.put(record);
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

/** Without the discovered clusters that are known as standing elsewhere: some of their nodes may be here. */
function withoutThose(groups: readonly Found[], elsewhere: readonly Found[]): Found[] {
  const ids = new Set(elsewhere.flatMap(({ members }) => members.map(({ id = '' }) => id)));
  return groups.filter(
    ({ origin, members }) =>
      origin !== 'discovered' || !members.some(({ id = '' }) => id !== '' && ids.has(id)),
  );
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
