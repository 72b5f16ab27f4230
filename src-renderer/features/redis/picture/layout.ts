import type { SlotRange } from '@shared/ops';
import { isDown, type Picture, type PictureMaster, type PictureNode } from './model';

/** All lengths are CSS pixels: text keeps its size, the picture grows downwards instead of shrinking. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface PlacedNode {
  readonly node: PictureNode;
  readonly box: Box;
}
export interface PlacedMaster {
  readonly node: PictureMaster;
  readonly box: Box;
  readonly replicas: readonly PlacedNode[];
}
export interface Segment extends Box {
  readonly key: string;
  readonly color: number;
  readonly range: SlotRange;
  /** Its master serves nobody: the slots are out of reach. */
  readonly down: boolean;
  /** Its master's place, from 1; 0 for slots that nobody serves. */
  readonly ordinal: number;
  /** The name of its master; empty for slots that nobody serves. */
  readonly owner: string;
}
export interface Layout {
  readonly compact: boolean;
  readonly width: number;
  readonly height: number;
  readonly frame: Box;
  readonly bar: Box;
  readonly segments: readonly Segment[];
  readonly masters: readonly PlacedMaster[];
  readonly others: readonly PlacedNode[];
}

const slotsInAll = 16_384;
const pad = 14;
const title = 34;
const barHeight = 20;
const barToNodes = 26;
const gap = 12;
const masterHeight = 68;
const replicaHeight = 46;
const replicaGap = 8;
const indent = 18;
const minColumn = 156;
const tile = { width: 68, height: 50, gap: 6 };

/** More nodes than this are drawn as a grid of small tiles. */
export function isCompact(picture: Picture): boolean {
  const nodes = picture.masters.reduce((sum, master) => sum + 1 + master.replicas.length, 0);
  return picture.masters.length > 12 || nodes + picture.others.length > 30;
}

/** The slots as a bar from 0 to 16383, gaps (slots that nobody serves) included. */
export function segmentsOf(masters: readonly PictureMaster[], bar: Box): readonly Segment[] {
  const owned = masters
    .flatMap((master) => master.slots.map((range) => ({ range, master })))
    .sort((a, b) => a.range[0] - b.range[0]);
  const at = (slot: number): number => bar.x + (slot / slotsInAll) * bar.width;
  const segment = (range: SlotRange, owner: PictureMaster | undefined): Segment => ({
    key: `${owner?.key ?? 'none'}-${range[0]}`,
    color: owner?.color ?? 0,
    down: owner !== undefined && isDown(owner.state),
    ordinal: owner === undefined ? 0 : masters.indexOf(owner) + 1,
    range,
    owner: owner?.name ?? '',
    x: at(range[0]),
    y: bar.y,
    width: Math.max(0.5, at(range[1] + 1) - at(range[0])),
    height: bar.height,
  });
  const segments: Segment[] = [];
  let next = 0;
  for (const { range, master } of owned) {
    if (range[0] > next) segments.push(segment([next, range[0] - 1], undefined));
    segments.push(segment(range, master));
    next = Math.max(next, range[1] + 1);
  }
  if (next < slotsInAll) segments.push(segment([next, slotsInAll - 1], undefined));
  return segments;
}

/** Where everything stands in a picture that is `width` pixels wide. */
export function layoutOf(picture: Picture, width: number): Layout {
  const w = Math.max(260, width);
  const inner: Box = { x: pad, y: title + barHeight + barToNodes, width: w - 2 * pad, height: 0 };
  const bar: Box = { x: pad, y: title, width: inner.width, height: barHeight };
  const compact = isCompact(picture);
  const placed = compact ? placeTiles(picture, inner) : placeTrees(picture, inner);
  const others = placeOthers(picture.others, inner, placed.bottom);
  const height = others.bottom + pad;
  return {
    compact,
    width: w,
    height,
    frame: { x: 0.5, y: 0.5, width: w - 1, height: height - 1 },
    bar,
    segments: segmentsOf(picture.masters, bar),
    masters: placed.masters,
    others: others.nodes,
  };
}

function placeTrees(picture: Picture, inner: Box): { masters: PlacedMaster[]; bottom: number } {
  const count = Math.max(1, picture.masters.length);
  const fits = Math.max(1, Math.floor((inner.width + gap) / (minColumn + gap)));
  const rows = Math.ceil(count / fits);
  // Even rows look calmer than a full row and a remainder: 5 in rows of at most 4 stand as 3 + 2.
  const columns = Math.ceil(count / rows);
  const columnWidth = (inner.width - gap * (columns - 1)) / columns;
  const masters: PlacedMaster[] = [];
  let y = inner.y;
  for (let start = 0; start < picture.masters.length; start += columns) {
    const row = picture.masters.slice(start, start + columns);
    let tallest = 0;
    for (const [column, node] of row.entries()) {
      const x = inner.x + column * (columnWidth + gap);
      const replicas = node.replicas.map((replica, i) => ({
        node: replica,
        box: {
          x: x + indent,
          y: y + masterHeight + replicaGap + i * (replicaHeight + replicaGap),
          width: columnWidth - indent,
          height: replicaHeight,
        },
      }));
      masters.push({ node, box: { x, y, width: columnWidth, height: masterHeight }, replicas });
      tallest = Math.max(tallest, masterHeight + node.replicas.length * (replicaHeight + replicaGap));
    }
    y += tallest + gap + 4;
  }
  return { masters, bottom: picture.masters.length === 0 ? inner.y : y - gap - 4 };
}

function placeTiles(picture: Picture, inner: Box): { masters: PlacedMaster[]; bottom: number } {
  const columns = Math.max(1, Math.floor((inner.width + tile.gap) / (tile.width + tile.gap)));
  const tileWidth = (inner.width - tile.gap * (columns - 1)) / columns;
  let bottom = inner.y;
  const masters = picture.masters.map((node, index) => {
    const x = inner.x + (index % columns) * (tileWidth + tile.gap);
    const y = inner.y + Math.floor(index / columns) * (tile.height + tile.gap);
    bottom = y + tile.height;
    const replicas = node.replicas.map((replica, i) => ({
      node: replica,
      box: { x: x + 9 + i * 10, y: y + tile.height - 14, width: 7, height: 7 },
    }));
    return { node, box: { x, y, width: tileWidth, height: tile.height }, replicas };
  });
  return { masters, bottom };
}

function placeOthers(
  nodes: readonly PictureNode[],
  inner: Box,
  top: number,
): { nodes: PlacedNode[]; bottom: number } {
  if (nodes.length === 0) return { nodes: [], bottom: top };
  const columns = Math.max(1, Math.floor((inner.width + gap) / (minColumn + gap)));
  const width = (inner.width - gap * (columns - 1)) / columns;
  const placed = nodes.map((node, index) => ({
    node,
    box: {
      x: inner.x + (index % columns) * (width + gap),
      y: top + gap + Math.floor(index / columns) * (replicaHeight + replicaGap),
      width,
      height: replicaHeight,
    },
  }));
  const rows = Math.ceil(nodes.length / columns);
  return { nodes: placed, bottom: top + gap + rows * (replicaHeight + replicaGap) - replicaGap };
}
