import type { Bit } from './columns';

/** What one flush adds to one slot of the finest tier. */
export interface Entry extends Bit {
  /** Number of the subject and the metric in the file. */
  readonly subject: number;
  readonly metric: number;
  /** Of the hour, 0 to 359. */
  readonly slot: number;
}

const size = 24;

/** Entries as a blob of 24 bytes each: what a flush writes, until its hour is put into chunks. */
export function packEntries(entries: readonly Entry[]): Uint8Array {
  const blob = new Uint8Array(entries.length * size);
  const view = new DataView(blob.buffer);
  entries.forEach(({ subject, metric, slot, avg, max, min, count }, place) => {
    const at = place * size;
    view.setUint32(at, subject, true);
    view.setUint16(at + 4, metric, true);
    view.setUint16(at + 6, slot, true);
    view.setUint32(at + 8, count, true);
    view.setFloat32(at + 12, avg, true);
    view.setFloat32(at + 16, max, true);
    view.setFloat32(at + 20, min, true);
  });
  return blob;
}

/** The entries of a blob; what is left over of a damaged one is not taken. */
export function eachEntry(blob: Uint8Array, take: (entry: Entry) => void): void {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  for (let at = 0; at + size <= blob.byteLength; at += size)
    take({
      subject: view.getUint32(at, true),
      metric: view.getUint16(at + 4, true),
      slot: view.getUint16(at + 6, true),
      count: view.getUint32(at + 8, true),
      avg: view.getFloat32(at + 12, true),
      max: view.getFloat32(at + 16, true),
      min: view.getFloat32(at + 20, true),
    });
}
