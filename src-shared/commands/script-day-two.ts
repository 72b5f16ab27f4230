import type { Op, RedisNode } from '../ops';
import { redisCommands } from './redis';
import { command } from './shell';

/** A line of script and the functions that it calls. */
export interface Part {
  readonly text: string;
  readonly uses: readonly string[];
}

export const call = (name: string, ...words: readonly (string | number)[]): Part => ({
  text: command(name, ...words),
  uses: [name],
});

export const wait = (
  ms: number,
  what: string,
  name: string,
  ...words: readonly (string | number)[]
): Part => ({
  text: command('wait_for', Math.ceil(ms / 1000), what, name, ...words),
  uses: ['wait_for', name],
});

export const joined = (parts: readonly Part[]): Part => ({
  text: parts.length === 0 ? ':' : parts.map((part) => part.text).join('\n'),
  uses: parts.flatMap((part) => part.uses),
});

export const at = (node: RedisNode): [string, number] => [node.container ?? node.name, node.innerPort];

/** The part of an op on a running cluster; undefined for an op of another kind. */
export function dayTwoPart(op: Op): Part | undefined {
  switch (op.kind) {
    case 'redis.moveSlots': {
      const { to, from } = op.args;
      return joined(
        from.flatMap(({ node, ranges }) =>
          ranges.map(([first, last]) =>
            call('move_slots', first, last, ...at(node), ...at(to), to.announce.address, to.announce.port),
          ),
        ),
      );
    }
    case 'redis.forget': {
      const { id, nodes, node } = op.args;
      return joined([
        call('forget', id, ...nodes.map((each) => at(each).join(':'))),
        ...(node === undefined ? [] : [call('ok', ...at(node), 'cluster', 'reset')]),
      ]);
    }
    case 'redis.copyFunctions':
      return call('copy_functions', ...at(op.args.from), ...at(op.args.to));
    case 'redis.verifySlots': {
      const [node] = op.args.nodes;
      if (node === undefined) return { text: ':', uses: [] };
      return wait(
        op.args.timeoutMs,
        'all slots are in order',
        'slots_ok',
        ...at(node),
        `${node.announce.address}:${node.announce.port}`,
      );
    }
    case 'redis.failover': {
      const { node, mode } = op.args;
      const how = mode === 'graceful' ? [] : [mode];
      return joined([
        call('ok', ...at(node), 'cluster', 'failover', ...how),
        wait(60_000, `${node.name} is a master`, 'is_master', ...at(node)),
      ]);
    }
    case 'redis.watchFailover': {
      const { nodes, victim, until, timeoutMs } = op.args;
      const [node] = nodes;
      if (node === undefined) return { text: ':', uses: [] };
      const address = `${victim.announce.address}:${victim.announce.port}`;
      return until === 'promoted'
        ? wait(timeoutMs, `a replica of ${victim.name} is promoted`, 'replaced', ...at(node), address)
        : wait(timeoutMs, `${victim.name} has failed`, 'failed', ...at(node), address);
    }
    case 'redis.settleSlots':
    case 'redis.coverSlots':
    case 'redis.moveStrayKeys':
    case 'redis.bumpEpoch':
    case 'redis.saveRdb':
    case 'redis.backupManifest':
    case 'redis.importKeys':
      return plain(op);
    default:
      return undefined;
  }
}

/** The commands as they are shown: where a node runs in no container, and where there is nothing to add. */
export function plain(op: Op): Part {
  return { text: (redisCommands(op) ?? [':']).join('\n'), uses: [] };
}

/** Every node that an op names, wherever in its arguments. */
export function nodesIn(value: unknown): RedisNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('announce' in value && 'innerPort' in value) return [value as RedisNode];
  return Object.values(value).flatMap(nodesIn);
}
