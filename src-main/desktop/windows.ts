import type { BrowserWindow, WebFrameMain } from 'electron';
import { eventChannel } from '@shared/channels';
import type { AppEvent } from '@shared/contract';

/** The most windows at a time: each is a process of its own. */
export const mostWindows = 10;

/** The app's windows. */
export interface Windows {
  /** The one that is worked in: it has the focus, or had it last. null: none is open. */
  readonly current: () => BrowserWindow | null;
  readonly all: () => readonly BrowserWindow[];
  /** Whether one of them has the user's eyes. */
  readonly watched: () => boolean;
  /** Whether a frame is the page of one of our windows. */
  readonly owns: (frame: WebFrameMain) => boolean;
  /** Opens one more, at a path of its router where one is given. */
  readonly open: (path?: string) => BrowserWindow;
  /** Brings one forward, at a path where one is given; opens one where there is none. */
  readonly show: (path?: string) => void;
  /** Tells the windows something, or only the one whose page is named by the id of its contents. */
  readonly tell: (event: AppEvent, page?: number) => void;
}

/**
 * Keeps the windows that `make` opens.
 *
 * @param make opens a window near another; it is watched from then on
 * @param loaded the page of a window has been loaded for the first time
 */
export function createWindows(
  make: (near: BrowserWindow | null) => BrowserWindow,
  loaded: (window: BrowserWindow) => void = () => undefined,
): Windows {
  /** The one that had the focus last stands last. */
  let windows: BrowserWindow[] = [];
  /** Where those go that are still being loaded. */
  const places = new Map<BrowserWindow, string>();

  const send = (window: BrowserWindow, event: AppEvent): void => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel, event);
  };
  const current = (): BrowserWindow | null => windows.at(-1) ?? null;

  const open = (path?: string): BrowserWindow => {
    const window = make(current());
    windows.push(window);
    if (path !== undefined) places.set(window, path);
    window.on('focus', () => (windows = [...windows.filter((each) => each !== window), window]));
    window.on('closed', () => {
      windows = windows.filter((each) => each !== window);
      places.delete(window);
    });
    window.webContents.once('did-finish-load', () => {
      const place = places.get(window);
      places.delete(window);
      if (place !== undefined) send(window, { type: 'go', path: place });
      loaded(window);
    });
    return window;
  };

  return {
    current,
    all: () => windows,
    watched: () => windows.some((window) => !window.isDestroyed() && window.isFocused()),
    owns: (frame) =>
      windows.some((window) => !window.isDestroyed() && window.webContents.mainFrame === frame),
    open,
    show(path) {
      const window = current();
      if (window === null) {
        open(path);
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (path === undefined) return;
      if (window.webContents.isLoading()) places.set(window, path);
      else send(window, { type: 'go', path });
    },
    tell(event, page) {
      for (const window of windows)
        if (page === undefined || (!window.isDestroyed() && window.webContents.id === page))
          send(window, event);
    },
  };
}

/** Opens one window more. false: there are too many already; the one that is worked in is brought forward. */
export function openAnother(windows: Windows, path?: string): boolean {
  if (windows.all().length >= mostWindows) {
    windows.show();
    return false;
  }
  windows.open(path);
  return true;
}
