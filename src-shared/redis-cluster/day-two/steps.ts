import { msg } from '../../i18n/index';
import type { Pace, RedisNode } from '../../ops';
import type { Step } from '../../plan';
import type { LiveCluster } from '../live';
import { countSlots } from '../slots';
import { verifySteps } from '../steps-cluster';
import { byTarget, type SlotMove } from './slots';

/** How long waits last before they fail, in milliseconds: generous, for they end as soon as they can. */
export const patience = (nodes: number): number => 60_000 + 250 * nodes;
export const syncPatience = 600_000;

/** Waits until nodes give the same view; those that lack each other are introduced. */
export function agreeing(
  id: string,
  group: string,
  nodes: readonly RedisNode[],
  after: readonly string[],
  cause: Step['cause'],
): Step {
  return {
    id,
    title: msg('redis.step.agree', { count: nodes.length }),
    cause,
    group,
    op: { kind: 'redis.waitAgree', args: { nodes: [...nodes], timeoutMs: patience(nodes.length) } },
    dependsOn: [...after],
  };
}

/** `demo-1: 1365, demo-2: 1366`; of very many the first ones. */
function sourceText(from: readonly { readonly name: string; readonly n: number }[]): string {
  const shown = from.slice(0, 12).map(({ name, n }) => `${name}: ${n}`);
  return shown.join(', ') + (from.length > 12 ? ', …' : '');
}

/**
 * One step a target, one after the other: each finalised slot gives its new owner a higher epoch, and two
 * targets at a time would chase each other's.
 */
export function moveSteps(
  moves: readonly SlotMove[],
  nodeOf: (name: string) => RedisNode,
  masters: readonly RedisNode[],
  pace: Pace,
  after: readonly string[],
): Step[] {
  let before = [...after];
  return byTarget(moves).map(({ to, from }): Step => {
    const parts = from.map(({ name, ranges }) => ({ name, n: countSlots(ranges) }));
    const n = parts.reduce((sum, each) => sum + each.n, 0);
    const step: Step = {
      id: `move:${to}`,
      title: msg('redis2.step.move', { n, to }),
      cause: msg('redis2.cause.move', { from: sourceText(parts) }),
      group: 'move',
      op: {
        kind: 'redis.moveSlots',
        args: {
          to: nodeOf(to),
          from: from.map(({ name, ranges }) => ({ node: nodeOf(name), ranges })),
          masters: [...masters],
          pace,
        },
      },
      dependsOn: before,
    };
    before = [step.id];
    return step;
  });
}

/** A replica for a master, and the wait until it has caught up. */
export function replicaSteps(
  replica: { readonly name: string; readonly redis: RedisNode },
  master: { readonly name: string; readonly redis: RedisNode },
  after: readonly string[],
  cause: Step['cause'],
): Step[] {
  const texts = { node: replica.name, master: master.name };
  return [
    {
      id: `replicate:${replica.name}`,
      title: msg('redis.step.replicate', texts),
      cause,
      group: 'replicas',
      op: { kind: 'redis.replicate', args: { node: replica.redis, master: master.redis } },
      dependsOn: [...after],
    },
    {
      id: `synced:${replica.name}`,
      title: msg('redis.step.synced', texts),
      cause: msg('redis.cause.synced'),
      group: 'replicas',
      op: {
        kind: 'redis.waitSynced',
        args: { node: replica.redis, master: master.redis, timeoutMs: syncPatience },
      },
      dependsOn: [`replicate:${replica.name}`],
    },
  ];
}

export interface Checks {
  readonly live: LiveCluster;
  readonly nodes: readonly RedisNode[];
  /** Masters with slots: redirects are followed among them, and where one fails over meanwhile, to any of `nodes`. */
  readonly owners: readonly RedisNode[];
  readonly after: readonly string[];
}

/** The checks that plans on a running cluster end with. */
export function checkSteps({ live, nodes, owners, after }: Checks): Step[] {
  const inside = live.mode === 'bridge' && owners[0]?.container !== undefined;
  const known = new Set(owners.map(({ name }) => name));
  const anywhere = [...owners, ...nodes.filter(({ name }) => !known.has(name))];
  return [
    {
      id: 'slots-ok',
      title: msg('redis2.step.slotsOk', { count: nodes.length }),
      cause: msg('redis2.cause.slotsOk'),
      group: 'verify',
      op: { kind: 'redis.verifySlots', args: { nodes: [...nodes], timeoutMs: patience(nodes.length) } },
      dependsOn: [...after],
    },
    ...verifySteps({ network: { mode: inside ? 'bridge' : 'host' } }, nodes, anywhere, ['slots-ok']),
  ];
}
