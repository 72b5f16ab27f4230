import { constants, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join, normalize, resolve, sep } from 'node:path';
import type { WizardFolder, WizardSaved } from '@shared/contract/compose-wizard';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import { writeNew } from './write-new';

/** A Dockerfile that is larger is none. */
const largest = 1_000_000;

/** Writes the files of new stacks, below folders that the user chose in a dialog of this session. */
export interface StackWriter {
  /** Remembers a chosen folder and tells what is in it. */
  choose(path: string): WizardFolder;
  save(input: {
    readonly folder: string;
    readonly below: string;
    readonly files: readonly { readonly path: string; readonly text: string }[];
    readonly replace: boolean;
  }): Promise<WizardSaved>;
}

export function createStackWriter(written: (paths: readonly string[]) => Promise<void>): StackWriter {
  const chosen = new Set<string>();

  return {
    choose: (path) => {
      const found = look(path);
      chosen.add(resolve(path));
      return found;
    },
    save: async ({ folder, below, files, replace }) => {
      const target = below === '' ? resolve(folder) : join(resolve(folder), below);
      const doing = msg('cwizard.doing.save', { path: target });
      if (!chosen.has(resolve(folder)))
        throw refusal(
          doing,
          'wizard.folder',
          msg('cwizard.error.chosen', { path: folder }),
          msg('cwizard.error.chosen.hint'),
        );
      const places = files.map(({ path, text }) => ({
        path,
        text,
        at: placeOf(resolve(folder), target, path, doing),
      }));
      const differing = places.filter(({ at, text }) => existsSync(at) && textOf(at) !== text);
      if (differing.length > 0 && !replace)
        return { saved: false, folder: target, differing: differing.map(({ path }) => path) };
      const made: string[] = [];
      try {
        for (const { at } of differing) await copyFile(at, backupOf(at), constants.COPYFILE_EXCL);
        for (const { path, text, at } of places) {
          if (existsSync(at) && textOf(at) === text) continue;
          const isNew = !existsSync(at);
          await mkdir(dirname(at), { recursive: true });
          // Passwords are for the user alone.
          await writeNew(at, text, basename(path).startsWith('.env') ? 0o600 : 0o644);
          if (isNew) made.push(at);
        }
      } catch (error) {
        // All or none: what was there before has its copy.
        for (const at of made) await rm(at, { force: true }).catch(() => undefined);
        throw refusal(
          doing,
          'wizard.unwritable',
          msg('cwizard.error.write', { reason: raw(errorText(error)) }),
          msg('cwizard.error.write.hint'),
          error,
        );
      }
      await written(places.map(({ at }) => at));
      return { saved: true, folder: target, compose: places[0]?.at ?? join(target, 'compose.yml') };
    },
  };
}

/** Where a file of the stack goes. No way leads out of the chosen folder, neither by `..` nor by a link. */
function placeOf(folder: string, target: string, path: string, doing: Message): string {
  const at = normalize(join(target, path));
  let there = at;
  while (!existsSync(there)) there = dirname(there);
  const inside =
    at.startsWith(target + sep) && (realpathSync(there) + sep).startsWith(realpathSync(folder) + sep);
  if (!inside)
    throw refusal(
      doing,
      'wizard.folder',
      msg('cwizard.error.path', { path }),
      msg('cwizard.error.chosen.hint'),
    );
  return at;
}

/** `compose.yml.bak`, or the next number that is free. */
function backupOf(path: string): string {
  for (let n = 1; ; n++) {
    const backup = `${path}.bak${n === 1 ? '' : String(n)}`;
    if (!existsSync(backup)) return backup;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function look(path: string): WizardFolder {
  try {
    const entries = readdirSync(path).slice(0, 1000).sort();
    const dockerfiles = entries
      .filter(
        (name) =>
          /^(?:Dockerfile|Containerfile)(?:\..+)?$|\.Dockerfile$/i.test(name) &&
          !name.endsWith('.dockerignore'),
      )
      .slice(0, 20)
      .flatMap((name) => {
        const at = join(path, name);
        const stat = statSync(at, { throwIfNoEntry: false });
        const text = stat?.isFile() === true && stat.size <= largest ? textOf(at) : undefined;
        return text === undefined ? [] : [{ name, text }];
      });
    return { path, name: basename(path), entries, dockerfiles };
  } catch (error) {
    const doing = msg('cwizard.doing.folder', { path });
    throw refusal(
      doing,
      'wizard.folder',
      msg('cwizard.error.read', { reason: raw(errorText(error)) }),
      msg('cwizard.error.read.hint'),
      error,
    );
  }
}

const refusal = (doing: Message, code: string, what: Message, hint: Message, cause?: unknown): AppError =>
  new AppError({ code, doing, what, hint }, { cause });
