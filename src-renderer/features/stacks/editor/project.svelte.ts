import type { ComposeDiff } from '@shared/compose/diff';
import type { ProjectRef, QuickFix, Reading } from '@shared/compose/source';
import type { FileText } from '@shared/contract/files';
import type { ErrorInfo } from '@shared/errors';
import { redress, undress } from './line-ends';
import { folderOf, join, type OpenFile, type ProjectDeps } from './project-parts';

/** How long after the last key the files are read again, in milliseconds: longer where reading takes long. */
const pause = { least: 120, most: 800, times: 2 };

/** A compose project in the editor: its files, what they say, and what is wrong with them. */
export class EditedProject {
  ref = $state.raw<ProjectRef>({ files: [], profiles: [] });
  files = $state.raw<readonly OpenFile[]>([]);
  active = $state('');
  reading = $state.raw<Reading | undefined>(undefined);
  /** The texts that `reading` was made from. */
  readTexts = $state.raw<Reading['files']>([]);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  saving = $state(false);

  readonly shown = $derived(this.files.find(({ path }) => path === this.active));
  readonly dirty = $derived(this.files.filter((file) => file.dirty));
  readonly errors = $derived(this.reading?.problems.filter(({ level }) => level === 'error').length ?? 0);

  readonly #deps: ProjectDeps;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> | undefined;
  #again = false;
  /** How long the last reading took, in milliseconds. */
  #lastTook = 0;
  #closed = false;

  constructor(ref: ProjectRef, deps: ProjectDeps) {
    this.ref = ref;
    this.#deps = deps;
    this.active = ref.files[0] ?? '';
  }

  /** The project's folder, by what is known before anything is read. */
  get folder(): string {
    return this.reading?.directory ?? this.ref.directory ?? folderOf(this.ref.files[0] ?? '');
  }

  /** A path as it is shown: from the project's folder on, where it lies below. */
  nameOf(path: string): string {
    const { folder } = this;
    const below = path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
    return below ? path.slice(folder.length + 1) : path;
  }

  /** Opens the project's files and reads them. Failures are in `error`. */
  async load(): Promise<void> {
    this.error = undefined;
    try {
      const envs = this.ref.envFiles ?? [join(this.folder, '.env')];
      const found = await this.#deps.readFiles([...this.ref.files, ...envs]);
      for (const file of found) {
        const env = envs.includes(file.path);
        if (env && file.text === undefined && this.ref.envFiles === undefined) continue;
        this.#open(file, env ? 'env' : 'compose', true);
      }
      await this.read();
    } catch (error) {
      this.error = this.#deps.toError(error);
    }
  }

  /** A text was changed in the editor. */
  changed(path: string): void {
    const file = this.files.find((each) => each.path === path);
    if (file?.dirty === false) this.#update(path, { dirty: true });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#settle();
        void this.read();
      },
      Math.min(pause.most, Math.max(pause.least, pause.times * this.#lastTook)),
    );
  }

