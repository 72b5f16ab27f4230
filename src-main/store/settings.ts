import { join } from 'node:path';
import { settingsSchema, type Settings } from '@shared/contract';
import { defaultSettings } from '@shared/default-settings';
import { loadJson, oneByOne, writeAtomic } from './files';

export { defaultSettings };

// Each field for itself: one that is missing or of another version falls back alone, unknown ones are dropped.
const { shape } = settingsSchema;
const fileSchema = settingsSchema.strip().extend({
  locale: shape.locale.catch(defaultSettings.locale),
  theme: shape.theme.catch(defaultSettings.theme),
  engine: shape.engine.catch(defaultSettings.engine),
  sidebarCollapsed: shape.sidebarCollapsed.catch(defaultSettings.sidebarCollapsed),
  // Who has a settings file has been here before.
  firstRun: shape.firstRun.catch('done'),
  notifications: shape.notifications.catch(defaultSettings.notifications),
  metrics: shape.metrics.catch(defaultSettings.metrics),
  keepSecrets: shape.keepSecrets.catch(defaultSettings.keepSecrets),
  tray: shape.tray.catch(defaultSettings.tray),
  updateUrl: shape.updateUrl.catch(defaultSettings.updateUrl),
});

export interface SettingsStore {
  get(): Settings;
  /** Changes the given fields, on disk when it resolves; gives all of them. */
  set(change: Partial<Settings>): Promise<Settings>;
  on(listener: (settings: Settings) => void): () => void;
  /** Where a damaged settings file was put when this store was made. */
  readonly setAside: string | undefined;
}

/** The settings in `<dataDir>/settings.json`. */
export function createSettings({ dataDir }: { dataDir: string }): SettingsStore {
  const path = join(dataDir, 'settings.json');
  const loaded = loadJson(path, fileSchema, defaultSettings);
  let settings: Settings = loaded.value;
  const listeners = new Set<(settings: Settings) => void>();
  const inTurn = oneByOne();
  return {
    setAside: loaded.setAside,
    get: () => settings,
    set: (change) =>
      inTurn(async () => {
        const next = settingsSchema.parse({ ...settings, ...change });
        await writeAtomic(path, `${JSON.stringify(next, null, 2)}\n`);
        settings = next;
        for (const listener of listeners) listener(next);
        return next;
      }),
    on: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
