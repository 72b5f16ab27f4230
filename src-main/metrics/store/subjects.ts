import { subjectKinds, type Subject } from '@shared/metrics/model';
import { z } from 'zod';
import type { SqlDatabase } from '../../clients/sqlite';

const optional = z.string().optional();
const infoSchema = z.object({
  name: z.string(),
  host: z.string(),
  project: optional,
  service: optional,
  cluster: optional,
  image: optional,
  labels: z.record(z.string(), z.string()).optional(),
});
const kindSchema = z.enum(subjectKinds);
/** Labels beyond this are not kept: nobody filters by a page of text. */
const mostInfo = 65_536;

/** A subject as the file knows it. */
export interface Known {
  readonly id: number;
  subject: Subject;
  info: string;
  first: number;
  /** Epoch ms of its newest sample. */
  last: number;
  /** Whether the file has not got it as it is. */
  dirty: boolean;
}

/** Whom there is history of: in memory, and in the file after `write`. */
export class Subjects {
  readonly #byKey = new Map<string, Known>();
  readonly #byId = new Map<number, Known>();
  #next = 1;

  all(): Iterable<Known> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  byId(id: number): Known | undefined {
    return this.#byId.get(id);
  }

  byKey(kind: Subject['kind'], key: string): Subject | undefined {
    return this.#byKey.get(`${kind}\0${key}`)?.subject;
  }

  /** Reads all of the file. */
  load(database: SqlDatabase): void {
    this.#byKey.clear();
    this.#byId.clear();
    this.#next = 1;
    const rows = database.prepare('SELECT id, kind, key, info, first, last FROM subject').all<{
      id: number;
      kind: string;
      key: string;
      info: string;
      first: number;
      last: number;
    }>();
    for (const { id, kind, key, info, first, last } of rows) {
      const subject = subjectOf(kind, key, info);
      this.#next = Math.max(this.#next, id + 1);
      if (subject !== undefined) this.#keep({ id, subject, info, first, last, dirty: false });
    }
  }

  /** The subject's entry, new or brought up to date by what a sample says of it. */
  see(subject: Subject, at: number): Known {
    const known = this.#byKey.get(keyOf(subject));
    if (known === undefined) {
      const fresh = { id: this.#next++, subject, info: infoOf(subject), first: at, last: at, dirty: true };
      this.#keep(fresh);
      return fresh;
    }
    // A name may change while it runs; what it is about stays.
    if (known.subject !== subject) {
      const info = infoOf(subject);
      if (info !== known.info) Object.assign(known, { info, dirty: true });
      known.subject = subject;
    }
    known.first = Math.min(known.first, at);
    known.last = Math.max(known.last, at);
    return known;
  }

  /** Writes what the file has not got; within the caller's transaction. `wrote` when that is through. */
  write(database: SqlDatabase, which: Iterable<Known>): Known[] {
    const put = database.prepare(
      'INSERT INTO subject (id, kind, key, info, first, last) VALUES (?, ?, ?, ?, ?, ?) ' +
        'ON CONFLICT (id) DO UPDATE SET info = excluded.info, first = excluded.first, last = excluded.last',
    );
    const written = [...which];
    for (const { id, subject, info, first, last } of written)
      put.run(id, subject.kind, subject.key, info, Math.trunc(first), Math.trunc(last));
    return written;
  }

  *dirty(): Iterable<Known> {
    for (const known of this.#byId.values()) if (known.dirty) yield known;
  }

  /** Forgets those without a sample since then; in the file within the caller's transaction. */
  prune(database: SqlDatabase, before: number): void {
    for (const known of [...this.#byId.values()]) {
      if (known.last >= before || known.dirty) continue;
      database.prepare('DELETE FROM subject WHERE id = ?').run(known.id);
      this.#byId.delete(known.id);
      this.#byKey.delete(keyOf(known.subject));
    }
  }

  #keep(known: Known): void {
    this.#byKey.set(keyOf(known.subject), known);
    this.#byId.set(known.id, known);
  }
}

const keyOf = ({ kind, key }: Subject): string => `${kind}\0${key}`;

function infoOf(subject: Subject): string {
  const { name, host, project, service, cluster, image, labels } = subject;
  const short = { name, host, project, service, cluster, image };
  const text = JSON.stringify(labels === undefined ? short : { ...short, labels });
  return text.length > mostInfo ? JSON.stringify(short) : text;
}

function subjectOf(kind: string, key: string, info: string): Subject | undefined {
  try {
    const { project, service, cluster, image, labels, ...rest } = infoSchema.parse(JSON.parse(info));
    return {
      kind: kindSchema.parse(kind),
      key,
      ...rest,
      ...(project === undefined ? {} : { project }),
      ...(service === undefined ? {} : { service }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(image === undefined ? {} : { image }),
      ...(labels === undefined ? {} : { labels }),
    };
  } catch {
    // One damaged row hides its series and nothing else.
    return undefined;
  }
}
