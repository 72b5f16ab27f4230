import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { parseLink } from '@shared/deep-link';
import { msg, raw, translate, type Locale, type Message } from '@shared/i18n/index';

export interface LinkOptions {
  readonly locale: () => Locale;
  readonly window: () => BrowserWindow | null;
  /** Brings a window up, at a path where one is given. */
  readonly show: (path?: string) => void;
}

/**
 * Opens links. Any page in a browser may send one: it shows a page, asks before a page on which something begins,
 * and does nothing else. While one waits for its answer, others are not heard.
 */
export function createLinks({ locale, window, show }: LinkOptions): (link: string) => Promise<void> {
  let busy = false;
  const say = (message: Message): string => translate(locale(), message);
  const box = async (options: MessageBoxOptions): Promise<number> => {
    const parent = window();
    const { response } = await (parent === null
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(parent, options));
    return response;
  };

  const open = async (link: string): Promise<void> => {
    const target = parseLink(link);
    if (target?.asks === undefined) show(target?.path);
    else show();
    if (target === null) {
      await box({
        type: 'warning',
        title: say(msg('link.bad.title')),
        message: say(msg('link.bad.what')),
        // Shortened and without what could make it look like something else.
        detail: say(msg('link.bad.detail', { link: raw(link.slice(0, 200).replace(/\p{C}/gu, '�')) })),
      });
    } else if (target.asks !== undefined) {
      const terminal = target.path.endsWith('/terminal');
      const response = await box({
        type: 'question',
        title: say(msg('link.ask.title')),
        message: say(msg('link.ask.what', { act: target.asks })),
        detail: say(msg(terminal ? 'link.ask.detail.terminal' : 'link.ask.detail')),
        buttons: [say(msg('link.ask.no')), say(msg('link.ask.yes'))],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      if (response === 1) show(target.path);
    }
  };

  return async (link) => {
    if (busy) return;
    busy = true;
    try {
      await open(link);
    } finally {
      busy = false;
    }
  };
}
