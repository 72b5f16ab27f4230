import { join } from 'node:path';
import { app, clipboard, shell as shellOf, type BrowserWindow } from 'electron';
import type { Settings } from '@shared/contract';
import type { Private } from '@shared/diagnose/redact';
import { msg } from '@shared/i18n/index';
import type { Locale } from '@shared/i18n/types';
import { throttleRunEvents } from '../ipc/run-events';
import type { Desktop } from '../ipc/ports';
import type { Dispatch } from '../ipc/registrar';
import type { BootSettings } from './boot';
import { systemCipher } from './cipher';
import { askBySystem } from './feed';
import { createDialogs } from './dialogs';
import type { Closing } from './ending';
import { createLinks } from './links';
import { setMenu } from './menu';
import { watchMotion } from './motion';
import { applyTheme, effectiveLocale, systemLocale } from './platform';
import { createNotifier } from './notify';
import { mayQuit } from './quit';
import { noticeRuns } from './run-notices';
import { createSample } from './sample';
import { noteEvents } from './journal';
import type { DesktopParts, DesktopServices } from './services';
import { createTray } from './tray';
import { openAnother, type Windows } from './windows';

/** What the running desktop lends to its services. */
export interface Shell {
  readonly dataDir: string;
  readonly windows: Windows;
  boot(): BootSettings;
  readonly setBoot: (settings: BootSettings) => void;
  /** A spec file that waits to be opened: once. */
  takeSpec(): string | null;
  readonly log: (error: unknown) => void;
  /** Writes something of note into the log file. */
  readonly note: (text: string) => void;
  /** What the log file must not hold, from now on. */
  readonly hide: (about: () => Private) => void;
}

export interface Wired {
  readonly services: DesktopServices;
  readonly dispatch: Dispatch;
  /** Whether the app may end now; asks when runs are going. */
  readonly mayLeave: () => Promise<boolean>;
  /** What becomes of the last window when it is closed. */
  readonly closing: (window: BrowserWindow) => Promise<Closing>;
  /** Judges a link from elsewhere and goes where it leads. */
  readonly openLink: (link: string) => Promise<void>;
}

/** Makes the services and joins them to the windows, their menu and dialogs, and the tray. */
export async function wireDesktop(parts: DesktopParts, shell: Shell): Promise<Wired> {
  const locale = (): Locale => effectiveLocale(shell.boot().locale);
  const { windows } = shell;
  const menu = (): void =>
    setMenu(
      locale(),
      (command) => windows.tell({ type: 'command', command }, windows.current()?.webContents.id),
      windows.current,
      () => void openAnother(windows),
    );
  menu();

  const cipher = systemCipher();
  const version = app.getVersion();
  const services = await parts.services({
    ...{ dataDir: shell.dataDir, version, cipher, log: shell.log },
    askFeed: askBySystem,
  });

  const motion = watchMotion(services.runner);
  const tray = createTray({
    ...{ locale, log: shell.log },
    icon: join(app.getAppPath(), 'resources/icons/64x64.png'),
    facts: async () => ({
      engine: services.engines.state(),
      runs: await motion.running(),
      open: windows.show,
      newWindow: () => void openAnother(windows),
      quit: () => app.quit(),
    }),
    settings: () => services.settings.get(),
    keep: (choice) => services.settings.set({ tray: choice }),
  });
  const follow = (settings: Settings): void => {
    const before = shell.boot();
    shell.setBoot(settings);
    if (before.theme !== settings.theme) applyTheme(settings.theme);
    if (before.locale === settings.locale) return;
    menu();
    tray.refresh();
  };
  follow(services.settings.get());
  shell.hide(() => services.diagnose.about());
  noteEvents(services, shell.note);
  const runs = throttleRunEvents((event) => windows.tell({ type: 'run', event }));
  services.listen((event, page) => {
    if (event.type === 'run') {
      runs.push(event.event);
      if (event.event.type === 'run') tray.refresh();
      return;
    }
    if (event.type === 'settings') follow(event.settings);
    if (event.type === 'engine') tray.refresh();
    // What an alert says is said once, where the user is; the other windows only look again.
    const here = event.type === 'alerts' && event.notice ? windows.current()?.webContents.id : page;
    if (here !== page) windows.tell({ type: 'alerts' });
    windows.tell(event, here);
  });
  const notifier = createNotifier({
    locale,
    settings: () => services.settings.get(),
    watched: windows.watched,
    open: windows.show,
  });
  noticeRuns(services.runner, notifier, shell.log);
  const sample = createSample({
    ...{ runner: services.runner, planning: services.planning, locale, log: shell.log },
    ...{ window: windows.current, show: windows.show },
  });
  services.metrics.onNotice(({ rule, engine, title, body }) =>
    notifier.notify({
      ...{ group: rule, title, body },
      ...(engine ? { kind: 'engine', path: 'settings/engines' } : { kind: 'alert', path: 'alerts' }),
    }),
  );
  services.updates.start((newer) =>
    notifier.notify({
      ...{ kind: 'update', group: 'update', path: 'settings' },
      title: msg('notices.update.title', { version: newer.version }),
      body: msg('notices.update.body', { current: version }),
    }),
  );

  const dialogs = createDialogs(windows.current, locale);
  const desktop: Desktop = {
    locale,
    pickFolder: dialogs.pickFolder,
    pickTarget: (kind, name) => dialogs.pickTarget(kind, name),
    pickFiles: (kind) => dialogs.pickFiles(kind),
    allowSave: (path) => dialogs.allowSave(path),
    pickSave: (name) => dialogs.pickSave(name),
    pickUpload: dialogs.pickUpload,
    openOutside: (url) => shellOf.openExternal(url),
    pickSpec: async () => shell.takeSpec() ?? (await dialogs.pickSpec()),
    onPageGone: (listener) => onPageGone(windows.all(), listener),
    newWindow: (path) => openAnother(windows, path),
    copy: (text) => {
      void clipboard.writeText(text);
    },
    info: () => ({
      version,
      electron: process.versions.electron,
      node: process.versions.node,
      platform: process.platform,
      systemLocale: systemLocale(),
      secretsEncrypted: cipher.encrypted,
    }),
    hasTray: () => tray.show(),
  };
  const dispatch = await parts.api(services, desktop, shell.log);
  services.metrics.start();
  tray.show().catch(shell.log);
  return {
    services,
    dispatch,
    mayLeave: async () => (await mayQuit(motion, locale(), windows.current())) && (await sample.mayLeave()),
    closing: (window) => tray.closing(window),
    openLink: createLinks({ locale, window: windows.current, show: windows.show }),
  };
}

/** A window that is opened later has its page watched from the start. */
function onPageGone(windows: readonly BrowserWindow[], listener: (page: number) => void): void {
  const follow = ({ webContents }: Pick<BrowserWindow, 'webContents'>): void => {
    const { id } = webContents;
    const gone = (): void => listener(id);
    webContents.on('did-navigate', gone);
    webContents.on('render-process-gone', gone);
    webContents.on('destroyed', gone);
  };
  windows.forEach(follow);
  app.on('browser-window-created', (_event, opened) => follow(opened));
}
