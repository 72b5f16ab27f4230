import type { GraphEdge, GraphId, GraphNode, GraphPicture } from './model';

/** In CSS pixels, from the picture's upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode {
  readonly node: GraphNode;
  readonly box: Box;
  /** 1 to 8: a network's colour, see `--c1` in app.css; 0 for all else. */
  readonly color: number;
}

export interface PlacedEdge {
  readonly key: string;
  readonly edge: GraphEdge;
  /** An SVG path; it ends at `to`. */
  readonly path: string;
  /** A network's colour, 0 for others. */
  readonly color: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const pad = 12;
const gap = 14;
const between = 46;
const wrapped = 16;
const narrowest = 148;
const widest = 212;
const pill = 36;
const lineHeight = 17;

/**
 * Where everything of a stack's picture goes: networks on top, services by layers (who waits stands above what it
 * waits for), volumes and the like at the foot. Rows that are wider than `width` are wrapped.
 *
 * @param width what there is, in CSS pixels
 */
export function layoutOf(picture: GraphPicture, width: number): GraphLayout {
  const room = Math.max(width - 2 * pad, narrowest);
  const columns = Math.max(1, Math.floor((room + gap) / (narrowest + gap)));
  const cardWidth = Math.min(widest, Math.floor((room - gap * (columns - 1)) / columns));
  const networks = picture.nodes.filter((node) => node.kind === 'network');
  const services = picture.nodes.filter((node) => node.kind === 'service');
  const rest = picture.nodes.filter((node) => node.kind !== 'network' && node.kind !== 'service');
  const bands = [networks, ...layersOf(services, picture.edges), rest].filter((band) => band.length > 0);

  const placed = new Map<GraphId, PlacedNode>();
  const colors = new Map(networks.map((node, index) => [node.id, (index % 8) + 1]));
  let y = pad;
  bands.forEach((band, at) => {
    if (at > 0) y += between - wrapped;
    for (const row of chunks(band, columns)) {
      const rowWidth = row.length * cardWidth + (row.length - 1) * gap;
      const height = Math.max(...row.map(heightOf));
      row.forEach((node, index) => {
        const x = pad + Math.round((room - rowWidth) / 2) + index * (cardWidth + gap);
        const box = { x, y, width: cardWidth, height: heightOf(node) };
        placed.set(node.id, { node, box, color: colors.get(node.id) ?? 0 });
      });
      y += height + wrapped;
    }
  });

  const drawn = new Set<string>();
  return {
    width: room + 2 * pad,
    height: bands.length === 0 ? 2 * pad : y - wrapped + pad,
    nodes: [...placed.values()],
    edges: picture.edges.flatMap((edge) => {
      const from = placed.get(edge.from);
      const to = placed.get(edge.to);
      const key = `${edge.kind} ${edge.from} ${edge.to}`;
      if (from === undefined || to === undefined || from === to || drawn.has(key)) return [];
      drawn.add(key);
      return [{ key, edge, path: pathOf(from.box, to.box), color: to.color }];
    }),
  };
}

function heightOf(node: GraphNode): number {
  if (node.kind !== 'service') return node.detail === undefined ? pill : pill + lineHeight - 4;
  const lines = [node.detail, node.ports?.[0], node.state].filter((line) => line !== undefined).length;
  return 34 + lines * lineHeight + (lines > 0 ? 3 : 0);
}

/** Services by the longest way from one that nobody waits for; a cycle is cut where it closes. */
function layersOf(services: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[][] {
  const above = new Map<GraphId, GraphId[]>(services.map((node) => [node.id, []]));
  for (const { kind, from, to } of edges) {
    if (kind === 'depends' && above.has(from) && from !== to) above.get(to)?.push(from);
  }
  const depths = new Map<GraphId, number>();
  const open = new Set<GraphId>();
  const depth = (id: GraphId): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const found = 1 + Math.max(-1, ...(above.get(id) ?? []).map(depth));
    open.delete(id);
    depths.set(id, found);
    return found;
  };
  const layers: GraphNode[][] = [];
  for (const node of services) (layers[depth(node.id)] ??= []).push(node);

  // Each below what waits for it, so that few lines cross.
  const order = new Map<GraphId, number>();
  return layers.map((layer) => {
    const weight = (node: GraphNode): number => {
      const known = (above.get(node.id) ?? []).flatMap((id) => order.get(id) ?? []);
      return known.length === 0 ? 0.5 : known.reduce((sum, each) => sum + each, 0) / known.length;
    };
    const sorted = layer
      .map((node, index) => ({ node, index, weight: weight(node) }))
      .sort((a, b) => a.weight - b.weight || a.index - b.index)
      .map(({ node }) => node);
    sorted.forEach((node, index) => order.set(node.id, (index + 0.5) / sorted.length));
    return sorted;
  });
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  // Rows of one length: five in rows of four are three and two.
  const rows = Math.ceil(list.length / size);
  const each = Math.ceil(list.length / rows);
  return Array.from({ length: rows }, (_, row) => list.slice(row * each, (row + 1) * each));
}

/** A line from one box to another: foot to head or head to foot, or around the side where both stand in a row. */
function pathOf(from: Box, to: Box): string {
  const x1 = from.x + from.width / 2;
  const x2 = to.x + to.width / 2;
  const down = to.y >= from.y + from.height;
  const up = to.y + to.height <= from.y;
  if (!down && !up) {
    const right = x2 > x1;
    const side = right ? from.x + from.width : from.x;
    const end = right ? to.x : to.x + to.width;
    const y1 = from.y + from.height / 2;
    const y2 = to.y + to.height / 2;
    return `M${String(side)} ${String(y1)}C${String(end)} ${String(y1)} ${String(side)} ${String(y2)} ${String(end)} ${String(y2)}`;
  }
  const y1 = down ? from.y + from.height : from.y;
  const y2 = down ? to.y : to.y + to.height;
  const bend = Math.max(18, Math.min(60, Math.abs(y2 - y1) / 2)) * (down ? 1 : -1);
  return `M${String(x1)} ${String(y1)}C${String(x1)} ${String(y1 + bend)} ${String(x2)} ${String(y2 - bend)} ${String(x2)} ${String(y2)}`;
}
