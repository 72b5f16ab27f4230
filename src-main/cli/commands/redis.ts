import { resolve } from 'node:path';
import { msg } from '@shared/i18n/index';
import { fixable } from '@shared/redis-cluster/check-codes';
import type { LiveCluster } from '@shared/redis-cluster/live';
import { planRequestSchema, type PlanRequestInput } from '@shared/requests';
import { bad, isGiven, listOf, seeHelp, valueOf } from '../args';
import { execute } from '../execute';
import { addressIn, choiceOf, loginOf, nodeNamed, numberOf, required } from '../named';
import type { Command, ExitCode, Session } from '../session';

/* What changes a running cluster: each a plan that is shown, and run where it was agreed to. */

const run = (session: Session, request: PlanRequestInput): Promise<ExitCode> =>
  execute(session, planRequestSchema.parse(request));

const nameOf = ({ args }: Session): string => args.words[0] ?? '';

const liveOf = async (session: Session): Promise<LiveCluster> =>
  (await session.withEngine()).clusters.live(nameOf(session));

const paceOf = ({ args }: Session): 'gentle' | 'fast' =>
  choiceOf(args, 'pace', ['gentle', 'fast'] as const) ?? 'gentle';

/** `redis fix NAME --only CODE,…`: repairs what a check finds. */
export const fix: Command = (session) => {
  const findings = listOf(session.args, 'only');
  const strange = findings.find((code) => !(fixable as readonly string[]).includes(code));
  if (strange !== undefined)
    throw bad(
      msg('cli.option.choice', { name: '--only', value: strange }),
      msg('cli.hint.kinds', { kinds: fixable.join(', ') }),
    );
  return run(session, {
    ...{ kind: 'redis-cluster.fix', name: nameOf(session) },
    ...(findings.length > 0 && { findings }),
  });
};

/** `redis reshard NAME --cluster-from all|NODE,… --cluster-to NODE --cluster-slots N`. */
export const reshard: Command = async (session) => {
  const { args } = session;
  const [from, to] = [listOf(args, 'cluster-from'), required(args, 'cluster-to')];
  required(args, 'cluster-slots');
  const slots = numberOf(args, 'cluster-slots', { least: 1, most: 16_384 }) ?? 0;
  const pace = paceOf(session);
  if (from.length === 0) required(args, 'cluster-from');
  const live = await liveOf(session);
  return run(session, {
    ...{ kind: 'redis-cluster.reshard', name: nameOf(session), pace },
    what: {
      ...{ by: 'count', slots, to: nodeNamed(live, to).name },
      from: from.includes('all') ? 'all' : from.map((word) => nodeNamed(live, word).name),
    },
  });
};

/** `redis rebalance NAME NODE=WEIGHT …`. */
export const rebalance: Command = async (session) => {
  const { args } = session;
  // As redis-cli takes them: `--cluster-weight a=1 b=2`; and each with an option of its own.
  const given = [...listOf(args, 'cluster-weight'), ...args.words.slice(1)].map((text) => {
    const at = text.lastIndexOf('=');
    const [node, weight] = [text.slice(0, at), Number(text.slice(at + 1))];
    if (at > 0 && text.length > at + 1 && weight >= 0 && weight <= 1000) return [node, weight] as const;
    throw bad(msg('cli.weight.bad', { text }), msg('cli.weight.bad.hint'));
  });
  const threshold = numberOf(args, 'cluster-threshold', { least: 0, most: 100 }, false);
  const pace = paceOf(session);
  const live = given.length > 0 ? await liveOf(session) : undefined;
  const weights = given.map(([node, weight]) => [live ? nodeNamed(live, node).name : node, weight]);
  return run(session, {
    ...{ kind: 'redis-cluster.rebalance', name: nameOf(session), pace },
    weights: Object.fromEntries(weights) as Record<string, number>,
    useEmptyMasters: isGiven(args, 'cluster-use-empty-masters'),
    ...(threshold !== undefined && { threshold }),
  });
};

