import { join } from 'node:path';
import { app } from 'electron';
import type { AppCommand } from '@shared/contract';
import type { Locale } from '@shared/i18n/types';
import {
  dataDirProblem,
  linkInArguments,
  readBootSettings,
  specInArguments,
  type BootSettings,
} from './boot';
import { guardEnding } from './ending';
import { openGate } from './gate';
import { applyTheme, effectiveLocale, placeProfile, systemLocale } from './platform';
import { firstFrame, watchPage } from './page';
import { declareScheme, serveRenderer } from './protocol';
import { lockDown, refusePermissions } from './security';
import type { DesktopParts } from './services';
import { watchTroubles } from './journal';
import { openWindow } from './window';
import { createWindows } from './windows';
import type { Wired } from './wire';

/** Where the built parts lie. */
export interface DesktopPaths {
  readonly renderer: string;
  readonly preload: string;
  /** Where the app keeps what is its own. */
  readonly dataDir: string;
}

/**
 * Starts the desktop app. The window comes first: everything that is not needed for its first frame
 * is loaded while the page loads, and calls from the page wait for it.
 */
export function startDesktop(paths: DesktopPaths, parts: DesktopParts): void {
  const devUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
  app.setName('Flotilla');
  // On Linux the package's desktop entry says so, on macOS the app's own description.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient('flotilla');
  declareScheme();
  lockDown(devUrl);
  const { dataDir } = paths;
  const problem = dataDirProblem(dataDir);
  if (problem === null) placeProfile(dataDir);
  let spec = specInArguments(process.argv, process.cwd());
  let link = linkInArguments(process.argv);
  // The second start hands its spec file or link over to the first and ends.
  if (problem === null && !app.requestSingleInstanceLock({ spec, link })) {
    app.quit();
    return;
  }

  let wired: Wired | undefined;
  let boot: BootSettings = { theme: 'system', locale: 'system' };
  const locale = (): Locale => effectiveLocale(boot.locale);
  const journal = watchTroubles(dataDir, problem === null);
  const { log } = journal;

  const windows = createWindows(
    (near) => {
      const opened = openWindow({
        dataDir,
        devUrl,
        preload: paths.preload,
        icon: join(app.getAppPath(), 'resources/icons/256x256.png'),
        ...(near !== null && !near.isDestroyed() && { beside: near.getNormalBounds() }),
      });
      ending.watch(opened);
      watchPage(opened, locale);
      return opened;
    },
    () => {
      if (spec !== undefined) send('open-spec');
    },
  );
  /** To the window that is worked in. */
  const send = (command: AppCommand): void =>
    windows.tell({ type: 'command', command }, windows.current()?.webContents.id);
  const ending = guardEnding({
    mayLeave: async () => wired?.mayLeave() ?? true,
    closing: async (window) => wired?.closing(window) ?? 'quit',
    windows: () => windows.all().length,
    close: async () => wired?.services.close(),
    log,
  });
  /** The link that waits is followed as soon as there is somebody to judge it. */
  const follow = (): void => {
    if (wired === undefined || link === undefined) return;
    void wired.openLink(link).catch(log);
    link = undefined;
  };
  /** What was named by another start, or by the system: a link, a spec file, or nothing at all. */
  const take = (path: string | undefined, named?: string): void => {
    spec = path ?? spec;
    link = named ?? link;
    if (!app.isReady()) return;
    if (named === undefined) windows.show();
    if (path !== undefined) send('open-spec');
    follow();
  };

  const load = async (painted: Promise<void>): Promise<Wired['dispatch']> => {
    await painted;
    const { wireDesktop } = await import('./wire');
    wired = await wireDesktop(parts, {
      ...{ dataDir, log, windows },
      boot: () => boot,
      setBoot: (settings) => (boot = settings),
      note: journal.note,
      hide: journal.hide,
      takeSpec: () => {
        const path = spec;
        spec = undefined;
        return path ?? null;
      },
    });
    follow();
    return wired.dispatch;
  };

  app.on('second-instance', (_event, argv, folder, handed) => {
    const named = handed as { spec?: string; link?: string } | null;
    take(named?.spec ?? specInArguments(argv, folder), named?.link ?? linkInArguments(argv));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take(path);
  });
  // macOS hands links over so.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(undefined, url);
  });
  app.on('activate', () => windows.show());

  void app.whenReady().then(async () => {
    if (problem !== null) {
      const { cannotStart, dataDirError } = await import('./troubles');
      await cannotStart(dataDirError(dataDir, problem), systemLocale());
      return;
    }
    boot = readBootSettings(dataDir);
    applyTheme(boot.theme);
    refusePermissions();
    serveRenderer(paths.renderer);
    const dispatch = load(firstFrame(windows.open()));
    openGate({ windows, devUrl, dispatch });
    await dispatch.catch(async (error: unknown) => {
      log(error);
      const { cannotStart, startError } = await import('./troubles');
      await cannotStart(startError(error), locale());
    });
  });
}
