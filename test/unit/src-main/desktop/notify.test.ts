import { defaultSettings } from '@shared/default-settings';
import { raw } from '@shared/i18n/index';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNotifier, type Notice, type Shown } from '../../../../src-main/desktop/notify';

vi.mock('electron', () => ({ Notification: {} }));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fake() {
  const seen = {
    shown: [] as Shown[],
    closed: 0,
    opened: [] as string[],
    watched: false,
    settings: defaultSettings,
  };
  const notifier = createNotifier({
    locale: () => 'en',
    settings: () => seen.settings,
    watched: () => seen.watched,
    open: (path) => void seen.opened.push(path),
    show: (shown) => {
      seen.shown.push(shown);
      return { close: () => void seen.closed++ };
    },
    pauseMs: 100,
  });
  return { seen, notifier };
}
const notice = (change: Partial<Notice> = {}): Notice => ({
  kind: 'alert',
  group: 'cpu',
  title: raw('High CPU'),
  body: raw('web is at 97 %'),
  path: 'monitor/alerts',
  ...change,
});

describe('notifications', () => {
  it('come grouped, as one with the last word, and lead to their page', () => {
    const { seen, notifier } = fake();
    notifier.notify(notice());
    notifier.notify(notice({ body: raw('db is at 99 %'), path: 'monitor/alerts/2' }));
    notifier.notify(notice({ group: 'disk', title: raw('Disk') }));
    vi.advanceTimersByTime(100);
    expect(seen.shown.map(({ title, body }) => [title, body])).toEqual([
      ['High CPU', 'db is at 99 %\n… and 1 more.'],
      ['Disk', 'web is at 97 %'],
    ]);
    seen.shown[0]?.click();
    expect(seen.opened).toEqual(['monitor/alerts/2']);
    notifier.notify(notice());
    vi.advanceTimersByTime(100);
    expect(seen.closed).toBe(1);
  });

  it('are off per kind, and while the window is looked at', () => {
    const { seen, notifier } = fake();
    seen.settings = { ...defaultSettings, notifications: { ...defaultSettings.notifications, alert: false } };
    notifier.notify(notice());
    notifier.notify(notice({ kind: 'run', group: 'r1' }));
    vi.advanceTimersByTime(100);
    expect(seen.shown).toHaveLength(1);
    seen.watched = true;
    notifier.notify(notice({ kind: 'run', group: 'r2' }));
    vi.advanceTimersByTime(100);
    expect(seen.shown).toHaveLength(1);
  });
});
