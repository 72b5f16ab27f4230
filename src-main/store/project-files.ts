import { readFileSync, realpathSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { FileText, Saved } from '@shared/contract/files';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import { loadJson, oneByOne, writeAtomic } from './files';

/** Bytes: what is larger is no compose file. */
const largest = 1_000_000;
/** How many chosen paths are remembered. */
const kept = 2000;
const fileSchema = z.object({ v: z.literal(1), paths: z.array(z.string()) });

/** Compose and env files on this computer, for the editor. */
export interface ProjectFiles {
  /** These were chosen by the user in a dialog: they may be written. */
  choose(paths: readonly string[]): Promise<void>;
  /** Throws AppError `files.unreadable`, or `files.kind` for what is neither chosen nor named like a project's file. */
  read(paths: readonly string[]): readonly FileText[];
  /**
   * Writes when the file still is `base` (null: is not there). `allow` asks the user about a file that was never
   * chosen. Throws AppError `files.refused`, `files.unwritable`.
   */
  save(
    change: { readonly path: string; readonly text: string; readonly base: string | null },
    allow: (path: string) => Promise<boolean>,
  ): Promise<Saved>;
}

/** Whether a file is named as compose and env files are. */
export function isProjectFile(path: string): boolean {
  const name = basename(path).toLowerCase();
  return /\.(ya?ml|env)$/.test(name) || /^\.env(\.|$)/.test(name) || /\.env\./.test(name);
}

/** The chosen paths rest in `<dataDir>/chosen-files.json`: a project that is opened again next week may be saved. */
export function createProjectFiles({ dataDir }: { dataDir: string }): ProjectFiles {
  const store = join(dataDir, 'chosen-files.json');
  const inTurn = oneByOne();
  const chosen = (): readonly string[] => loadJson(store, fileSchema, { v: 1, paths: [] }).value.paths;
  const choose = (paths: readonly string[]): Promise<void> =>
    inTurn(async () => {
      const all = [...new Set([...chosen(), ...paths])].slice(-kept);
      await writeAtomic(store, JSON.stringify({ v: 1, paths: all }));
    });

  return {
    choose,
    read: (paths) => {
      const known = new Set(chosen());
      return paths.map((path) => {
        const doing = msg('editor.reading', { path });
        if (!isAbsolute(path)) throw refusal('files.absolute', doing, 'editor.error.absolute');
        if (!known.has(path) && !isProjectFile(path)) throw refusal('files.kind', doing, 'editor.error.kind');
        const text = textOf(path, doing);
        return text === undefined ? { path } : { path, text };
      });
    },
    save: (change, allow) =>
      inTurnSave(async () => {
        const { path, text, base } = change;
        const doing = msg('editor.saving', { path });
        if (!isAbsolute(path)) throw refusal('files.absolute', doing, 'editor.error.absolute');
        if (!chosen().includes(path)) {
          if (!(await allow(path))) throw refusal('files.refused', doing, 'editor.error.refused');
          await choose([path]);
        }
        const now = textOf(path, doing);
        if ((now ?? null) !== base && now !== text) {
          return { saved: false, changed: now === undefined ? { path } : { path, text: now } };
        }
        try {
          // In place: owner, mode, hard links and a container's mount of this very file stay. The window
          // keeps its own copy until this has come to an end.
          const secret = /(^|\.)env(\.|$)/.test(basename(path));
          await writeFile(now === undefined ? path : realpathSync(path), text, {
            mode: secret ? 0o600 : 0o644,
          });
        } catch (error) {
          throw failure('files.unwritable', doing, error, 'editor.error.write');
        }
        return { saved: true };
      }),
  };
}

const inTurnSave = oneByOne();

function textOf(path: string, doing: Message): string | undefined {
  try {
    if (statSync(path).size > largest) throw refusal('files.tooBig', doing, 'editor.error.tooBig');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw failure('files.unreadable', doing, error, 'editor.error.read');
  }
}

type Refusal = 'editor.error.kind' | 'editor.error.tooBig' | 'editor.error.refused' | 'editor.error.absolute';

function refusal(code: string, doing: Message, what: Refusal): AppError {
  const hint = what === 'editor.error.absolute' ? 'editor.error.kind' : what;
  return new AppError({ code, doing, what: msg(what), hint: msg(`${hint}.hint`) });
}

function failure(
  code: string,
  doing: Message,
  error: unknown,
  what: 'editor.error.read' | 'editor.error.write',
): AppError {
  const reason = raw(errorText(error));
  return new AppError(
    { code, doing, what: msg(what, { reason }), hint: msg(`${what}.hint`) },
    { cause: error },
  );
}
