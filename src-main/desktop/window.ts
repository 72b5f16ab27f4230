import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { homeUrl } from './assets';
import {
  cascade,
  minimumSize,
  parseWindowState,
  placeWindow,
  type Rect,
  type WindowState,
} from './placement';

// --bg of src-renderer/app.css: the window has it before the page is painted, so that nothing flashes.
const background = { light: '#f5f6f8', dark: '#0e1218' } as const;

/** The colour behind the page, by the theme in force. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

function readState(file: string): WindowState | null {
  try {
    return parseWindowState(readFileSync(file, 'utf8'));
  } catch {
    return null; // The first start, or a file that can't be read: the usual place.
  }
}

/** Keeps the window's place in `file` while it lives; of several, that of the one that was moved last. */
function keepState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // Next time it opens at the usual place.
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', () => {
    if (timer !== undefined) save();
  });
}

export interface WindowOptions {
  /** Where the window's place is kept. */
  readonly dataDir: string;
  /** A picture for the task bar, where the platform takes one. */
  readonly icon: string;
  /** The built preload. */
  readonly preload: string;
  /** The development server, when there is one. */
  readonly devUrl: string | undefined;
  /** Where the window stands that it is opened beside; absent: it is the only one, and opens where it was left. */
  readonly beside?: Rect;
}

/** Opens a window and begins to load its page; it shows itself when there is something to see. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const file = join(options.dataDir, 'window.json');
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const areas = [primary, ...others].map((display) => display.workArea);
  const state =
    options.beside === undefined ? placeWindow(readState(file), areas) : cascade(options.beside, areas);
  const window = new BrowserWindow({
    ...{ x: state.x, y: state.y, width: state.width, height: state.height },
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Flotilla',
    show: false,
    ...(process.platform === 'linux' ? { icon: options.icon } : {}),
    backgroundColor: backgroundColor(),
    ...(process.platform === 'darwin'
      ? { titleBarStyle: 'hiddenInset' as const, trafficLightPosition: { x: 16, y: 16 } }
      : {}),
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
      v8CacheOptions: 'bypassHeatCheck',
    },
  });
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  const repaint = (): void => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => void nativeTheme.off('updated', repaint));
  keepState(window, file);
  void window.loadURL(options.devUrl ?? homeUrl).catch(() => undefined); // did-fail-load speaks for it.
  return window;
}
