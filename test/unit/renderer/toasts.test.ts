import { msg, raw } from '@shared/i18n/index';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLocale, t } from '../../../src-renderer/lib/i18n.svelte';
import { Toasts } from '../../../src-renderer/state/toasts.svelte';
import type { ToastItem } from '../../../src-renderer/ui/toast';

const said = (item: ToastItem): string => t(item.title);

describe('Toasts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets good news go by itself and keeps errors', () => {
    const toasts = new Toasts(1000);
    toasts.ok(raw('Saved'));
    toasts.error({ code: 'x', doing: raw('d'), what: raw('Broken'), hint: raw('Mend it') });
    expect(toasts.items.map(said)).toEqual(['Saved', 'Broken']);
    vi.advanceTimersByTime(60_000);
    expect(toasts.items.map((item) => [said(item), item.text && t(item.text)])).toEqual([
      ['Broken', 'Mend it'],
    ]);
    toasts.dismiss(toasts.items[0]!.id);
    expect(toasts.items).toEqual([]);
  });

  it('keeps what someone is reading', () => {
    const toasts = new Toasts(1000);
    toasts.ok(raw('Saved'));
    toasts.hold(true);
    vi.advanceTimersByTime(5000);
    expect(toasts.items).toHaveLength(1);
    toasts.hold(false);
    vi.advanceTimersByTime(1000);
    expect(toasts.items).toHaveLength(0);
  });

  it('shows no more than five', () => {
    const toasts = new Toasts();
    for (let i = 0; i < 8; i++) toasts.ok(raw(String(i)));
    expect(toasts.items.map(said)).toEqual(['3', '4', '5', '6', '7']);
  });

  it('says what stands there in the language that is switched to', async () => {
    const toasts = new Toasts();
    toasts.ok(msg('editor.saved'));
    const before = toasts.items.map(said);
    try {
      await setLocale('zh-CN');
      expect(toasts.items.map(said)).not.toEqual(before);
      expect(toasts.items.map(said)[0]).toMatch(/\p{Script=Han}/u);
    } finally {
      await setLocale('en');
    }
  });
});