/** `redis failover NAME NODE --force|--takeover`: promotes a replica. */
export const failover: Command = async (session) => {
  const { args } = session;
  const [force, takeover] = [isGiven(args, 'force'), isGiven(args, 'takeover')];
  if (force && takeover)
    throw bad(msg('cli.option.notBoth', { a: '--force', b: '--takeover' }), seeHelp(args.command));
  const node = nodeNamed(await liveOf(session), args.words[1] ?? '').name;
  return run(session, {
    ...{ kind: 'redis-cluster.failover', name: nameOf(session), node },
    mode: takeover ? 'takeover' : force ? 'force' : 'graceful',
  });
};

/** `redis add-node NAME`: new masters with their replicas, or further replicas. */
export const addNode: Command = async (session) => {
  const { args } = session;
  const named = listOf(args, 'cluster-master-id');
  const replicas = numberOf(args, 'cluster-replicas', { least: 0, most: 5 }) ?? 0;
  const masters = numberOf(args, 'masters', { least: 1, most: 97 });
  const pace = paceOf(session);
  if (!isGiven(args, 'cluster-slave') && named.length === 0) {
    return run(session, {
      ...{ kind: 'redis-cluster.scale-out', name: nameOf(session), pace, replicas },
      ...{ masters: masters ?? 1, slots: isGiven(args, 'empty') ? 'none' : 'even' },
    });
  }
  if (masters !== undefined)
    throw bad(msg('cli.option.notBoth', { a: '--masters', b: '--cluster-slave' }), seeHelp(args.command));
  const live = await liveOf(session);
  const replicasFor = named.length > 0 ? named.map((word) => nodeNamed(live, word).name) : [loneliest(live)];
  return run(session, { kind: 'redis-cluster.scale-out', name: nameOf(session), pace, replicasFor });
};

/** The master with the fewest replicas, as redis-cli chooses where none is named. */
function loneliest({ nodes }: LiveCluster): string {
  const count = (id: string): number => nodes.filter(({ masterId }) => masterId === id).length;
  const [least] = nodes
    .filter(({ role, slots }) => role === 'master' && slots.length > 0)
    .sort((a, b) => count(a.id) - count(b.id));
  if (least !== undefined) return least.name;
  throw bad(msg('cli.noMaster'), msg('cli.noMaster.hint'));
}

/** `redis del-node NAME NODE…`: nodes go, their slots and replicas are given to others. */
export const delNode: Command = async (session) => {
  const { args } = session;
  const pace = paceOf(session);
  const live = await liveOf(session);
  return run(session, {
    ...{ kind: 'redis-cluster.scale-in', name: nameOf(session), pace, volumes: args.volumes },
    nodes: args.words.slice(1).map((word) => nodeNamed(live, word).name),
    allowNoReplica: isGiven(args, 'allow-no-replica'),
  });
};

/** `redis drill NAME NODE --how kill`: loses a node, looks on, and heals. */
export const drill: Command = async (session) => {
  const { args } = session;
  const how = choiceOf(args, 'how', ['stop', 'kill', 'pause', 'isolate'] as const) ?? 'kill';
  const node = nodeNamed(await liveOf(session), args.words[1] ?? '').name;
  return run(session, { kind: 'redis-cluster.drill', name: nameOf(session), node, how });
};

/** `redis backup NAME FOLDER`: a snapshot of every master. */
export const backup: Command = (session) =>
  run(session, {
    ...{ kind: 'redis-cluster.backup', name: nameOf(session) },
    folder: resolve(session.args.words[1] ?? ''),
  });

/** `redis import NAME --cluster-from HOST:PORT`: the keys of a server by itself, which keeps them. */
export const importKeys: Command = (session) => {
  const { args } = session;
  const database = numberOf(args, 'database', { least: 0, most: 1_000_000 });
  const match = valueOf(args, 'match');
  const at = addressIn(args, required(args, 'cluster-from'));
  return run(session, {
    ...{ kind: 'redis-cluster.import', name: nameOf(session) },
    source: { ...at, ...loginOf(args), ...(database !== undefined && { database }) },
    ...(match !== undefined && { match }),
    replace: isGiven(args, 'cluster-replace'),
  });
};
