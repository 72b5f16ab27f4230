import { pathText, type MapNode, type Node, type Range } from '@shared/compose/node';
import type { Problem, Reading } from '@shared/compose/source';
import type { Message } from '@shared/i18n/index';
import { graphId, type GraphEdge, type GraphId, type GraphNode, type GraphPicture } from '../graph/model';

/** A stack as a picture, and where each part of it stands in the files. */
export interface StackView {
  readonly picture: GraphPicture;
  /** Where a part's name is written. */
  readonly places: ReadonlyMap<GraphId, Range>;
  /** The part that stands at an offset of a file. */
  at(file: string, offset: number): GraphId | undefined;
}

const sections = { networks: 'network', volumes: 'volume', secrets: 'secret', configs: 'config' } as const;

/** What a reading shows, also of a project that has errors. */
export function stackView(
  reading: Reading,
  problems: readonly Problem[],
  say: (message: Message) => string,
): StackView {
  const nodes = new Map<GraphId, GraphNode>();
  const edges: GraphEdge[] = [];
  const spans: { id: GraphId; key: Range; value: Range }[] = [];
  const state = (path: string): Pick<GraphNode, 'state'> => {
    const worst = problems
      .filter((each) => each.path !== undefined && within(pathText(each.path), path) && each.level !== 'info')
      .sort((a, b) => a.level.localeCompare(b.level))[0];
    if (worst === undefined) return {};
    return { state: { tone: worst.level === 'error' ? 'bad' : 'warn', text: say(worst.what) } };
  };

  for (const [name, entry] of entriesOf(child(reading.tree, 'services'))) {
    const id = graphId('service', name);
    const { value } = entry;
    const model = reading.model?.services[name];
    const image = text(child(value, 'image')) ?? (child(value, 'build') ? 'build' : undefined);
    const ports = model?.ports?.map(
      (port) => `${port.published ?? '*'} → ${String(port.target)}${port.protocol === 'udp' ? '/udp' : ''}`,
    );
    const scale = child(value, 'scale');
    nodes.set(id, {
      ...{ id, kind: 'service', name, ...state(pathText(['services', name])) },
      ...(image !== undefined && { detail: image }),
      ...(ports?.length && { ports }),
      ...(scale?.kind === 'scalar' && typeof scale.value === 'number' && { replicas: scale.value }),
      ...(reading.model !== undefined && model === undefined && { off: true }),
    });
    spans.push({ id, key: entry.key, value: value.at });
    for (const [to, label] of namesOf(child(value, 'depends_on'), 'condition'))
      edges.push({ kind: 'depends', from: id, to: graphId('service', to), ...short(label) });
    for (const to of Object.keys(model?.networks ?? Object.fromEntries(namesOf(child(value, 'networks')))))
      edges.push({ kind: 'uses', from: id, to: graphId('network', to) });
    for (const [to, target] of mountsOf(child(value, 'volumes')))
      edges.push({ kind: 'uses', from: id, to: graphId('volume', to), ...short(target) });
    for (const [section, kind] of [
      ['secrets', 'secret'],
      ['configs', 'config'],
    ] as const)
      for (const [to] of namesOf(child(value, section), 'target'))
        edges.push({ kind: 'uses', from: id, to: graphId(kind, to) });
  }

  for (const [section, kind] of Object.entries(sections)) {
    for (const [name, { key, value }] of entriesOf(child(reading.tree, section))) {
      const id = graphId(kind, name);
      const external = child(value, 'external');
      const driver = text(child(value, 'driver'));
      nodes.set(id, {
        ...{ id, kind, name, ...state(pathText([section, name])) },
        ...(driver !== undefined && { detail: driver }),
        ...(external !== undefined && text(external) !== 'false' && { external: true }),
      });
      spans.push({ id, key, value: value.at });
    }
  }
  // The network that compose makes by itself.
  const implied = graphId('network', 'default');
  if (!nodes.has(implied) && edges.some(({ to }) => to === implied))
    nodes.set(implied, { id: implied, kind: 'network', name: 'default' });

  return {
    picture: { nodes: [...nodes.values()], edges },
    places: new Map(spans.map(({ id, key }) => [id, key])),
    at: (file, offset) =>
      spans.find(({ key, value }) => key.file === file && reaches(key, value, offset))?.id,
  };
}

/** From the key's line to the end of its value, where both stand in one place. */
function reaches(key: Range, value: Range, offset: number): boolean {
  const start = key.from.offset - key.from.column + 1;
  const end = value.file === key.file ? Math.max(key.to.offset, value.to.offset) : key.to.offset;
  return offset >= start && offset <= end;
}

const within = (path: string, part: string): boolean =>
  path === part || path.startsWith(`${part}.`) || path.startsWith(`${part}[`);

function child(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

const entriesOf = (node: Node | undefined): MapNode['entries'] =>
  node?.kind === 'map' ? node.entries : new Map();

const text = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null ? node.text : undefined;

const short = (label: string | undefined): Pick<GraphEdge, 'label'> => (label === undefined ? {} : { label });

/** Names of a list or a map, or of `source` in a list of maps; with a detail of each. */
function namesOf(node: Node | undefined, detail?: string): [string, string | undefined][] {
  if (node?.kind === 'map')
    return [...node.entries].map(([name, { value }]) => [name, detail && text(child(value, detail))]);
  if (node?.kind !== 'seq') return [];
  return node.items.flatMap((item): [string, string | undefined][] => {
    const name = text(item) ?? text(child(item, 'source'));
    return name === undefined ? [] : [[name, detail && text(child(item, detail))]];
  });
}

/** The named volumes of a service's mounts, and where they are mounted. */
function mountsOf(node: Node | undefined): [string, string | undefined][] {
  if (node?.kind !== 'seq') return [];
  return node.items.flatMap((item): [string, string | undefined][] => {
    if (item.kind === 'map') {
      const source = text(child(item, 'source'));
      const named = (text(child(item, 'type')) ?? 'volume') === 'volume';
      return named && source !== undefined ? [[source, text(child(item, 'target'))]] : [];
    }
    const [source, target] = (text(item) ?? '').split(':');
    const bind = source === undefined || target === undefined || /^[./~\\]|^$/.test(source);
    return bind ? [] : [[source, target]];
  });
}
