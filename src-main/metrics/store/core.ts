import { statSync } from 'node:fs';
import { join } from 'node:path';
import type {
  MetricFilter,
  MetricMark,
  MetricQuery,
  MetricResult,
  Sample,
  Subject,
} from '@shared/metrics/model';
import { sqlTrouble } from '../../clients/sqlite';
import { ClockWatch } from './clock-watch';
import { bitOf, elsewhereError, fullError, newestOf, withNothing, type ReadFrom } from './core-parts';
import { withDefaults, type CoreOptions } from './core-options';
import { Head, placeOf } from './head';
import { eachEntry, packEntries } from './journal';
import { takeWriterLock } from './lock';
import { pruneMarks, readMarks, removeMark, writeMarks } from './marks';
import { Pending } from './pending';
import { pruneByAge, pruneBySize } from './prune';
import { readQuery, selected } from './read';
import { openToRead, openToWrite, pageSize, setAside, type Opened } from './schema';
import { sealHour } from './seal';
import { Subjects } from './subjects';
import { fine, grace, hour, hourOf } from './tiers';

const minute = 60_000;

/**
 * The store on disk, every call of which blocks until it is done: in the app it runs in a thread of its own (see
 * `open.ts`). Samples go into the head and, at a flush, into the journal; an hour that is over into chunks.
 */
export class StoreCore {
  readonly #path: string;
  readonly #options: ReturnType<typeof withDefaults>;
  readonly #subjects = new Subjects();
  readonly #head = new Head();
  readonly #pending = new Pending();
  #opened: Opened | undefined;
  /** What is open to write; `#opened` is the same then. */
  #writable: Opened | undefined;
  #lock: { release(): void } | undefined;
  /** What the file was like when a reader last read it. */
  #seen = -1;
  #tended = -Infinity;
  #pruned = -Infinity;
  readonly #clock: ClockWatch;
  #full = false;

  constructor({ dir, ...options }: CoreOptions) {
    this.#path = join(dir, 'history.db');
    this.#options = withDefaults(options);
    this.#clock = new ClockWatch(this.#options.now(), this.#options.steady());
    this.#ready();
  }

  /** Whether this one writes; the others read what that one wrote. */
  get writes(): boolean {
    return this.#writable !== undefined;
  }

  append(samples: readonly Sample[]): void {
    if (!this.writes) return;
    const now = this.#options.now();
    for (const { subject, at, values } of samples) {
      // Of a clock that is ahead, or of a time that the finest tier no longer holds.
      if (!Number.isFinite(at) || at > now + 5 * minute || at <= now - fine.keep) continue;
      const known = this.#subjects.see(subject, at);
      const { hour: begin, slot } = placeOf(at);
      for (const [name, value] of Object.entries(values)) {
        const metric = this.#writable?.metricIds.get(name);
        if (metric === undefined) continue;
        const bit = bitOf(value);
        this.#head.add(begin, known.id, metric, slot, bit);
        this.#pending.add(begin, known.id, metric, slot, bit);
      }
    }
  }

