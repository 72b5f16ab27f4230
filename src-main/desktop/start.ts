import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { AppCommand } from '@shared/contract';
import { dataDirProblem, readBootSettings, specInArguments, type BootSettings } from './boot';
import { guardEnding } from './ending';
import { openGate, tell } from './gate';
import { applyTheme, effectiveLocale, placeProfile, systemLocale } from './platform';
import { firstFrame, watchPage } from './page';
import { declareScheme, serveRenderer } from './protocol';
import { lockDown, refusePermissions } from './security';
import type { DesktopParts } from './services';
import { watchTroubles } from './journal';
import { openWindow } from './window';
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
  declareScheme();
  lockDown(devUrl);
  const { dataDir } = paths;
  const problem = dataDirProblem(dataDir);
  if (problem === null) placeProfile(dataDir);
  let spec = specInArguments(process.argv, process.cwd());
  // The second start hands its spec file over to the first and ends.
  if (problem === null && !app.requestSingleInstanceLock({ spec })) {
    app.quit();
    return;
  }

  let window: BrowserWindow | null = null;
  let wired: Wired | undefined;
  let boot: BootSettings = { theme: 'system', locale: 'system' };
  const journal = watchTroubles(dataDir, problem === null);
  const { log } = journal;
  const send = (command: AppCommand): void => tell(window, { type: 'command', command });
  const ending = guardEnding({
    mayLeave: async () => wired?.mayLeave() ?? true,
    close: async () => wired?.services.close(),
    log,
  });

  const open = (): BrowserWindow => {
    const opened = openWindow({
      dataDir,
      devUrl,
      preload: paths.preload,
      icon: join(app.getAppPath(), 'resources/icons/256x256.png'),
    });
    window = opened;
    ending.watch(opened);
    opened.on('closed', () => (window = null));
    opened.webContents.once('did-finish-load', () => {
      if (spec !== undefined) send('open-spec');
      if (place !== undefined) tell(opened, { type: 'go', path: place });
      place = undefined;
    });
    watchPage(opened, () => effectiveLocale(boot.locale));
    return opened;
  };
  const show = (): void => {
    if (window === null) {
      open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  /** Where a window that is still loading is to go. */
  let place: string | undefined;
  const goTo = (path: string): void => {
    const fresh = window === null;
    show();
    if (fresh || window?.webContents.isLoading() === true) place = path;
    else tell(window, { type: 'go', path });
  };
  const openSpec = (path: string | undefined): void => {
    spec = path ?? spec;
    if (!app.isReady()) return;
    show();
    if (path !== undefined) send('open-spec');
  };

  const load = async (painted: Promise<void>): Promise<Wired['dispatch']> => {
    await painted;
    const { wireDesktop } = await import('./wire');
    wired = await wireDesktop(parts, {
      ...{ dataDir, log, window: () => window, open: goTo },
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
    return wired.dispatch;
  };

  app.on('second-instance', (_event, argv, folder, handed) => {
    const named = (handed as { spec?: string } | null)?.spec;
    openSpec(named ?? specInArguments(argv, folder));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openSpec(path);
  });
  app.on('activate', show);

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
    const dispatch = load(firstFrame(open()));
    openGate({ window: () => window, devUrl, dispatch });
    await dispatch.catch(async (error: unknown) => {
      log(error);
      const { cannotStart, startError } = await import('./troubles');
      await cannotStart(startError(error), effectiveLocale(boot.locale));
    });
  });
}
