import { Notification } from 'electron';
import type { Settings } from '@shared/contract';
import { msg, translate, type Locale, type Message } from '@shared/i18n/index';

/** The kinds that a user can switch off for themselves. */
export type NoticeKind = keyof Settings['notifications'];

/** Something to tell a user who may be looking elsewhere. */
export interface Notice {
  readonly kind: NoticeKind;
  /** Notices of one group that come close together are shown as one: a rule's name, a run's target. */
  readonly group: string;
  readonly title: Message;
  readonly body: Message;
  /** Where a click leads: a path of the window's router, such as `runs/ID`. */
  readonly path: string;
}

export interface Notifier {
  /** Shows a notice, unless its kind is off or the user is looking at the window anyway. */
  notify(notice: Notice): void;
  close(): void;
}

export interface NotifierOptions {
  readonly locale: () => Locale;
  readonly settings: () => Settings;
  /** Whether the window has the user's eyes: what is on show there needs no notification. */
  readonly watched: () => boolean;
  /** Brings the window up at a path. */
  readonly open: (path: string) => void;
  /** Shows it; a test gives its own. */
  readonly show?: (shown: Shown) => { close(): void };
  readonly pauseMs?: number;
}

export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly click: () => void;
}

/** The app's system notifications: the one way to them for runs, the engine and alerts alike. */
export function createNotifier(options: NotifierOptions): Notifier {
  const { locale, settings, watched, open, show = showSystem, pauseMs = 1500 } = options;
  const waiting = new Map<string, { notices: Notice[]; timer: NodeJS.Timeout }>();
  const shown = new Map<string, { close(): void }>();
  const say = (message: Message): string => translate(locale(), message);

  const flush = (key: string): void => {
    const notices = waiting.get(key)?.notices ?? [];
    waiting.delete(key);
    const last = notices.at(-1);
    if (last === undefined || !settings().notifications[last.kind] || watched()) return;
    // The newer word of a group takes the older one's place.
    shown.get(key)?.close();
    const more = notices.length - 1;
    const body = say(last.body) + (more > 0 ? `\n${say(msg('app.notice.more', { n: more }))}` : '');
    shown.set(key, show({ title: say(last.title), body, click: () => open(last.path) }));
    for (const [oldest, each] of [...shown].slice(0, -20)) {
      each.close();
      shown.delete(oldest);
    }
  };

  return {
    notify(notice) {
      const key = `${notice.kind} ${notice.group}`;
      const group = waiting.get(key);
      if (group !== undefined) group.notices.push(notice);
      else waiting.set(key, { notices: [notice], timer: setTimeout(() => flush(key), pauseMs) });
    },
    close() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
      for (const each of shown.values()) each.close();
      shown.clear();
    },
  };
}

function showSystem({ title, body, click }: Shown): { close(): void } {
  if (!Notification.isSupported()) return { close: () => undefined };
  const notification = new Notification({ title, body });
  notification.on('click', click);
  notification.show();
  return notification;
}
