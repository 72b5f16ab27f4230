import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locale } from '@shared/i18n/types';

/** What the first frame depends on, read before anything else is loaded. */
export interface BootSettings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly locale: 'system' | Locale;
}

/**
 * The two settings that the first frame depends on, out of the settings file's text. Anything odd
 * counts as `system`: the settings store judges the file properly a moment later.
 */
export function parseBootSettings(text: string): BootSettings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = {};
  }
  const { theme, locale } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    locale: locale === 'en' || locale === 'zh-CN' ? locale : 'system',
  };
}

/** Settings as they were left, before the services are up. */
export function readBootSettings(dataDir: string): BootSettings {
  try {
    return parseBootSettings(readFileSync(join(dataDir, 'settings.json'), 'utf8'));
  } catch {
    return parseBootSettings('');
  }
}

/** Makes the data folder; gives the system's words when it can't be written, null when all is well. */
export function dataDirProblem(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A spec file named on the command line, as an absolute path. A file manager may name it by its `file:` address. */
export function specInArguments(argv: readonly string[], folder: string): string | undefined {
  const name = argv.slice(1).findLast((word) => !/^(-|flotilla:\/\/)/i.test(word) && /\.ya?ml$/i.test(word));
  if (name === undefined) return undefined;
  if (!name.startsWith('file://')) return resolve(folder, name);
  try {
    return fileURLToPath(name);
  } catch {
    return undefined; // On another computer, or no sound address: nothing that can be opened here.
  }
}

/** A link of ours among the words that a start was given; nobody has judged it yet. */
export function linkInArguments(argv: readonly string[]): string | undefined {
  return argv.slice(1).findLast((word) => /^flotilla:\/\//i.test(word));
}
