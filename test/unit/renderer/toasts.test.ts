import { raw } from '@shared/i18n/index';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from '../../../src-renderer/state/toasts.svelte';

describe('Toasts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets good news go by itself and keeps errors', () => {
    const toasts = new Toasts(1000);
    toasts.ok('Saved');
    toasts.error({ code: 'x', doing: raw('d'), what: raw('Broken'), hint: raw('Mend it') });
    expect(toasts.items.map((item) => item.title)).toEqual(['Saved', 'Broken']);
    vi.advanceTimersByTime(60_000);
    expect(toasts.items.map((item) => [item.title, item.text])).toEqual([['Broken', 'Mend it']]);
    toasts.dismiss(toasts.items[0]!.id);
    expect(toasts.items).toEqual([]);
  });

  it('keeps what someone is reading', () => {
    const toasts = new Toasts(1000);
    toasts.ok('Saved');
    toasts.hold(true);
    vi.advanceTimersByTime(5000);
    expect(toasts.items).toHaveLength(1);
    toasts.hold(false);
    vi.advanceTimersByTime(1000);
    expect(toasts.items).toHaveLength(0);
  });

  it('shows no more than five', () => {
    const toasts = new Toasts();
    for (let i = 0; i < 8; i++) toasts.ok(String(i));
    expect(toasts.items.map((item) => item.title)).toEqual(['3', '4', '5', '6', '7']);
  });
});
