import type { SqlDatabase } from '../../clients/sqlite';
import { decode, emptyColumns, encode, mix, unknown, type Columns } from './columns';
import type { HeadSeries } from './head';
import { fine, tiers, type Tier } from './tiers';

/**
 * Puts one hour of series into the chunks of all tiers; within the caller's transaction. What a chunk has already is
 * added to: samples that came late count as if they had come in time.
 */
export function sealHour(database: SqlDatabase, hour: number, series: Iterable<HeadSeries>): void {
  const read = database.prepare(
    'SELECT data FROM chunk WHERE tier = ? AND metric = ? AND start = ? AND subject = ?',
  );
  const write = database.prepare(
    'INSERT OR REPLACE INTO chunk (tier, metric, start, subject, data) VALUES (?, ?, ?, ?, ?)',
  );
  for (const { subject, metric, columns } of series)
    for (const tier of tiers) {
      const start = Math.floor(hour / tier.span) * tier.span;
      const row = read.get<{ data: Uint8Array }>(tier.id, metric, start, subject);
      const chunk = emptyColumns(tier.slots);
      if (row !== undefined) addChunk(chunk, row.data, tier);
      rollUp(chunk, columns, (hour - start) / tier.step, tier);
      const data = encode(chunk, tier !== fine);
      if (data !== null) write.run(tier.id, metric, start, subject, data);
    }
}

/** A chunk that cannot be read is as good as none. */
function addChunk(into: Columns, blob: Uint8Array, tier: Tier): void {
  const piece = decode(blob, tier.slots);
  if (piece === undefined) return;
  into.avg.set(piece.avg, piece.start);
  into.max.set(piece.max, piece.start);
  into.min.set(piece.min, piece.start);
  into.count.set(piece.count, piece.start);
}

/** Adds an hour of 10 s slots to a chunk from slot `first` on: min of mins, max of maxes, mean by the counts. */
export function rollUp(into: Columns, from: Columns, first: number, tier: Tier): void {
  const wide = tier.step / fine.step;
  for (let slot = 0; slot < from.count.length; slot++) {
    const count = from.count[slot] ?? 0;
    const avg = from.avg[slot] ?? Number.NaN;
    if (count === 0 && !(tier === fine && avg === unknown)) continue;
    mix(into, first + Math.floor(slot / wide), {
      avg,
      max: from.max[slot] ?? avg,
      min: from.min[slot] ?? avg,
      count,
    });
  }
}
