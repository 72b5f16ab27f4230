/**
 * What is known of a series, slot by slot. A slot without samples has the count 0, and as `avg` NaN where nobody
 * measured, Infinity where it was to be measured and could not: over that no line is drawn.
 */
export interface Columns {
  readonly avg: Float32Array;
  readonly max: Float32Array;
  readonly min: Float32Array;
  /** Samples; stays at 65535. */
  readonly count: Uint16Array;
}

export const unknown = Infinity;

export function emptyColumns(slots: number): Columns {
  return {
    avg: new Float32Array(slots).fill(Number.NaN),
    max: new Float32Array(slots).fill(Number.NaN),
    min: new Float32Array(slots).fill(Number.NaN),
    count: new Uint16Array(slots),
  };
}

/** Samples as one: their mean, extremes and number. `count` 0: it was to be measured and could not. */
export interface Bit {
  readonly avg: number;
  readonly max: number;
  readonly min: number;
  readonly count: number;
}

/** Adds samples to a slot: the mean by their numbers, the highest of the highest, the lowest of the lowest. */
export function mix(into: Columns, slot: number, { avg, max, min, count }: Bit): void {
  const had = into.count[slot] ?? 0;
  if (count === 0) {
    if (had === 0) into.avg[slot] = unknown;
    return;
  }
  if (had === 0) {
    into.avg[slot] = avg;
    into.max[slot] = max;
    into.min[slot] = min;
    into.count[slot] = Math.min(count, 65_535);
    return;
  }
  const mean = into.avg[slot] ?? 0;
  into.avg[slot] = mean + ((avg - mean) * count) / (had + count);
  into.max[slot] = Math.max(into.max[slot] ?? max, max);
  into.min[slot] = Math.min(into.min[slot] ?? min, min);
  into.count[slot] = Math.min(had + count, 65_535);
}

/** Where in a chunk something is known. */
export interface Piece extends Columns {
  /** The first slot that it tells of; the arrays begin there. */
  readonly start: number;
  readonly length: number;
}

const header = 8;
const version = 1;
const raw = 0;
const constant = 1;
const asAvg = 2;

/**
 * Columns as a blob: 8 bytes (version, how each column is kept, first slot, slots), then the columns, little-endian.
 * A column of one value is kept as that one; one that is the same as the means not at all. Null: nothing is known.
 * `keepMin` false: the lowest are not kept, the means stand for them.
 */
export function encode(columns: Columns, keepMin: boolean): Uint8Array | null {
  const known = (slot: number): boolean => !Number.isNaN(columns.avg[slot] ?? Number.NaN);
  let start = 0;
  let end = columns.avg.length;
  while (start < end && !known(start)) start++;
  while (end > start && !known(end - 1)) end--;
  if (start === end) return null;
  const length = end - start;
  const floats = (all: Float32Array): Uint32Array =>
    new Uint32Array(all.buffer, all.byteOffset + 4 * start, length);
  const avg = floats(columns.avg);
  const parts: { mode: number; bits: Uint32Array | Uint16Array }[] = [
    { mode: isConstant(avg) ? constant : raw, bits: avg },
    ...[columns.max, keepMin ? columns.min : columns.avg].map((column) => {
      const bits = floats(column);
      return {
        mode: isSame(bits, avg, columns.count, start) ? asAvg : isConstant(bits) ? constant : raw,
        bits,
      };
    }),
  ];
  const count = columns.count.subarray(start, end);
  parts.push({ mode: isConstant(count) ? constant : raw, bits: count });
  const sizeOf = ({ mode, bits }: (typeof parts)[number]): number =>
    mode === asAvg ? 0 : (mode === constant ? 1 : length) * bits.BYTES_PER_ELEMENT;
  const blob = new Uint8Array(header + parts.reduce((sum, part) => sum + sizeOf(part), 0));
  const view = new DataView(blob.buffer);
  view.setUint8(0, version);
  view.setUint8(
    1,
    parts.reduce((modes, { mode }, place) => modes | (mode << (2 * place)), 0),
  );
  view.setUint16(2, start, true);
  view.setUint16(4, length, true);
  let at = header;
  for (const part of parts) {
    const size = sizeOf(part);
    blob.set(new Uint8Array(part.bits.buffer, part.bits.byteOffset, size), at);
    at += size;
  }
  return blob;
}

/** A blob as columns that begin at its first slot. Undefined: it is none of ours, or does not fit the chunk. */
export function decode(blob: Uint8Array, slots: number): Piece | undefined {
  if (blob.byteLength < header || blob[0] !== version) return undefined;
  const modes = blob[1] ?? 0;
  const start = (blob[2] ?? 0) | ((blob[3] ?? 0) << 8);
  const length = (blob[4] ?? 0) | ((blob[5] ?? 0) << 8);
  if (length === 0 || start + length > slots) return undefined;
  // Arrays want their numbers at whole places; the driver's blobs lie so, those of a test may not.
  const bytes = blob.byteOffset % 4 === 0 ? blob : blob.slice();
  let at = header;
  const take = <A extends Float32Array | Uint16Array>(
    mode: number,
    make: new (buffer: ArrayBufferLike, offset: number, length: number) => A,
    size: number,
  ): A => {
    const kept = mode === constant ? 1 : length;
    const begin = at;
    at += kept * size;
    if (at > bytes.byteLength) return new make(new ArrayBuffer(length * size), 0, length);
    const values = new make(bytes.buffer, bytes.byteOffset + begin, kept);
    if (mode !== constant) return values;
    const all = new make(new ArrayBuffer(length * size), 0, length);
    all.fill(values[0] ?? 0);
    return all;
  };
  const modeOf = (place: number): number => (modes >> (2 * place)) & 3;
  const avg = take(modeOf(0), Float32Array, 4);
  const max = modeOf(1) === asAvg ? avg : take(modeOf(1), Float32Array, 4);
  const min = modeOf(2) === asAvg ? avg : take(modeOf(2), Float32Array, 4);
  const count = take(modeOf(3), Uint16Array, 2);
  return at > bytes.byteLength ? undefined : { start, length, avg, max, min, count };
}

function isConstant(bits: Uint32Array | Uint16Array): boolean {
  const [first] = bits;
  return bits.every((value) => value === first);
}

/** Whether a column says nothing beyond the means; what it says of slots without samples does not matter. */
function isSame(bits: Uint32Array, avg: Uint32Array, count: Uint16Array, start: number): boolean {
  return bits.every((value, place) => value === avg[place] || count[start + place] === 0);
}