  flush(): void {
    if (this.#options.readOnly) return;
    this.#ready();
    if (!this.writes) return;
    this.#guard(() => {
      this.#writeJournal();
      this.#tend();
    });
  }

  query(query: MetricQuery): MetricResult {
    return this.#read(
      (source) => readQuery(source, query, this.#options.now()),
      () => this.query(query),
    );
  }

  subjects(from: number, to: number, filter: MetricFilter): readonly Subject[] {
    const found = this.#read(
      ({ subjects }) => [...selected(subjects, from, to, filter).values()].map(({ subject }) => subject),
      () => [...this.subjects(from, to, filter)],
    );
    return found.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** Throws AppError `history.elsewhere` where another process writes. */
  mark(marks: readonly MetricMark[]): void {
    writeMarks(this.#toWrite().database, marks);
  }

  unmark(id: string): void {
    removeMark(this.#toWrite().database, id);
  }

  marks(from: number, to: number, filter: MetricFilter): readonly MetricMark[] {
    return this.#read(
      ({ database, subjects }) => readMarks(database, subjects, { from, to, filter }),
      () => this.marks(from, to, filter),
      [],
    );
  }

  /** Bytes on disk. */
  size(): number {
    return ['', '-wal', '-shm'].reduce(
      (sum, end) => sum + (statSync(`${this.#path}${end}`, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  }

  close(): void {
    this.#guard(() => {
      this.#writeJournal();
      this.#writable?.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    });
    this.#shut();
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** Opens what is not open, and takes the right to write where it is free. */
  #ready(): void {
    if (this.#options.readOnly) return;
    this.#lock ??= takeWriterLock(`${this.#path}.lock`);
    if (this.#lock === undefined || this.writes) return;
    this.#shut();
    this.#opened = this.#writable = openToWrite(this.#path, this.#options.now(), this.#options.told);
    const { database } = this.#writable;
    database.exec(`PRAGMA max_page_count = ${String(Math.ceil(this.#options.budget / pageSize))}`);
    this.#load();
  }

  /** All that is not in chunks, from the file. */
  #load(): void {
    if (this.#opened === undefined) return;
    const { database } = this.#opened;
    this.#subjects.load(database);
    this.#head.clear();
    const rows = database.prepare('SELECT hour, newest, data FROM journal ORDER BY id').all<{
      hour: number;
      newest: number;
      data: Uint8Array;
    }>();
    for (const { hour: begin, newest, data } of rows)
      eachEntry(data, (entry) => {
        const known = this.#subjects.byId(entry.subject);
        if (known === undefined) return;
        this.#head.replay(begin, entry);
        known.last = Math.max(known.last, Math.min(newest, begin + (entry.slot + 1) * fine.step - 1));
      });
  }

  #writeJournal(): void {
    if (this.#writable === undefined) return;
    const { database } = this.#writable;
    const dirty = [...this.#subjects.dirty()];
    if (this.#pending.size === 0 && dirty.length === 0) return;
    database.transaction(() => {
      this.#subjects.write(database, dirty);
      const insert = database.prepare('INSERT INTO journal (hour, newest, data) VALUES (?, ?, ?)');
      for (const [begin, entries] of this.#pending.hours())
        insert.run(begin, newestOf(begin, entries, this.#options.now()), packEntries(entries));
    });
    for (const known of dirty) known.dirty = false;
    this.#pending.clear();
    this.#full = false;
  }

  /** What is to be done now and then: hours into chunks, old chunks away. */
  #tend(): void {
    if (this.#writable === undefined) return;
    const { database } = this.#writable;
    const now = this.#options.now();
    const steady = this.#options.steady();
    this.#clock.see(now, steady);
    if (steady - this.#tended < minute) return;
    this.#tended = steady;
    for (const begin of this.#due(now)) this.#seal(begin);
    // A clock that was just set may be set back: nothing is deleted by it yet.
    if (steady < this.#clock.settled + 10 * minute || steady - this.#pruned < 10 * minute) return;
    this.#pruned = steady;
    pruneByAge(database, this.#subjects, now);
    pruneMarks(database);
    if (!pruneBySize(database, now, this.#options.budget * 0.9)) this.#tellFull(new Error('budget'));
  }

  /** Hours that are over, and those of a clock that was wrong. */
  #due(now: number): readonly number[] {
    const current = hourOf(now);
    return this.#head
      .hours()
      .filter((begin) => (begin < current && now >= begin + hour + grace) || begin > current + hour);
  }

  #seal(begin: number): void {
    if (this.#writable === undefined) return;
    const { database } = this.#writable;
    const series = [...this.#head.series(begin)];
    const touched = new Set(series.map(({ subject }) => subject));
    database.transaction(() => {
      sealHour(database, begin, series);
      const known = [...touched].flatMap((id) => this.#subjects.byId(id) ?? []);
      this.#subjects.write(database, known);
      database.prepare('DELETE FROM journal WHERE hour = ?').run(begin);
    });
    this.#head.drop(begin);
  }

  /** Reads from what is open; a reader looks first whether the writer has written since. */
  #read<T>(work: (source: ReadFrom) => T, again: () => T, none?: T): T {
    if (this.#writable !== undefined) {
      const source = { ...this.#writable, subjects: this.#subjects, head: this.#head };
      try {
        return work(source);
      } catch (error) {
        if (sqlTrouble(error) !== 'damaged') throw error;
        this.#replaceDamaged(error);
        return again();
      }
    }
    this.#opened ??= openToRead(this.#path);
    if (this.#opened === undefined) return none ?? withNothing(work);
    const opened = this.#opened;
    return opened.database.transaction(() => {
      const seen = opened.database
        .prepare('PRAGMA data_version')
        .get<{ data_version: number }>()?.data_version;
      if (seen !== this.#seen) {
        this.#load();
        this.#seen = seen ?? -1;
      }
      return work({ ...opened, subjects: this.#subjects, head: this.#head });
    });
  }

  /** Does work on the file; what the disk says is told, and never thrown at who brings samples. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      const trouble = sqlTrouble(error);
      if (trouble === 'damaged') this.#replaceDamaged(error);
      else if (trouble === 'full') this.#whenFull(error);
      else if (trouble !== 'busy') throw error;
      this.#pending.limit();
    }
  }

  #toWrite(): Opened {
    this.#ready();
    if (this.#writable !== undefined) return this.#writable;
    throw elsewhereError();
  }

  #shut(): void {
    this.#opened?.database.close();
    this.#opened = this.#writable = undefined;
  }

  #replaceDamaged(error: unknown): void {
    this.#shut();
    this.#options.told(setAside(this.#path, this.#options.now(), 'damaged', error));
    this.#pending.clear();
    this.#ready();
  }

  #whenFull(error: unknown): void {
    if (this.#writable !== undefined)
      pruneBySize(this.#writable.database, this.#options.now(), this.#options.budget * 0.9);
    this.#tellFull(error);
  }

  #tellFull(error: unknown): void {
    if (this.#full) return;
    this.#full = true;
    this.#options.told(fullError(this.#path, error));
  }
}
