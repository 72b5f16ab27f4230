import { afterEach, describe, expect, it } from 'vitest';
import { bytes, duration, number, percent, relative } from '../../../src-renderer/lib/format';
import { setLocale, t, tr } from '../../../src-renderer/lib/i18n.svelte';

describe('format', () => {
  afterEach(() => setLocale('en'));

  it('writes numbers and sizes', () => {
    expect(number(16384)).toBe('16,384');
    expect(percent(0.416)).toBe('42%');
    expect(bytes(0)).toBe('0 B');
    expect(bytes(1023)).toBe('1,023 B');
    expect(bytes(1024)).toBe('1 KiB');
    expect(bytes(256 * 1024 * 1024)).toBe('256 MiB');
    expect(bytes(8_160_000_000)).toBe('7.6 GiB');
  });

  it('writes spans of time, coarser the longer they are', () => {
    expect([0, 840, 42_000, 60_000, 95_000, 7_800_000, 90_000_000].map(duration)).toEqual([
      '0s',
      '0.8s',
      '42s',
      '1m',
      '1m 35s',
      '2h 10m',
      '1d 1h',
    ]);
    // Rounding never gives sixty of anything.
    expect(duration(59_990)).toBe('1m');
    expect(duration(3_599_900)).toBe('1h');
  });

  it('writes moments as seen from now', () => {
    const now = Date.UTC(2026, 0, 10, 12);
    expect(relative(now - 4000, now)).toBe('now');
    expect(relative(now + 3000, now)).toBe('now');
    expect(relative(now - 45_000, now)).toBe('45 seconds ago');
    expect(relative(now - 3 * 60_000, now)).toBe('3 minutes ago');
    expect(relative(now - 24 * 3_600_000, now)).toBe('yesterday');
    expect(relative(now - 400 * 24 * 3_600_000, now)).toBe('last year');
  });

  it('follows a switch of language', async () => {
    await setLocale('zh-CN');
    expect(duration(95_000)).toBe('1 分钟 35 秒');
    expect(tr('common.cancel')).toBe('取消');
    expect(t({ key: 'ui.engine.unreachable.title', params: { name: 'x' } })).toBe('x 没有响应');
  });
});
