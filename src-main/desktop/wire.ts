import { app, clipboard, shell as shellOf, type BrowserWindow } from 'electron';
import type { Settings } from '@shared/contract';
import type { Private } from '@shared/diagnose/redact';
import type { Locale } from '@shared/i18n/types';
import { throttleRunEvents } from '../ipc/run-events';
import type { Desktop } from '../ipc/ports';
import type { Dispatch } from '../ipc/registrar';
import type { BootSettings } from './boot';
import { systemCipher } from './cipher';
import { createDialogs } from './dialogs';
import { tell } from './gate';
import { setMenu } from './menu';
import { watchMotion } from './motion';
import { applyTheme, effectiveLocale, systemLocale } from './platform';
import { createNotifier } from './notify';
import { mayQuit } from './quit';
import { noticeRuns } from './run-notices';
import { noteEvents } from './journal';
import type { DesktopParts, DesktopServices } from './services';

/** What the running desktop lends to its services. */
export interface Shell {
  readonly dataDir: string;
  readonly window: () => BrowserWindow | null;
  boot(): BootSettings;
  readonly setBoot: (settings: BootSettings) => void;
  /** A spec file that waits to be opened: once. */
  takeSpec(): string | null;
  /** Brings the window up at a path of its router. */
  readonly open: (path: string) => void;
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
}

/** Makes the services and joins them to the window, its menu and its dialogs. */
export async function wireDesktop(parts: DesktopParts, shell: Shell): Promise<Wired> {
  const locale = (): Locale => effectiveLocale(shell.boot().locale);
  const menu = (): void =>
    setMenu(locale(), (command) => tell(shell.window(), { type: 'command', command }), shell.window);
  menu();

  const cipher = systemCipher();
  const version = app.getVersion();
  const services = await parts.services({ dataDir: shell.dataDir, version, cipher, log: shell.log });

  const follow = (settings: Settings): void => {
    const before = shell.boot();
    shell.setBoot(settings);
    if (before.theme !== settings.theme) applyTheme(settings.theme);
    if (before.locale !== settings.locale) menu();
  };
  follow(services.settings.get());
  shell.hide(() => services.diagnose.about());
  noteEvents(services, shell.note);
  const runs = throttleRunEvents((event) => tell(shell.window(), { type: 'run', event }));
  services.listen((event) => {
    if (event.type === 'run') {
      runs.push(event.event);
      return;
    }
    if (event.type === 'settings') follow(event.settings);
    tell(shell.window(), event);
  });
  const motion = watchMotion(services.runner);
  const notifier = createNotifier({
    locale,
    settings: () => services.settings.get(),
    watched: () => shell.window()?.isFocused() === true,
    open: shell.open,
  });
  noticeRuns(services.runner, notifier, shell.log);
  services.metrics.onNotice(({ rule, title, body }) =>
    notifier.notify({ kind: 'alert', group: rule, title, body, path: 'alerts' }),
  );

  const dialogs = createDialogs(shell.window, locale);
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
    onPageGone: (listener) => onPageGone(shell.window(), listener),
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
  };
  const dispatch = await parts.api(services, desktop, shell.log);
  services.metrics.start();
  return { services, dispatch, mayLeave: () => mayQuit(motion, locale(), shell.window()) };
}

/** A window that is opened later has its page watched from the start. */
function onPageGone(window: BrowserWindow | null, listener: () => void): void {
  const follow = (opened: Pick<BrowserWindow, 'webContents'>): void => {
    opened.webContents.on('did-navigate', listener);
    opened.webContents.on('render-process-gone', listener);
    opened.webContents.on('destroyed', listener);
  };
  if (window !== null) follow(window);
  app.on('browser-window-created', (_event, opened) => follow(opened));
}
