import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, nativeTheme } from 'electron';
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

/** Chromium's own files (its profile) lie below our data folder, unless they were sent elsewhere. */
export function placeProfile(dataDir: string): void {
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(dataDir, 'window'));
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

/** The language of the operating system, as one of ours. After the app is ready. */
export function systemLocale(): Locale {
  const first = app.getPreferredSystemLanguages()[0] ?? app.getLocale();
  return first.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** The language in force. */
export function effectiveLocale(setting: BootSettings['locale']): Locale {
  return setting === 'system' ? systemLocale() : setting;
}

/** Makes the platform's own parts (menus, dialogs, scroll bars) follow the chosen theme. */
export function applyTheme(theme: BootSettings['theme']): void {
  nativeTheme.themeSource = theme;
}

/** A spec file named on the command line, as an absolute path. */
export function specInArguments(argv: readonly string[], folder: string): string | undefined {
  const name = argv.slice(1).findLast((word) => !word.startsWith('-') && /\.ya?ml$/i.test(word));
  return name === undefined ? undefined : resolve(folder, name);
}
