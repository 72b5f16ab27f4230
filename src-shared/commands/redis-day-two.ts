import type { Op, OpArgs, RedisNode, SlotRange } from '../ops';
import { auth, cli, cliReading } from './redis-cli';
import { command, secretExpression } from './shell';

/** The shell text of an op on a running cluster; undefined for an op of another kind. */
export function dayTwoCommands(op: Op): string[] | undefined {
  switch (op.kind) {
    case 'redis.moveSlots':
      return op.args.from.flatMap(({ node, ranges }) =>
        ranges.map((range) => moveCommand(node, op.args.to, range)),
      );
    case 'redis.settleSlots':
      return [...stateCommands(op.args), ...clusterCommand(op.args.masters[0], 'fix')];
    case 'redis.coverSlots':
      return coverCommands(op.args);
    case 'redis.moveStrayKeys':
      return strayCommands(op.args);
    case 'redis.verifySlots':
      return clusterCommand(op.args.nodes[0], 'check');
    case 'redis.forget':
      return [
        ...op.args.nodes.map((node) => cli(node, 'cluster', 'forget', op.args.id)),
        ...(op.args.node === undefined ? [] : [cli(op.args.node, 'cluster', 'reset')]),
      ];
    case 'redis.copyFunctions':
      // redis-cli ends what it prints with a line feed, which is no part of the dump.
      return [
        `${cli(op.args.from, '--raw', 'function', 'dump')} | head -c -1 |\n  ${cliReading(op.args.to, '-x', 'function', 'restore')}`,
      ];
    case 'redis.bumpEpoch':
      return [cli(op.args.node, 'cluster', 'bumpepoch')];
    case 'redis.failover':
      return [
        cli(
          op.args.node,
          'cluster',
          'failover',
          ...(op.args.mode === 'graceful' ? [] : [op.args.mode.toUpperCase()]),
        ),
      ];
    case 'redis.watchFailover':
      return op.args.nodes
        .slice(0, 1)
        .map((node) => `while sleep 0.25; do date +%T.%N; ${cli(node, 'cluster', 'nodes')}; done`);
    case 'redis.saveRdb':
      return saveCommands(op.args);
    case 'redis.backupManifest':
      return [
        `(${command('cd', '--', op.args.folder)} && ${command('sha256sum', '--', ...op.args.files.map(({ file }) => file))})`,
      ];
    case 'redis.importKeys':
      return importCommands(op.args);
    default:
      return undefined;
  }
}

/** Nodes that believe nothing of a slot say so and do no harm. */
function coverCommands({ masters, replicas = [], assign }: OpArgs<'redis.coverSlots'>): string[] {
  const all = assign.flatMap(({ ranges }) => ranges.flat());
  return [
    ...[...masters, ...replicas].map((node) => cli(node, 'cluster', 'delslotsrange', ...all)),
    ...assign.flatMap(({ node, ranges }) => [
      ...ranges.map(([from, to]) => cli(node, 'cluster', 'addslotsrange', from, to)),
      cli(node, 'cluster', 'bumpepoch'),
    ]),
  ];
}

/** Where `redis-cli --cluster` is pointed at: the address that the node announces, seen from beside it. */
function clusterCommand(node: RedisNode | undefined, name: string, ...words: readonly string[]): string[] {
  if (node === undefined) return [];
  const at =
    node.container === undefined
      ? `${node.host}:${node.port}`
      : `${node.announce.address}:${node.announce.port}`;
  return [cli(node, '--cluster', name, at, ...words)];
}

const myId = (node: RedisNode): string => `$(${cli(node, 'cluster', 'myid')})`;

/** A variable in a command that is quoted for the shell otherwise. */
const withSlot = (text: string): string => text.replaceAll('@slot@', '"$slot"');

/** What MIGRATE needs to be let in; read by redis-cli from its input, so that it stands in no process list. */
function migrateAuth({ auth: known }: RedisNode): string {
  if (known === undefined) return '';
  const password = `\\"${secretExpression(known.password)}\\"`;
  return known.username === undefined ? `auth ${password} ` : `auth2 ${known.username} ${password} `;
}

/**
 * Slot by slot, as redis-cli itself does it: importing, migrating, the keys, the new owner. The names of keys
 * stay in redis-cli's own quotes (--csv), so that any name gets through. The other masters hear of it by gossip.
 */
function moveCommand(from: RedisNode, to: RedisNode, [first, last]: SlotRange): string {
  const { address, port } = to.announce;
  return [
    `for slot in $(seq ${first} ${last}); do`,
    `  ${withSlot(cli(to, 'cluster', 'setslot', '@slot@', 'importing'))} ${myId(from)}`,
    `  ${withSlot(cli(from, 'cluster', 'setslot', '@slot@', 'migrating'))} ${myId(to)}`,
    `  while keys=$(${withSlot(cli(from, '--csv', 'cluster', 'getkeysinslot', '@slot@', 100))} | sed 's/","/" "/g') && [ -n "$keys" ]; do`,
    `    printf '%s\\n' "migrate ${address} ${port} \\"\\" 0 5000 ${migrateAuth(to)}keys $keys" | ${cliReading(from)}`,
    '  done',
    `  ${withSlot(cli(to, 'cluster', 'setslot', '@slot@', 'node'))} ${myId(to)}`,
    `  ${withSlot(cli(from, 'cluster', 'setslot', '@slot@', 'node'))} ${myId(to)}`,
    'done',
  ].join('\n');
}

const slotList = (ranges: readonly SlotRange[]): string =>
  ranges.map(([from, to]) => (from === to ? String(from) : `$(seq ${from} ${to})`)).join(' ');

/** Who has keys of the slots in question. */
function stateCommands({ masters, ranges }: OpArgs<'redis.settleSlots'>): string[] {
  return masters.map(
    (node) =>
      `for slot in ${slotList(ranges)}; do ${withSlot(cli(node, 'cluster', 'countkeysinslot', '@slot@'))}; done`,
  );
}

/** redis-cli does not look for such keys: find them, then bring them to the owner. */
function strayCommands({ masters, ranges }: OpArgs<'redis.moveStrayKeys'>): string[] {
  return masters.map(
    (node) =>
      `for slot in ${slotList(ranges)}; do ${withSlot(cli(node, '--csv', 'cluster', 'getkeysinslot', '@slot@', 100))}; done`,
  );
}

function saveCommands({ node, path }: OpArgs<'redis.saveRdb'>): string[] {
  if (node.container === undefined) return [cli(node, '--rdb', path)];
  const inside = '/tmp/flotilla.rdb';
  return [
    cli(node, '--rdb', inside),
    `${command('docker', 'cp', `${node.container}:${inside}`, path)} && ${command('docker', 'exec', node.container, 'rm', inside)}`,
  ];
}

function importCommands({ source, masters, replace }: OpArgs<'redis.importKeys'>): string[] {
  const [node] = masters;
  if (node === undefined) return [];
  const words = [
    '--cluster-from',
    `${source.host}:${source.port}`,
    '--cluster-copy',
    ...(replace ? ['--cluster-replace'] : []),
    ...(source.auth?.username === undefined ? [] : ['--cluster-from-user', source.auth.username]),
    ...(source.auth === undefined ? [] : ['--cluster-from-askpass']),
  ];
  return [
    `${auth(node)}${command('redis-cli', '--cluster', 'import', `${node.host}:${node.port}`, ...words.map(String))}`,
    ...(source.auth === undefined
      ? []
      : [`# It asks for the password of ${source.name.replace(/\s+/g, ' ')}.`]),
  ];
}
