import { app, dialog, type BrowserWindow } from 'electron';
import { AppError, errorText, type ErrorInfo } from '@shared/errors';
import { msg, raw, translate, type Locale } from '@shared/i18n/index';

/** Says why the app cannot start and what to do, then ends it with exit code 1. */
export async function cannotStart(error: ErrorInfo, locale: Locale): Promise<void> {
  const title = translate(locale, msg('app.start.title'));
  const what = translate(locale, error.what);
  const hint = translate(locale, error.hint);
  // For those who started it in a terminal, and where no dialog can be shown.
  console.error(`${title}\n${what}\n${hint}`);
  await dialog.showMessageBox({ type: 'error', title, message: title, detail: `${what}\n\n${hint}` });
  app.exit(1);
}

export const dataDirError = (path: string, reason: string): ErrorInfo => ({
  code: 'app.dataDir',
  doing: msg('app.start.doing'),
  what: msg('app.start.dataDir', { path, reason: raw(reason) }),
  hint: msg('app.start.dataDir.hint'),
});

/** What kept the services from starting, in words. */
export const startError = (error: unknown): ErrorInfo =>
  error instanceof AppError
    ? error.info
    : {
        code: 'app.start',
        doing: msg('app.start.doing'),
        what: raw(errorText(error)),
        hint: msg('app.start.hint'),
      };

/** The window's page cannot be loaded: says so and ends. */
export function pageFailed(code: number, reason: string, locale: Locale): Promise<void> {
  const error: ErrorInfo = {
    code: 'app.page',
    doing: msg('app.start.doing'),
    what: msg('app.start.page', { reason: raw(`${reason} (${String(code)})`) }),
    hint: msg('app.start.page.hint'),
  };
  return cannotStart(error, locale);
}

/** The window's page has died: offers a new one. */
export async function pageGone(window: BrowserWindow, reason: string, locale: Locale): Promise<void> {
  const say = (key: Parameters<typeof msg>[0]): string => translate(locale, { key });
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: say('app.gone.title'),
    message: say('app.gone.title'),
    detail: translate(locale, msg('app.gone.what', { reason })),
    buttons: [say('app.gone.reload'), say('app.gone.quit')],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) app.quit();
  else if (!window.isDestroyed()) window.reload();
}
