import { join } from 'node:path';
import { app, nativeTheme } from 'electron';
import type { Locale } from '@shared/i18n/types';
import type { BootSettings } from './boot';

/** Chromium's own files (its profile) lie below our data folder, unless they were sent elsewhere. */
export function placeProfile(dataDir: string): void {
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(dataDir, 'window'));
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
