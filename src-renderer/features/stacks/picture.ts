import type { Stack } from '@shared/compose/stack';
import { tr } from '../../lib/i18n.svelte';
import { graphId, type GraphEdge, type GraphNode, type GraphPicture } from './graph/model';
import { portsOf, stateOfService, stateTone } from './look';

/** A stack as it stands on the engine, as a picture. What it uses and has not made is drawn as external. */
export function pictureOfStack(stack: Stack): GraphPicture {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const networks = new Map(stack.networks.map(({ name, key }) => [name, key]));
  const volumes = new Map(stack.volumes.map(({ name, key }) => [name, key]));
  const seen = new Set<string>();
  const part = (kind: 'network' | 'volume', name: string): string => {
    const key = (kind === 'network' ? networks : volumes).get(name);
    const id = graphId(kind, key ?? name);
    if (!seen.has(id)) {
      seen.add(id);
      nodes.push({
        id,
        kind,
        name: key ?? name,
        ...(key === undefined ? { external: true } : key !== name && { detail: name }),
      });
    }
    return key ?? name;
  };
  for (const service of stack.services) {
    const containers = service.containers.filter(({ oneOff }) => !oneOff);
    const first = containers[0];
    if (first === undefined) continue;
    const id = graphId('service', service.name);
    const state = stateOfService(service);
    const ports = portsOf(containers).map(
      ({ port, containerPort }) => `${String(port)} → ${String(containerPort)}`,
    );
    nodes.push({
      ...{ id, kind: 'service', name: service.name, detail: first.image },
      state: { tone: stateTone[state], text: tr(`stacks.state.${state}`) },
      ...(ports.length > 0 && { ports }),
      ...(containers.length > 1 && { replicas: containers.length }),
    });
    for (const dependency of Object.keys(first.dependsOn))
      edges.push({ kind: 'depends', from: id, to: graphId('service', dependency) });
    for (const [name, { address }] of Object.entries(first.networks)) {
      // `network_mode: none` is no network.
      if (name === 'none') continue;
      edges.push({
        ...{ kind: 'uses', from: id, to: graphId('network', part('network', name)) },
        ...(address !== '' && { label: address }),
      });
    }
    for (const { type, source, target } of first.mounts)
      // Unnamed volumes have long names that say nothing.
      if (type === 'volume' && !/^[0-9a-f]{64}$/.test(source))
        edges.push({ kind: 'uses', from: id, to: graphId('volume', part('volume', source)), label: target });
  }
  for (const { name } of stack.networks) part('network', name);
  for (const { name } of stack.volumes) part('volume', name);
  const there = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: edges.filter(({ to }) => there.has(to)) };
}
