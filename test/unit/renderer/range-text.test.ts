import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rangeText } from '../../../src-renderer/features/monitor/ranges';
import { setLocale } from '../../../src-renderer/lib/i18n.svelte';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 2, 1, 12) }));
afterEach(async () => {
  vi.useRealTimers();
  await setLocale('en');
});
const text = (from: number, to: number): string => rangeText({ from: String(from), to: String(to) }, 'utc');

it('tells the day of a range once, and not at all where it is today', () => {
  const today = Date.UTC(2026, 2, 1, 9);
  expect(text(today, today + 65_000)).toBe('09:00:00 – 09:01:05');
  expect(text(today - 86_400_000, today - 86_400_000 + 65_000)).toMatch(/28.* 09:00:00 – 09:01:05$/);
  expect(text(today - 86_400_000, today)).toMatch(/28.* 09:00:00 – .*1.* 09:00:00$/);
});

it('sets figures apart in Chinese', async () => {
  await setLocale('zh-CN');
  expect(rangeText({ from: 'now-15m', to: 'now' }, 'utc')).toBe('最近 15 分钟');
});
