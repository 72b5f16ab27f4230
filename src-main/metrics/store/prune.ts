import type { SqlDatabase } from '../../clients/sqlite';
import type { Subjects } from './subjects';
import { grace, longest, tiers, type Tier } from './tiers';

/** Deletes what is older than its tier is kept. */
export function pruneByAge(database: SqlDatabase, subjects: Subjects, now: number): void {
  database.transaction(() => {
    for (const tier of tiers) deleteBefore(database, tier, now - tier.keep - grace - tier.span);
    database.prepare('DELETE FROM mark WHERE until < ?').run(now - longest);
    subjects.prune(database, now - longest);
  });
  giveBack(database);
}

/**
 * Deletes the oldest, the finest first, until the file is below 85 % of its budget: nobody misses the seconds of
 * yesterday as much as the hours of last week. False: even so it is not.
 */
export function pruneBySize(database: SqlDatabase, now: number, budget: number): boolean {
  const goal = budget * 0.85;
  if (usedBytes(database) <= goal) return true;
  // Of a day that has not come yet, by a clock that was wrong.
  for (const { id } of tiers)
    for (const metric of metricsOf(database))
      database
        .prepare('DELETE FROM chunk WHERE tier = ? AND metric = ? AND start > ?')
        .run(id, metric, now + 86_400_000);
  for (const share of [0.5, 0.25, 0.1, 0])
    for (const tier of tiers)
      for (;;) {
        const oldest = oldestStart(database, tier);
        if (oldest === undefined) break;
        if (oldest > now - tier.keep * share) break;
        database.transaction(() => deleteBefore(database, tier, oldest));
        if (usedBytes(database) <= goal) {
          giveBack(database);
          return true;
        }
      }
  giveBack(database);
  return usedBytes(database) <= budget;
}

/** Bytes in use, without the pages that are free to be used again. */
export function usedBytes(database: SqlDatabase): number {
  const one = (name: string): number =>
    Object.values(database.prepare(`PRAGMA ${name}`).get<Record<string, number>>() ?? {})[0] ?? 0;
  return (one('page_count') - one('freelist_count')) * one('page_size');
}

function metricsOf(database: SqlDatabase): readonly number[] {
  return database
    .prepare('SELECT id FROM metric')
    .all<{ id: number }>()
    .map(({ id }) => id);
}

function oldestStart(database: SqlDatabase, tier: Tier): number | undefined {
  // By metric, so that each look-up takes the first entry of the index.
  const first = database.prepare(
    'SELECT start FROM chunk WHERE tier = ? AND metric = ? ORDER BY start LIMIT 1',
  );
  const starts = metricsOf(database).flatMap((metric) => {
    const row = first.get<{ start: number }>(tier.id, metric);
    return row === undefined ? [] : [row.start];
  });
  return starts.length === 0 ? undefined : Math.min(...starts);
}

function deleteBefore(database: SqlDatabase, tier: Tier, start: number): void {
  const remove = database.prepare('DELETE FROM chunk WHERE tier = ? AND metric = ? AND start <= ?');
  for (const metric of metricsOf(database)) remove.run(tier.id, metric, start);
}

/** Gives pages back to the disk where many are free; some stay, for the next hour needs them. */
function giveBack(database: SqlDatabase): void {
  const free =
    database.prepare('PRAGMA freelist_count').get<{ freelist_count: number }>()?.freelist_count ?? 0;
  const pages = database.prepare('PRAGMA page_count').get<{ page_count: number }>()?.page_count ?? 0;
  if (free > pages / 4) database.exec(`PRAGMA incremental_vacuum(${String(Math.ceil(free - pages / 8))})`);
}
