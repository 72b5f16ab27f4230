import { isList, isValueMap, type DraftPart, type StackDraft, type Value } from '@shared/compose/build/draft';
import { graphId, type GraphEdge, type GraphNode, type GraphPicture } from '../graph/model';

const texts = (value: Value | undefined): string[] =>
  isList(value) ? value.filter((each): each is string => typeof each === 'string') : [];
/** The names of a list or of a map. */
const names = (value: Value | undefined): string[] => (isValueMap(value) ? Object.keys(value) : texts(value));

/** A stack that is being written, as a picture. */
export function pictureOfDraft({ services, networks, volumes }: StackDraft): GraphPicture {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const [name, { fields }] of Object.entries(services)) {
    const id = graphId('service', name);
    const { image, build } = fields;
    const context = isValueMap(build) ? build['context'] : build;
    const detail =
      typeof image === 'string' ? image : `build: ${typeof context === 'string' ? context : '.'}`;
    const ports = texts(fields['ports']).map((port) => {
      const [target = '', published] = port
        .replace(/\/\w+$/, '')
        .split(':')
        .reverse();
      return published === undefined ? target : `${published} → ${target}`;
    });
    nodes.push({ id, kind: 'service', name, detail, ...(ports.length > 0 && { ports }) });
    const needs = fields['depends_on'];
    for (const other of names(needs)) {
      const how = isValueMap(needs) ? needs[other] : undefined;
      const healthy = isValueMap(how) && how['condition'] === 'service_healthy';
      edges.push({
        kind: 'depends',
        from: id,
        to: graphId('service', other),
        ...(healthy && { label: 'healthy' }),
      });
    }
    for (const network of names(fields['networks']))
      edges.push({ kind: 'uses', from: id, to: graphId('network', network) });
    for (const [source, target] of mounts(fields['volumes']))
      if (Object.hasOwn(volumes, source))
        edges.push({ kind: 'uses', from: id, to: graphId('volume', source), label: target });
  }
  const rest = (kind: 'network' | 'volume', parts: Readonly<Record<string, DraftPart>>): void => {
    for (const [name, { fields }] of Object.entries(parts))
      nodes.push({
        id: graphId(kind, name),
        kind,
        name,
        ...(fields['external'] === true && { external: true }),
      });
  };
  rest('network', networks);
  rest('volume', volumes);
  const there = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: edges.filter(({ to }) => there.has(to)) };
}

function mounts(value: Value | undefined): [string, string][] {
  if (!isList(value)) return [];
  return value.flatMap((each): [string, string][] => {
    if (typeof each === 'string') {
      const [source = '', target] = each.split(':');
      return target === undefined ? [] : [[source, target]];
    }
    if (!isValueMap(each)) return [];
    const { source, target } = each;
    return typeof source === 'string' && typeof target === 'string' ? [[source, target]] : [];
  });
}
