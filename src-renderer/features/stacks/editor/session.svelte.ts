import type { Range } from '@shared/compose/node';
import { canUp } from '@shared/compose/diff';
import type { Problem, ProjectRef, QuickFix } from '@shared/compose/source';
import { inflateReading } from '@shared/compose/wire';
import { call, toError } from '../../../lib/api';
import { t, tr } from '../../../lib/i18n.svelte';
import type { GraphId, GraphPicture } from '../graph/model';
import { Buffers } from './cm/buffers';
import { completing, hovering } from './cm/help';
import { Comparison } from './comparison.svelte';
import { windowDrafts } from './drafts';
import { offsetOf, type FilePlace } from './at-place';
import { stackView } from './graph-view';
import { EditedProject } from './project.svelte';

/** A pause after which the engine is asked what `up` would do, in milliseconds: while it is on show, and else. */
const soon = { shown: 500, hidden: 1500 };

/** One visit to the editor: a project, its texts, and where one is in them. */
export class EditorSession {
  readonly buffers: Buffers;
  readonly project: EditedProject;
  readonly comparison: Comparison;
  cursor = $state.raw<{ path: string; offset: number; line: number; column: number } | undefined>(undefined);

  /** The files' problems, and those that the engine's state adds while the answer is about this very reading. */
  readonly problems: readonly Problem[] = $derived.by(() => {
    const own = this.project.reading?.problems ?? [];
    const { value, of } = this.comparison;
    if (value === undefined || of !== this.project.reading) return own;
    const known = own.map(keyOf);
    return [...own, ...value.problems.filter((problem) => !known.includes(keyOf(problem)))];
  });
  readonly view = $derived.by(() => {
    const { reading } = this.project;
    if (reading === undefined) return undefined;
    const view = stackView(reading, this.problems, t);
    // Most keys change nothing in the picture: it is drawn anew only when there is something new.
    const drawn = JSON.stringify(view.picture);
    if (drawn !== this.#drawn?.as) this.#drawn = { as: drawn, picture: view.picture };
    return { ...view, picture: this.#drawn.picture };
  });
  #drawn: { readonly as: string; readonly picture: GraphPicture } | undefined;
  /** The part of the stack that the cursor stands in. */
  readonly selected: GraphId | undefined = $derived(
    this.cursor === undefined ? undefined : this.view?.at(this.cursor.path, this.cursor.offset),
  );

  constructor(ref: ProjectRef, onsave: () => void) {
    this.buffers = new Buffers({
      changed: (path) => this.project.changed(path),
      moved: (path, place) => (this.cursor = { path, ...place }),
      save: onsave,
      complete: (kind) => completing(kind, () => this.project.reading),
      hover: (kind) => hovering(kind, () => this.project.reading),
      label: (path) => tr('editor.text', { file: this.project.nameOf(path) }),
    });
    this.project = new EditedProject(ref, {
      texts: this.buffers,
      drafts: windowDrafts(localStorage, sessionStorage),
      readFiles: (paths) => call('files.read', paths),
      saveFile: (change) => call('files.save', change),
      readProject: async (asked, unsaved) =>
        inflateReading(await call('compose.read', { ref: asked, unsaved })),
      compare: (asked, unsaved) => call('compose.diff', { ref: asked, unsaved }),
      toError,
      now: () => Date.now(),
    });
    this.comparison = new Comparison(() => this.project.compare(), toError);
  }

  /** Marks every text with what is wrong in it. */
  mark(): void {
    const { reading, readTexts } = this.project;
    if (reading === undefined) return;
    for (const { path, text: of } of readTexts) {
      const here = this.problems.filter(({ at }) => at.file === path);
      this.buffers.diagnose(
        path,
        of,
        here.map((problem) => ({
          from: Math.min(problem.at.from.offset, of.length),
          to: Math.min(Math.max(problem.at.from.offset, problem.at.to.offset), of.length),
          severity: problem.level,
          message: `${t(problem.what)}\n${t(problem.hint)}`,
          actions: problem.fixes.map((fix) => ({
            name: t(fix.title),
            apply: () => this.fix(fix),
          })),
        })),
      );
    }
  }

  /** After a reading: the engine is asked in a while, if there is something to ask. */
  follow(shown: boolean): void {
    const { reading } = this.project;
    if (reading === undefined) return;
    if (canUp(reading)) this.comparison.soon(reading, shown ? soon.shown : soon.hidden);
    else this.comparison.forget();
  }

  fix(fix: QuickFix): void {
    this.project.fix(fix);
    this.buffers.show(this.project.active, undefined, true);
  }

  /** Brings a place into view, with the cursor at its start. */
  show(at: Range): void {
    if (!this.buffers.has(at.file)) return;
    this.project.active = at.file;
    this.buffers.show(at.file, at.from.offset, true);
  }

  /** The same by the file's name, line and column. */
  showPlace(place: FilePlace): void {
    const file = this.project.readTexts.find(
      ({ path }) =>
        path === place.file || path.endsWith(`/${place.file}`) || path.endsWith(`\\${place.file}`),
    );
    if (file === undefined || !this.buffers.has(file.path)) return;
    this.project.active = file.path;
    this.buffers.show(file.path, offsetOf(file.text, place), true);
  }

  showNode(id: GraphId): void {
    const place = this.view?.places.get(id);
    if (place !== undefined) this.show(place);
  }
}

const keyOf = ({ code, at }: Problem): string => `${code} ${at.file} ${String(at.from.offset)}`;
