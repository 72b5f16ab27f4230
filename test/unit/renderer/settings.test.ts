import type { AppInfo, Settings } from '@shared/contract';
import { defaultSettings } from '@shared/default-settings';
import { describe, expect, it } from 'vitest';
import { SettingsState, type SettingsSource } from '../../../src-renderer/state/settings.svelte';

const stored: Settings = { ...defaultSettings, theme: 'dark' };
const info: AppInfo = {
  version: '0.1.0',
  electron: '33',
  node: '20',
  platform: 'linux',
  systemLocale: 'zh-CN',
  dataDir: '/data',
  secretsEncrypted: false,
};

function fake(change: Partial<SettingsSource> = {}) {
  const seen = { locale: '', theme: '', cache: null as string | null };
  const source: SettingsSource = {
    get: () => Promise.resolve(stored),
    set: (some) => Promise.resolve({ ...stored, ...some }),
    info: () => Promise.resolve(info),
    cache: { read: () => seen.cache, write: (text) => void (seen.cache = text) },
    guess: () => 'en',
    applyLocale: (locale) => void (seen.locale = locale),
    applyTheme: (theme) => void (seen.theme = theme),
    ...change,
  };
  return { seen, source };
}

describe('SettingsState', () => {
  it('begins with what was last known, before anything is asked', () => {
    const { seen, source } = fake();
    seen.cache = JSON.stringify({ ...stored, locale: 'zh-CN', theme: 'light' });
    const settings = new SettingsState(source);
    expect(settings.value.theme).toBe('light');
    expect(seen).toMatchObject({ locale: 'zh-CN', theme: 'light' });
  });

  it('begins with defaults when the copy is broken', () => {
    const { seen, source } = fake();
    seen.cache = '{';
    expect(new SettingsState(source).value.theme).toBe('system');
    expect(seen.locale).toBe('en');
  });

  it('follows the system’s language as the main process reports it', async () => {
    const { seen, source } = fake();
    const settings = new SettingsState(source);
    expect(seen.locale).toBe('en');
    await settings.load();
    expect(seen).toMatchObject({ locale: 'zh-CN', theme: 'dark' });
    await settings.set({ locale: 'en' });
    expect(seen.locale).toBe('en');
    expect(JSON.parse(seen.cache ?? '')).toMatchObject({ locale: 'en' });
  });

  it('shows a change at once and takes it back when it is refused', async () => {
    const { seen, source } = fake({ set: () => Promise.reject(new Error('disk full')) });
    const settings = new SettingsState(source);
    await settings.load();
    const change = settings.set({ theme: 'light' });
    expect(seen.theme).toBe('light');
    await expect(change).rejects.toThrow('disk full');
    expect(settings.value.theme).toBe('dark');
    expect(seen.theme).toBe('dark');
  });
});
