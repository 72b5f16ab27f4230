import type { AppInfo, Settings } from '@shared/contract';
import { defaultSettings } from '@shared/default-settings';
import type { Locale } from '@shared/i18n/index';

/** What the settings come from and what they change; given by a test. */
export interface SettingsSource {
  get(): Promise<Settings>;
  set(change: Partial<Settings>): Promise<Settings>;
  info(): Promise<AppInfo>;
  /** The last known settings, at hand at once: the first frame is right already. */
  cache: { read(): string | null; write(text: string): void };
  /** The system's language as far as the page can tell by itself. */
  guess(): Locale;
  applyLocale(locale: Locale): void;
  applyTheme(theme: Settings['theme']): void;
}

// Until the main process has said that the first steps are due, they are not shown.
const defaults: Settings = { ...defaultSettings, firstRun: 'done' };

function parse(text: string | null): Settings {
  try {
    return { ...defaults, ...(JSON.parse(text ?? '{}') as Partial<Settings>) };
  } catch {
    return defaults;
  }
}

/** The user's settings and what is known of the app; language and theme follow them live. */
export class SettingsState {
  value = $state.raw<Settings>(defaults);
  info = $state.raw<AppInfo | undefined>(undefined);
  readonly #source: SettingsSource;

  constructor(source: SettingsSource) {
    this.#source = source;
    this.take(parse(source.cache.read()));
  }

  async load(): Promise<void> {
    const [value, info] = await Promise.all([this.#source.get(), this.#source.info()]);
    this.info = info;
    this.take(value);
  }

  /** Changes some settings: shown at once, kept by the main process, taken back when it refuses. */
  async set(change: Partial<Settings>): Promise<void> {
    const before = this.value;
    this.take({ ...before, ...change });
    try {
      this.take(await this.#source.set(change));
    } catch (error) {
      this.take(before);
      throw error;
    }
  }

  take(value: Settings): void {
    this.value = value;
    this.#source.cache.write(JSON.stringify(value));
    const system = this.info?.systemLocale ?? this.#source.guess();
    this.#source.applyLocale(value.locale === 'system' ? system : value.locale);
    this.#source.applyTheme(value.theme);
  }
}
