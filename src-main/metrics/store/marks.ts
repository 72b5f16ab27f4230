import { z } from 'zod';
import { messageSchema } from '@shared/errors';
import { matcherOf } from '@shared/metrics/match';
import { subjectKinds, type MetricFilter, type MetricMark } from '@shared/metrics/model';
import type { SqlDatabase } from '../../clients/sqlite';
import type { Subjects } from './subjects';

/** Marks of one answer. */
const most = 2000;
/** Marks that are kept: a container that dies every second must not fill the disk. */
const mostKept = 50_000;

const markSchema = z.object({
  id: z.string(),
  kind: z.enum(['start', 'die', 'oom', 'health', 'restart', 'run', 'note', 'alert']),
  at: z.number(),
  to: z.number().optional(),
  subject: z.object({ kind: z.enum(subjectKinds), key: z.string(), name: z.string() }).optional(),
  project: z.string().optional(),
  text: messageSchema,
  runId: z.string().optional(),
  exitCode: z.number().optional(),
  rule: z.string().optional(),
});

export function writeMarks(database: SqlDatabase, marks: readonly MetricMark[]): void {
  const put = database.prepare('INSERT OR REPLACE INTO mark (id, at, until, data) VALUES (?, ?, ?, ?)');
  database.transaction(() => {
    for (const mark of marks)
      put.run(mark.id, Math.trunc(mark.at), Math.trunc(mark.to ?? mark.at), JSON.stringify(mark));
  });
}

export function removeMark(database: SqlDatabase, id: string): void {
  database.prepare('DELETE FROM mark WHERE id = ?').run(id);
}

/** Lets go of the oldest where there are too many. */
export function pruneMarks(database: SqlDatabase): void {
  database
    .prepare('DELETE FROM mark WHERE at < (SELECT at FROM mark ORDER BY at DESC LIMIT 1 OFFSET ?)')
    .run(mostKept);
}

export function readMarks(
  database: SqlDatabase,
  subjects: Subjects,
  { from, to, filter }: { readonly from: number; readonly to: number; readonly filter: MetricFilter },
): readonly MetricMark[] {
  const fits = markMatcher(filter, subjects);
  const rows = database
    .prepare('SELECT data FROM mark WHERE at < ? AND until >= ? ORDER BY at DESC')
    .all<{ data: string }>(to, from);
  const found: MetricMark[] = [];
  for (const { data } of rows) {
    const mark = read(data);
    if (mark === undefined || !fits(mark)) continue;
    found.push(mark);
    if (found.length === most) break;
  }
  return found.reverse();
}

/** A filter for marks: what is about nobody in particular belongs on every chart, unless it is another project's. */
function markMatcher(filter: MetricFilter, subjects: Subjects): (mark: MetricMark) => boolean {
  const fits = matcherOf(filter);
  return ({ subject, project }) => {
    const own = project === undefined ? {} : { project };
    if (subject !== undefined)
      return fits(subjects.byKey(subject.kind, subject.key) ?? { ...subject, host: '', ...own });
    if (project === undefined || filter.project === undefined) return true;
    return matcherOf({ project: filter.project })({
      kind: 'container',
      key: '',
      name: '',
      host: '',
      project,
    });
  };
}

function read(data: string): MetricMark | undefined {
  try {
    return markSchema.parse(JSON.parse(data));
  } catch {
    // One damaged row hides itself and nothing else.
    return undefined;
  }
}
