import { msg, type Message } from '@shared/i18n/index';
import type { Finding } from '@shared/plan';
import type { ClusterNode } from '@shared/redis-cluster/observed';
import type { Answer } from './redis-answers';

export interface Seen {
  readonly answers: readonly Answer[];
  readonly nodes: readonly ClusterNode[];
  readonly slotsCovered: number;
  /** How many different views the nodes have. */
  readonly views: number;
  /** Replicas a master is to have, where it is known; else what most masters have. */
  readonly replicasPerMaster?: number;
  /** Names of nodes whose announced address does not lead to them from this computer. */
  readonly unroutable: readonly string[];
}

/** A finding, and whether a cluster that has it is not well. */
interface Problem extends Finding {
  readonly ill: boolean;
}

const problem = (
  level: Finding['level'],
  code: string,
  what: Message,
  hint: Message,
  ill: boolean,
): Problem => ({ level, code, what, hint, ill });

/** What is wrong with a cluster, the worst first, each with its cure. `healthy`: nothing ails it. */
export function findProblems(seen: Seen): { problems: Finding[]; healthy: boolean } {
  const all = [
    ...uncovered(seen),
    ...failing(seen),
    ...seen.nodes.flatMap((node) => nodeProblems(node, seen)),
    ...disagreement(seen),
    ...replication(seen),
    ...advice(seen),
  ];
  const weight = { error: 0, warning: 1, info: 2 };
  const sorted = all.sort((a, b) => weight[a.level] - weight[b.level]);
  return {
    problems: sorted.map(({ ill: _, ...finding }) => finding),
    healthy: !all.some((each) => each.ill),
  };
}

function uncovered({ slotsCovered, answers }: Seen): Problem[] {
  const missing = 16_384 - slotsCovered;
  if (missing === 0 || answers.every((answer) => answer.lines === undefined)) return [];
  return [
    problem(
      'error',
      'redis.slots-uncovered',
      msg('redis.problem.uncovered', { n: missing }),
      msg('redis.problem.uncovered.hint'),
      true,
    ),
  ];
}

/** One line for all nodes that say so: they mostly say it together. */
function failing({ nodes, answers }: Seen): Problem[] {
  const well = new Set(nodes.filter((node) => node.health === 'ok').map((node) => node.name));
  const names = answers
    .filter(({ candidate, clusterInfo }) => clusterInfo?.ok === false && well.has(candidate.name))
    .map(({ candidate }) => candidate.name);
  if (names.length === 0) return [];
  const what = msg('redis.problem.stateFail', { n: names.length, nodes: names.join(', ') });
  return [problem('warning', 'redis.state-fail', what, msg('redis.problem.stateFail.hint'), true)];
}

function nodeProblems(node: ClusterNode, { answers }: Seen): Problem[] {
  const answer = answers.find(({ candidate }) => candidate.name === node.name);
  const at = { node: node.name, address: node.address };
  if (node.health === 'stopped') {
    const code = answer?.candidate.exitCode ?? 0;
    const what =
      answer?.candidate.state === 'exited'
        ? msg('redis.problem.exited', { node: node.name, code })
        : msg('redis.problem.notRunning', { node: node.name, state: node.container?.state ?? '' });
    const hint = msg('redis.problem.exited.hint', { node: node.name });
    return [problem('warning', 'redis.container-stopped', what, hint, true)];
  }
  if (node.health === 'loading') {
    const hint = msg('redis.problem.loading.hint');
    return [problem('warning', 'redis.loading', msg('redis.problem.loading', at), hint, true)];
  }
  if (answer?.failure !== undefined) {
    const { code, what, hint } = answer.failure.info;
    return [problem('warning', code, what, hint, true)];
  }
  if (node.health !== 'ok') {
    const what = msg('redis.problem.down', at);
    return [problem('warning', 'redis.node-down', what, msg('redis.problem.down.hint'), true)];
  }
  const found: Problem[] = [];
  if (node.openSlots.length > 0) {
    const what = msg('redis.problem.open', { node: node.name, n: node.openSlots.length });
    found.push(problem('warning', 'redis.slots-open', what, msg('redis.problem.open.hint'), true));
  }
  return found;
}

function disagreement({ views, answers }: Seen): Problem[] {
  const what = msg('redis.problem.views', {
    views,
    nodes: answers.filter((answer) => answer.lines !== undefined).length,
  });
  return views > 1
    ? [problem('warning', 'redis.views-differ', what, msg('redis.problem.views.hint'), true)]
    : [];
}

function replication({ nodes, replicasPerMaster }: Seen): Problem[] {
  const masters = nodes.filter((node) => node.role === 'master' && node.slots.length > 0);
  const replicasOf = (master: ClusterNode): ClusterNode[] =>
    nodes.filter((node) => node.masterId === master.id && node.health === 'ok');
  const found: Problem[] = [];
  for (const node of nodes) {
    if (node.role !== 'replica' || node.health !== 'ok' || node.linkUp) continue;
    const what = msg('redis.problem.link', { node: node.name });
    const hint = msg('redis.problem.link.hint', { node: node.name });
    found.push(problem('warning', 'redis.link-down', what, hint, true));
  }
  // Where no master has a replica it was meant so, unless the spec says otherwise.
  const meant = replicasPerMaster ?? (nodes.some((node) => node.role === 'replica') ? 1 : 0);
  for (const master of masters) {
    if (meant === 0 || replicasOf(master).length > 0) continue;
    const what = msg('redis.problem.alone', { node: master.name });
    found.push(problem('warning', 'redis.master-alone', what, msg('redis.problem.alone.hint'), true));
  }
  if (masters.length > 0 && masters.length < 3) {
    const what = msg('redis.problem.fewMasters', { n: masters.length });
    found.push(problem('warning', 'redis.few-masters', what, msg('redis.problem.fewMasters.hint'), false));
  }
  return found;
}

/** What does no harm yet. */
function advice({ answers, nodes, unroutable }: Seen): Problem[] {
  const found: Problem[] = [];
  for (const { candidate } of answers) {
    const port = candidate.node.innerPort;
    for (const dead of candidate.deadPorts) {
      const inside = {
        node: candidate.name,
        hostPort: dead.hostPort,
        containerPort: dead.containerPort,
        port,
      };
      // The bus port's wrong twin needs no word of its own.
      if (dead.containerPort === 16_379) continue;
      const hint = msg('redis.problem.deadPort.hint', { port });
      found.push(problem('warning', 'redis.dead-port', msg('redis.problem.deadPort', inside), hint, false));
    }
  }
  for (const node of nodes) {
    const { memoryBytes = 0, maxMemoryBytes = 0 } = node;
    if (maxMemoryBytes === 0 || memoryBytes < 0.9 * maxMemoryBytes) continue;
    const percent = Math.round((100 * memoryBytes) / maxMemoryBytes);
    const what = msg('redis.problem.memory', { node: node.name, percent });
    found.push(problem('warning', 'redis.memory', what, msg('redis.problem.memory.hint'), false));
  }
  const forgetful = answers
    .filter((answer) => answer.persists === false)
    .map(({ candidate }) => candidate.name);
  if (forgetful.length > 0) {
    const what = msg('redis.problem.persistence', { nodes: forgetful.join(', ') });
    found.push(problem('info', 'redis.no-persistence', what, msg('redis.problem.persistence.hint'), false));
  }
  if (unroutable.length > 0) {
    const what = msg('redis.problem.unroutable', { nodes: unroutable.join(', ') });
    found.push(problem('info', 'redis.unroutable', what, msg('redis.problem.unroutable.hint'), false));
  }
  return found;
}
