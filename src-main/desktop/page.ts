import type { BrowserWindow } from 'electron';
import type { Locale } from '@shared/i18n/types';

/** A load that another load replaced: https://chromium.googlesource.com/chromium/src/+/main/net/base/net_error_list.h */
const aborted = -3;

/**
 * Speaks up when the window's page cannot be loaded, and offers a new one when it has died. The words are
 * fetched when they are needed: at start they would keep the page waiting.
 */
export function watchPage(window: BrowserWindow, locale: () => Locale): void {
  window.webContents.on('did-fail-load', (_event, code, reason, _url, isMainFrame) => {
    if (!isMainFrame || code === aborted) return;
    void import('./troubles').then((troubles) => troubles.pageFailed(code, reason, locale()));
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    void import('./troubles').then((troubles) => troubles.pageGone(window, reason, locale()));
  });
}

/** Longest wait for a first frame, in milliseconds: a page that fails has none. */
const patience = 2000;

/** Resolves when the window has painted its first frame: until then the page needs this process's one thread. */
export function firstFrame(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, patience);
    window.once('ready-to-show', () => {
      clearTimeout(late);
      resolve();
    });
  });
}