  /** Reads the project as it stands in the editor. One reading at a time; the last one counts. */
  read(): Promise<void> {
    if (this.#reading !== undefined) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = undefined;
      if (this.#again && !this.#closed) {
        this.#again = false;
        void this.read();
      }
    });
    return this.#reading;
  }

  /** What `up` would do with the texts as they are here. */
  compare(): Promise<ComposeDiff> {
    return this.#deps.compare(this.ref, this.#unsaved());
  }

  /** Carries a cure out, in whichever files it concerns; the first of them comes to the front. */
  fix(fix: QuickFix): void {
    const files = fix.edits.map(({ file }) => file).filter((file, at, all) => all.indexOf(file) === at);
    for (const path of files) {
      if (!this.#deps.texts.has(path)) continue;
      this.#deps.texts.edit(
        path,
        fix.edits.filter((edit) => edit.file === path),
      );
      this.changed(path);
    }
    const [first] = files;
    if (first !== undefined && this.#deps.texts.has(first)) this.active = first;
  }

  /**
   * Saves files (all that are dirty where none is named). One that another program changed is not written:
   * it has `theirs` then.
   *
   * @returns how many were written. Throws what the app refused.
   */
  async save(paths?: readonly string[], over = false): Promise<number> {
    this.#settle();
    this.saving = true;
    let written = 0;
    try {
      for (const { path, kind, disk, dress, theirs } of this.dirty) {
        if (paths !== undefined && !paths.includes(path)) continue;
        const text = this.#deps.texts.text(path);
        const base = over && theirs !== undefined ? (theirs.text ?? null) : (disk ?? null);
        const full = redress(text, dress);
        const answer = await this.#deps.saveFile({ path, text: full, base });
        if (answer.saved) {
          written += 1;
          const dirty = this.#deps.texts.text(path) !== text;
          this.#update(path, { disk: full, dirty, theirs: undefined, restored: undefined });
          if (!dirty) this.#deps.drafts.put(path, kind, undefined);
        } else this.#update(path, { theirs: answer.changed });
      }
    } finally {
      this.saving = false;
    }
    if (written > 0) void this.read();
    return written;
  }

  /** Looks whether other programs changed the files. What has no unsaved changes here follows at once. */
  async look(): Promise<void> {
    if (this.files.length === 0) return;
    const found = await this.#deps.readFiles(this.files.map(({ path }) => path));
    for (const { path, text } of found) {
      const file = this.files.find((each) => each.path === path);
      if (file === undefined || text === file.disk) continue;
      if (file.dirty && (text === undefined || undress(text).text !== this.#deps.texts.text(path))) {
        this.#update(path, { theirs: text === undefined ? { path } : { path, text } });
      } else this.take({ path, ...(text !== undefined && { text }) });
    }
  }

  /** Makes what is on disk the text here. */
  take({ path, text }: FileText): void {
    const file = this.files.find((each) => each.path === path);
    if (file === undefined) return;
    const { text: bare, dress } = undress(text ?? '');
    if (text !== undefined) this.#deps.texts.put(path, file.kind, bare);
    this.#update(path, {
      ...{ disk: text, dress, theirs: undefined, restored: undefined },
      dirty: text === undefined,
    });
    this.#deps.drafts.put(path, file.kind, undefined);
    void this.read();
  }

  /** Their text is what this one is made from now: saving writes over it. */
  keepMine(path: string): void {
    const theirs = this.files.find((each) => each.path === path)?.theirs;
    if (theirs !== undefined) this.#update(path, { disk: theirs.text, theirs: undefined });
  }

  /** Another file of the project: it is read after those that are there. `text`: it is new. */
  async add(path: string, kind: 'compose' | 'env', text?: string): Promise<void> {
    const { files, envFiles } = this.ref;
    if (kind === 'compose' && !files.includes(path)) this.ref = { ...this.ref, files: [...files, path] };
    const own = join(this.folder, '.env');
    // Named env files take the place of the project's own: it stays, before them.
    const before = envFiles ?? (this.files.some((file) => file.path === own) ? [own] : []);
    if (kind === 'env' && !(path === own && envFiles === undefined) && !before.includes(path))
      this.ref = { ...this.ref, envFiles: [...before, path] };
    const [found] = await this.#deps.readFiles([path]);
    this.#open(found ?? { path }, kind, true);
    if (found?.text === undefined && text !== undefined && this.#deps.texts.text(path) === '') {
      this.#deps.texts.put(path, kind, text);
      this.#update(path, { dirty: true });
    }
    this.active = path;
    await this.read();
  }

  /** The project without one of its files; the file itself stays. */
  leaveOut(path: string): void {
    const { envFiles, ...ref } = this.ref;
    const envs = envFiles?.filter((each) => each !== path);
    this.ref = {
      ...ref,
      files: ref.files.filter((each) => each !== path),
      ...(envs !== undefined && envs.length > 0 && { envFiles: envs }),
    };
    this.files = this.files.filter((file) => file.path !== path);
    this.#deps.texts.drop(path);
    if (this.active === path) this.active = this.ref.files[0] ?? '';
    void this.read();
  }

  setProfiles(profiles: readonly string[]): void {
    this.ref = { ...this.ref, profiles: [...profiles] };
    void this.read();
  }

  /** The page goes: unsaved changes are kept as drafts. */
  close(): void {
    clearTimeout(this.#timer);
    this.#settle();
    this.#closed = true;
  }

  #open(found: FileText, kind: 'compose' | 'env', own: boolean): void {
    const { path } = found;
    const { text, dress } = undress(found.text ?? '');
    const known = this.files.find((file) => file.path === path);
    if (known !== undefined) {
      if (own && !known.own) this.#update(path, { own });
      return;
    }
    const draft = this.#deps.drafts.get(path);
    const restored = draft !== undefined && draft.text !== text ? draft : undefined;
    this.#deps.texts.put(path, kind, restored?.text ?? text);
    const dirty = restored !== undefined || found.text === undefined;
    const file: OpenFile = {
      ...{ path, kind, own, disk: found.text, dress, dirty },
      ...(restored !== undefined && { restored: restored.at }),
    };
    const at = this.files.findLastIndex((each) => each.kind === 'compose' && each.own);
    this.files =
      own && kind === 'compose'
        ? [...this.files.slice(0, at + 1), file, ...this.files.slice(at + 1)]
        : [...this.files, file];
  }

  #update(path: string, change: { [K in keyof OpenFile]?: OpenFile[K] | undefined }): void {
    this.files = this.files.map((file) => (file.path === path ? { ...file, ...change } : file));
  }

  /** Tells saved texts from unsaved ones, and keeps the unsaved ones safe. */
  #settle(): void {
    for (const { path, kind, disk, dirty } of this.files) {
      const text = this.#deps.texts.text(path);
      const now = disk === undefined || text !== undress(disk).text;
      if (now !== dirty) this.#update(path, { dirty: now, ...(!now && { restored: undefined }) });
      if (now || dirty)
        this.#deps.drafts.put(path, kind, now && text !== '' ? { text, at: this.#deps.now() } : undefined);
    }
  }

  /** Texts that take the place of those on disk; also where the editor's form of a text is another. */
  #unsaved(): Record<string, string> {
    const files = this.files.filter(({ dirty, dress }) => dirty || dress.bom || dress.crlf);
    return Object.fromEntries(files.map(({ path }) => [path, this.#deps.texts.text(path)]));
  }

  async #read(): Promise<void> {
    try {
      const began = this.#deps.now();
      const reading = await this.#deps.readProject(this.ref, this.#unsaved());
      this.#lastTook = this.#deps.now() - began;
      if (this.#closed) return;
      for (const { path, kind, text } of reading.files) this.#open({ path, text }, kind, false);
      this.readTexts = reading.files;
      this.files = this.files.filter(
        ({ path, own, dirty }) =>
          own || dirty || path === this.active || reading.files.some((each) => each.path === path),
      );
      this.reading = reading;
      this.error = undefined;
    } catch (error) {
      this.error = this.#deps.toError(error);
    }
  }
}
