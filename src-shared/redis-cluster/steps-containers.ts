import { msg } from '../i18n/index';
import { canonicalSubnet } from '../ipv4';
import { label } from '../labels';
import type { OpArgs } from '../ops';
import type { Step } from '../plan';
import { confPath, nodesConfPath, serverConf, serverProgram } from './conf';
import { clusterKind, specLabel } from './existing';
import { networkName, type PlannedNode } from './nodes';
import { memoryBytes, type RedisClusterSpec } from './spec';

const own = (spec: RedisClusterSpec): Record<string, string> => ({
  [label.cluster]: spec.name,
  [label.kind]: clusterKind,
});

/** What must be there before the containers: image, network, volumes or folders. */
export function prepareSteps(
  spec: RedisClusterSpec,
  nodes: readonly PlannedNode[],
  missing: { readonly image: boolean; readonly network: boolean },
): Step[] {
  const steps: Step[] = [];
  const add = (step: Omit<Step, 'group' | 'dependsOn'> & { dependsOn?: string[] }): number =>
    steps.push({ group: 'prepare', dependsOn: [], ...step });
  const { image, persistence } = spec;
  if (missing.image)
    add({
      id: `image:${image}`,
      title: msg('redis.step.image', { image }),
      cause: msg('redis.cause.image'),
      op: { kind: 'image.pull', args: { image } },
    });
  const network = networkName(spec);
  if (missing.network && network !== undefined && spec.network.mode === 'bridge') {
    const subnet = canonicalSubnet(spec.network.subnet);
    add({
      id: `network:${network}`,
      title: msg('redis.step.network', { network, subnet }),
      cause: msg('redis.cause.network'),
      op: { kind: 'network.create', args: { name: network, subnet, labels: own(spec) } },
    });
  }
  // The folder above first: two nodes' folders must not race for it.
  if (persistence.storage === 'folder')
    add({
      id: `folder:${persistence.path}`,
      title: msg('redis.step.folder', { path: persistence.path }),
      cause: msg('redis.cause.folderBase'),
      op: { kind: 'folder.create', args: { path: persistence.path, shared: true } },
    });
  for (const { name, data } of nodes)
    if (data.type === 'volume')
      add({
        id: `volume:${data.source}`,
        title: msg('redis.step.volume', { volume: data.source }),
        cause: msg('redis.cause.volume', { node: name }),
        op: { kind: 'volume.create', args: { name: data.source, labels: own(spec) } },
      });
    else
      add({
        id: `folder:${data.source}`,
        title: msg('redis.step.folder', { path: data.source }),
        cause: msg('redis.cause.folder', { node: name }),
        op: { kind: 'folder.create', args: { path: data.source } },
        ...(persistence.storage === 'folder' && { dependsOn: [`folder:${persistence.path}`] }),
      });
  return steps;
}

/**
 * From nothing to a server that answers, node by node. `ready` holds the ids of the preparing steps.
 * `networkFirst`: the engine makes no container before its network; others look for it only when one starts.
 */
export function containerSteps(
  spec: RedisClusterSpec,
  nodes: readonly PlannedNode[],
  ready: ReadonlySet<string>,
  { networkFirst = true }: { networkFirst?: boolean } = {},
): Step[] {
  const specText = specLabel(spec);
  const masters = nodes.filter((node) => node.role === 'master').map((node) => node.name);
  const needs = (id: string): string[] => (ready.has(id) ? [id] : []);
  const inNetwork = needs(`network:${networkName(spec) ?? ''}`);
  return nodes.flatMap((node): Step[] => {
    const { name, data, redis } = node;
    const step = (
      id: string,
      after: string[],
      op: Step['op'],
      texts: Pick<Step, 'title' | 'cause'>,
    ): Step => ({ id: `${id}:${name}`, ...texts, group: 'containers', op, dependsOn: after });
    return [
      step(
        'create',
        [
          ...needs(`image:${spec.image}`),
          ...(networkFirst ? inNetwork : []),
          ...needs(`${data.type === 'volume' ? 'volume' : 'folder'}:${data.source}`),
          ...(node.master === undefined ? [] : afterMasters(masters, node.master)),
        ],
        { kind: 'container.create', args: container(spec, node, specText) },
        {
          title: msg('redis.step.create', { node: name }),
          cause:
            node.ranges[0] === undefined
              ? msg('redis.cause.createReplica', { node: name, master: node.master ?? '' })
              : msg('redis.cause.createMaster', {
                  node: name,
                  from: node.ranges[0][0],
                  to: node.ranges[0][1],
                }),
        },
      ),
      step(
        'absent',
        [`create:${name}`],
        { kind: 'container.checkAbsent', args: { container: name, path: nodesConfPath } },
        { title: msg('redis.step.absent', { node: name }), cause: msg('redis.cause.absent') },
      ),
      step(
        'conf',
        [`absent:${name}`],
        {
          kind: 'container.writeFile',
          args: {
            container: name,
            path: confPath,
            content: serverConf(spec, node),
            mode: 0o600,
            secrets: spec.password === undefined ? {} : { PASSWORD: spec.password },
          },
        },
        {
          title: msg('redis.step.conf', { node: name }),
          cause: msg('redis.cause.conf', redis.announce),
        },
      ),
      step(
        'start',
        [`conf:${name}`, ...(networkFirst ? [] : inNetwork)],
        { kind: 'container.start', args: { container: name } },
        { title: msg('redis.step.start', { node: name }), cause: msg('redis.cause.start') },
      ),
      step(
        'ping',
        [`start:${name}`],
        { kind: 'redis.ping', args: { node: redis, timeoutMs: 60_000 } },
        { title: msg('redis.step.ping', { node: name }), cause: msg('redis.cause.ping') },
      ),
    ];
  });
}

/** With more masters than that one edge a master and replica would be too many. */
const mostMasters = 8;

/**
 * Masters first: a master serves no sooner than 2 s after its start (CLUSTER_WRITABLE_DELAY in Redis's
 * cluster.c), so the replicas' containers are made in that time. Not before the masters answer: until then
 * both would fight for the processors, and the 2 s would begin later. In a large cluster the last master, which
 * is started last, stands for all.
 */
function afterMasters(masters: readonly string[], own: string): string[] {
  const all = masters.length <= mostMasters ? masters : [own, masters.at(-1) ?? own];
  return [...new Set(all)].map((name) => `ping:${name}`);
}

function container(spec: RedisClusterSpec, node: PlannedNode, specText: string): OpArgs<'container.create'> {
  const [policy = 'no', count] = spec.restart.split(':');
  return {
    name: node.name,
    image: spec.image,
    command: [serverProgram(spec.image), confPath],
    network:
      spec.network.mode === 'host'
        ? { mode: 'host' }
        : { mode: 'bridge', network: networkName(spec) ?? '', address: node.address ?? '' },
    ports: node.published,
    mounts: [{ ...node.data, target: '/data' }],
    ...(spec.memory !== undefined && { memoryBytes: memoryBytes(spec.memory) }),
    restart: {
      name: policy as OpArgs<'container.create'>['restart']['name'],
      ...(count !== undefined && { maximumRetryCount: Number(count) }),
    },
    labels: { ...own(spec), [label.node]: node.name, [label.spec]: specText },
  };
}
