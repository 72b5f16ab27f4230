import type { Op, RedisNode, SlotRange } from '../ops';
import { auth, cli, outside } from './redis-cli';
import { dayTwoCommands } from './redis-day-two';

/** The shell text of an op on Redis nodes; undefined for an op of another kind. */
export function redisCommands(op: Op): string[] | undefined {
  switch (op.kind) {
    case 'redis.ping':
      return [`until [ "$(${cli(op.args.node, 'ping')})" = PONG ]; do sleep 0.2; done`];
    case 'redis.config':
      return op.args.nodes.flatMap((node) =>
        Object.entries(op.args.settings).map(([name, value]) => cli(node, 'config', 'set', name, value)),
      );
    case 'redis.meet':
      return op.args.others.map(({ announce }) =>
        cli(op.args.node, 'cluster', 'meet', announce.address, announce.port, announce.busPort),
      );
    case 'redis.addSlots':
      return [`${cli(op.args.node, 'cluster', 'addslots')} ${slotWords(op.args.ranges)}`];
    case 'redis.setEpoch':
      return [cli(op.args.node, 'cluster', 'set-config-epoch', op.args.epoch)];
    case 'redis.waitAgree':
      return op.args.nodes.map((node) => `${cli(node, 'cluster', 'nodes')} | sort`);
    case 'redis.replicate':
      return [`${cli(op.args.node, 'cluster', 'replicate')} "$(${cli(op.args.master, 'cluster', 'myid')})"`];
    case 'redis.waitSynced':
      return [
        `until ${cli(op.args.node, 'info', 'replication')} | grep -q master_link_status:up; do sleep 0.2; done`,
      ];
    case 'redis.waitStateOk':
      return op.args.nodes.map(
        (node) => `until ${cli(node, 'cluster', 'info')} | grep -q cluster_state:ok; do sleep 0.2; done`,
      );
    case 'redis.verifyRedirect':
      return redirectCommands(op.args.nodes, op.args.from);
    default:
      return dayTwoCommands(op);
  }
}

/** `-c` follows MOVED answers: from inside a node's container, or from this computer. */
function redirectCommands(nodes: readonly RedisNode[], from: 'host' | 'network'): string[] {
  const node = nodes[0];
  if (node === undefined) return [];
  const run = (...words: string[]): string =>
    from === 'network'
      ? cli(node, '-c', ...words)
      : auth(node) + outside({ ...node, host: node.announce.address }, '-c', ...words);
  return [run('set', 'flotilla:check', '1'), run('get', 'flotilla:check'), run('del', 'flotilla:check')];
}

/** ADDSLOTS with single slots: ADDSLOTSRANGE is there from Redis 7.0 on only. */
export function slotWords(ranges: readonly SlotRange[]): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `$(seq ${from} ${to})`)).join(' ');
}
