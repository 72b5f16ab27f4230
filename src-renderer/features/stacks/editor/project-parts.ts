import type { ComposeDiff } from '@shared/compose/diff';
import type { ProjectRef, Reading } from '@shared/compose/source';
import type { FileText, Saved } from '@shared/contract/files';
import type { ErrorInfo } from '@shared/errors';
import type { DraftStore } from './drafts';
import type { Dress } from './line-ends';

/** A file of the project that is open in the editor. */
export interface OpenFile {
  readonly path: string;
  readonly kind: 'compose' | 'env';
  /** Named by the project itself; false: read through include, extends or env_file. */
  readonly own: boolean;
  /** As it was on disk when it was last looked at; undefined: it is not there. */
  readonly disk: string | undefined;
  readonly dress: Dress;
  readonly dirty: boolean;
  /** What another program made of it while there were unsaved changes here; `text` absent: it is gone. */
  readonly theirs?: FileText;
  /** The unsaved changes are from then, found again. */
  readonly restored?: number;
}

/** The texts, as Buffers has them. */
export interface Texts {
  put(path: string, kind: 'compose' | 'env', text: string): void;
  has(path: string): boolean;
  text(path: string): string;
  drop(path: string): void;
  edit(path: string, edits: readonly { from: number; to: number; text: string }[]): void;
}

/** What the project needs of the app; tests give a made-up one. */
export interface ProjectDeps {
  readonly texts: Texts;
  readonly drafts: DraftStore;
  readFiles(paths: string[]): Promise<readonly FileText[]>;
  saveFile(change: { path: string; text: string; base: string | null }): Promise<Saved>;
  readProject(ref: ProjectRef, unsaved: Record<string, string>): Promise<Reading>;
  compare(ref: ProjectRef, unsaved: Record<string, string>): Promise<ComposeDiff>;
  toError(error: unknown): ErrorInfo;
  now(): number;
}

/** The folder of a path, with either kind of separator. */
export function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '') || '/';
}

export function join(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}
