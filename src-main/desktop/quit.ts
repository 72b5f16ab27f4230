import { dialog, type BrowserWindow } from 'electron';
import { msg, raw, translate, type Locale, type Message } from '@shared/i18n/index';

/** The runs that are going, and the way to stop one safely. */
export interface Motion {
  running(): Promise<readonly { readonly id: string; readonly title: Message }[]>;
  cancel(runId: string): Promise<void>;
}

/**
 * Asks what to do with runs that are going when the app is about to end.
 *
 * @returns whether the app may end now; when runs were to be cancelled, they have settled by then
 */
export async function mayQuit(
  motion: Motion,
  locale: Locale,
  window: BrowserWindow | null,
): Promise<boolean> {
  const runs = await motion.running();
  if (runs.length === 0) return true;
  const say = (message: Message): string => translate(locale, message);
  const titles = runs.map((run) => say(run.title)).join(', ');
  const options = {
    type: 'question' as const,
    title: say(msg('app.quit.title')),
    message: say(msg('app.quit.what', { n: runs.length, titles: raw(titles) })),
    detail: say(msg('app.quit.detail')),
    buttons: [msg('app.quit.stay'), msg('app.quit.cancel'), msg('app.quit.now')].map(say),
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  // A window in the tray would hide its question with itself.
  const { response } = await (window === null || !window.isVisible()
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  if (response === 0) return false;
  if (response === 1) await Promise.allSettled(runs.map((run) => motion.cancel(run.id)));
  return true;
}
