import { defaultSettings } from '@shared/default-settings';
import { compareVersions, type UpdateFeed } from '@shared/updates';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUpdates } from '../../src-main/updates';

describe('versions', () => {
  it('are ordered as semver.org orders them', () => {
    const order =
      '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1';
    const all = [...order.split(' '), '1.0.0', '1.0.1', '1.2.0', '1.10.0', '2.0.0'];
    for (const [i, a] of all.entries())
      for (const [j, b] of all.entries())
        expect(Math.sign(compareVersions(a, b)), `${a} ${b}`).toBe(Math.sign(i - j));
    expect(compareVersions('v1.2.3+build.5', '1.2.3')).toBe(0);
    expect(() => compareVersions('1.2', '1.2.0')).toThrow('no version');
  });
});

describe('the question for updates', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function begin(updateUrl: string) {
    let settings = { ...defaultSettings, updateUrl };
    const listeners = new Set<(value: typeof settings) => void>();
    const feed: UpdateFeed = { version: '1.1.0', url: 'https://flotilla.invalid/new' };
    const read = vi.fn((address: string) =>
      address.includes('broken') ? Promise.reject(new Error('broken')) : Promise.resolve({ ...feed }),
    );
    const log = vi.fn();
    const updates = createUpdates({
      ...{ version: '1.0.0', read, log, pauses: { first: 10, next: 1000 } },
      settings: {
        get: () => settings,
        on: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
      },
    });
    const found: string[] = [];
    updates.start(({ version }) => found.push(version));
    const name = (url: string): void => {
      settings = { ...settings, updateUrl: url };
      for (const listener of listeners) listener(settings);
    };
    return { updates, read, log, found, feed, name };
  }

  it('is never asked where no feed is named', async () => {
    const { updates, read } = begin('');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await updates.check()).toEqual({ state: 'off' });
    expect(read).not.toHaveBeenCalled();
  });

  it('is asked once a day; each newer version is told once', async () => {
    const { updates, read, found, feed } = begin('https://flotilla.invalid/feed');
    await vi.advanceTimersByTimeAsync(3500);
    expect(read).toHaveBeenCalledTimes(4);
    expect(found).toEqual(['1.1.0']);
    expect(updates.page()).toBe(feed.url);
    feed.version = '1.2.0';
    await vi.advanceTimersByTimeAsync(1000);
    expect(found).toEqual(['1.1.0', '1.2.0']);
    feed.version = '0.9.0';
    expect(await updates.check()).toEqual({ state: 'current', version: '1.0.0' });
    // What is no news any more has no page to open.
    expect(updates.page()).toBeUndefined();
    updates.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(read).toHaveBeenCalledTimes(6);
  });

  it('begins and ends with the setting; a feed that fails is asked again the next day', async () => {
    const { read, log, found, name } = begin('');
    name('https://flotilla.invalid/broken');
    await vi.advanceTimersByTimeAsync(1500);
    expect(log).toHaveBeenCalledTimes(2);
    name('https://flotilla.invalid/feed');
    await vi.advanceTimersByTimeAsync(20);
    expect(found).toEqual(['1.1.0']);
    name('');
    await vi.advanceTimersByTimeAsync(5000);
    expect(read).toHaveBeenCalledTimes(3);
  });
});
