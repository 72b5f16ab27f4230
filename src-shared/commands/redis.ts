import type { Op, RedisNode, SlotRange } from '../ops';
import { command, secretExpression } from './shell';

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
      return undefined;
  }
}

/** `-c` follows MOVED answers: from inside a node's container, or from this computer. */
function redirectCommands(nodes: readonly RedisNode[], from: 'host' | 'network'): string[] {
  const node = nodes[0];
  if (node === undefined) return [];
  const run = (...words: string[]): string =>
    from === 'network'
      ? cli(node, '-c', ...words)
      : `${auth(node)}${command('redis-cli', '-h', node.announce.address, '-p', node.port, ...user(node), '-c', ...words)}`;
  return [run('set', 'flotilla:check', '1'), run('get', 'flotilla:check'), run('del', 'flotilla:check')];
}

/** redis-cli inside a node's container; the password goes by the environment, seen in no process list. */
function cli(node: RedisNode, ...words: readonly (string | number)[]): string {
  const inside =
    node.container === undefined
      ? command('redis-cli', '-h', node.host, '-p', node.port, ...user(node), ...words)
      : command(
          'docker',
          'exec',
          ...(node.auth === undefined ? [] : ['-e', 'REDISCLI_AUTH']),
          node.container,
          'redis-cli',
          '-p',
          node.innerPort,
          ...user(node),
          ...words,
        );
  return auth(node) + inside;
}

function auth(node: RedisNode): string {
  return node.auth === undefined ? '' : `REDISCLI_AUTH="${secretExpression(node.auth.password)}" `;
}

function user(node: RedisNode): string[] {
  return node.auth?.username === undefined ? [] : ['--user', node.auth.username];
}

/** ADDSLOTS with single slots: ADDSLOTSRANGE is there from Redis 7.0 on only. */
export function slotWords(ranges: readonly SlotRange[]): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `$(seq ${from} ${to})`)).join(' ');
}
