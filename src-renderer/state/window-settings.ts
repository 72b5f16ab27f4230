import { call } from '../lib/api';
import { setLocale } from '../lib/i18n.svelte';
import { SettingsState } from './settings.svelte';

const key = 'flotilla.settings';

/** The window's own settings: kept by the main process, with a copy at hand for the first frame. */
export const settings = new SettingsState({
  get: () => call('settings.get'),
  set: (change) => call('settings.set', change),
  info: () => call('app.info'),
  cache: {
    read: () => localStorage.getItem(key),
    write: (text) => localStorage.setItem(key, text),
  },
  guess: () => (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'),
  applyLocale: (locale) => {
    // Without the other language the window stays in the one it has.
    setLocale(locale).catch(() => undefined);
  },
  applyTheme: (theme) => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  },
});
