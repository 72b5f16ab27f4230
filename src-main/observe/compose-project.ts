import { dirname } from 'node:path';
import { readFileSync, statSync } from 'node:fs';
import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { readProject } from '@shared/compose/read/index';
import type { ProjectRef, ReadDeps, Reading } from '@shared/compose/source';

/** Reads compose projects from this computer's files. */
export interface ProjectReader {
  /** `unsaved`: absolute path -> text that stands in for the file's. */
  read(ref: ProjectRef, unsaved?: Readonly<Record<string, string>>): Reading;
  /** A variable as the project sees it: of the process, then of its env files. */
  variable(ref: ProjectRef, name: string): string | undefined;
}

export interface ReaderOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /**
   * `project`: `$PWD` is the project's folder, as in a shell that stands there. A window has a working folder that
   * nobody chose.
   */
  readonly pwd?: 'project';
}

export function createProjectReader({ env, home, pwd }: ReaderOptions): ProjectReader {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) own[name] = value;
  // Shells of Windows set none.
  const knownTo = (ref: ProjectRef): Record<string, string> =>
    pwd === undefined ? { PWD: process.cwd(), ...own } : { ...own, PWD: folderOf(ref) };
  return {
    read: (ref, unsaved = {}) => readProject(ref, fileDeps(knownTo(ref), home, unsaved)),
    variable(ref, name) {
      const known = knownTo(ref);
      if (known[name] !== undefined) return known[name];
      // Interpolation is the one way that a value comes out of a reading: a file of one line asks for it.
      const asked = '/ask.flotilla.yml';
      const deps = fileDeps(known, home, {
        [asked]: `services: {ask: {image: x, environment: {SET: "\${${name}+1}", VALUE: "\${${name}-}"}}}\n`,
      });
      const directory = folderOf(ref);
      const { model } = readProject({ ...ref, files: [asked], directory, name: 'ask', profiles: [] }, deps);
      const found = model?.services['ask']?.environment;
      return found?.['SET'] === '1' ? (found['VALUE'] ?? '').replaceAll('$$', '$') : undefined;
    },
  };
}

const folderOf = (ref: ProjectRef): string => ref.directory ?? dirname(ref.files[0] ?? '/');

/** The computer's files as reading wants them, with some texts in place of theirs. */
export function fileDeps(
  env: Readonly<Record<string, string>>,
  home: string,
  unsaved: Readonly<Record<string, string>> = {},
): ReadDeps {
  const instead = new Map(Object.entries(unsaved));
  return {
    env,
    home,
    read: (path) => {
      const text = instead.get(path);
      if (text !== undefined) return text;
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error)) throw error;
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
        throw new AppError({
          code: 'file.unreadable',
          doing: msg('cops.doing.file', { path }),
          what: msg('cops.file.unreadable', { path }),
          hint: msg('cops.file.unreadable.hint'),
          details: [raw(error.message)],
        });
      }
    },
    kindOf: (path) => {
      if (instead.has(path)) return 'file';
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? undefined : found.isDirectory() ? 'folder' : 'file';
    },
  };
}
