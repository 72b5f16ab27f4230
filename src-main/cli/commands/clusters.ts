import { msg } from '@shared/i18n/index';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import { exit, type Command } from '../session';
import { findingLines } from '../show-plan';
import { table, type Style, type Terminal } from '../terminal';

const styles: Readonly<Record<ClusterStatus['state'], Style>> = {
  ok: 'green',
  degraded: 'yellow',
  fail: 'red',
  unreachable: 'red',
};

/** `list`: ours, adopted ones, and those found on the engine. */
export const list: Command = async (session) => {
  const { t, args } = session;
  const clusters = await (await session.withEngine()).clusters.list();
  if (args.json) {
    t.out(JSON.stringify(clusters, null, 2));
    return exit.done;
  }
  if (clusters.length === 0) {
    t.err(t.say(msg('cli.list.none')));
    return exit.done;
  }
  const heads = ['name', 'state', 'size', 'slots', 'mode', 'image', 'origin'] as const;
  const rows = clusters.map((cluster) => [
    cluster.name,
    t.paint(t.say(msg(`cli.state.${cluster.state}`)), styles[cluster.state]),
    `${cluster.masters}+${cluster.replicas}`,
    String(cluster.slotsCovered),
    cluster.mode,
    cluster.image,
    t.say(msg(`cli.origin.${cluster.origin}`)),
  ]);
  table(t, [heads.map((head) => t.say(msg(`cli.list.${head}`))), ...rows]).forEach((line) => t.out(line));
  return exit.done;
};

/** `status redis-cluster NAME`: 0 where it serves, 1 where it does not. */
export const status: Command = async (session) => {
  const { t, args } = session;
  const found = await (await session.withEngine()).clusters.status(args.words[1] ?? '');
  if (args.json) t.out(JSON.stringify(statusJson(found), null, 2));
  else statusLines(t, found).forEach((line) => t.out(line));
  return found.state === 'ok' || found.state === 'degraded' ? exit.done : exit.failed;
};

/** The status with the fields that scripts rely on; `master` is the master's name. */
export function statusJson(found: ClusterStatus): unknown {
  return {
    ...found,
    nodes: found.nodes.map(({ clusterInfo: _, clusterNodes: __, ...node }) => ({
      ...node,
      master: masterOf(found, node)?.name ?? null,
      hostPort: node.hostPort ?? null,
    })),
  };
}

function masterOf(found: ClusterStatus, node: Pick<ClusterNode, 'masterId'>): ClusterNode | undefined {
  return node.masterId === undefined ? undefined : found.nodes.find((other) => other.id === node.masterId);
}

export function statusLines(t: Terminal, found: ClusterStatus): string[] {
  const state = t.paint(t.say(msg(`cli.state.${found.state}`)), 'bold', styles[found.state]);
  const slots = t.say(msg('cli.status.slots', { covered: found.slotsCovered }));
  const heads = ['node', 'role', 'health', 'address', 'port', 'serves'] as const;
  const rows = found.nodes.map((node) => [
    node.name,
    t.say(msg(`cli.status.${node.role}`)),
    t.paint(node.health, node.health === 'ok' ? 'green' : 'red') +
      (node.role === 'replica' && !node.linkUp ? ` (${t.say(msg('cli.status.linkDown'))})` : ''),
    node.address,
    node.hostPort === undefined ? '–' : String(node.hostPort),
    node.role === 'replica' ? `→ ${masterOf(found, node)?.name ?? '?'}` : ranges(node),
  ]);
  return [
    `${t.say(msg('cli.status.state', { name: t.paint(found.name, 'bold'), state }))} · ${slots}`,
    '',
    ...table(t, [heads.map((head) => t.say(msg(`cli.status.${head}`))), ...rows]),
    ...(found.problems.length === 0
      ? []
      : ['', ...found.problems.flatMap((problem) => findingLines(t, problem))]),
  ];
}

function ranges({ slots }: ClusterNode): string {
  return slots.length === 0
    ? '–'
    : slots.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(' ');
}
