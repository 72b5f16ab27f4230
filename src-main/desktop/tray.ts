import { dialog, Menu, nativeImage, Tray, type BrowserWindow } from 'electron';
import type { Settings } from '@shared/contract';
import { translate, type Locale, type MessageKey } from '@shared/i18n/index';
import { hasTrayHost } from '../clients/tray-host';
import type { Closing } from './ending';
import { engineLine, trayMenu, type TrayFacts } from './tray-menu';

export interface TrayOptions {
  readonly locale: () => Locale;
  /** A picture of at least 32 x 32 pixels. */
  readonly icon: string;
  readonly facts: () => Promise<TrayFacts>;
  readonly settings: () => Settings;
  readonly keep: (choice: Settings['tray']) => Promise<unknown>;
  readonly log: (error: unknown) => void;
  readonly available?: () => Promise<boolean>;
}

export interface AppTray {
  /** Shows the icon where the desktop has a place for it; resolves with whether it has. */
  show(): Promise<boolean>;
  /** Something that it tells has changed. */
  refresh(): void;
  /** What becomes of the last window: asks where the user has not said so yet. */
  closing(window: BrowserWindow): Promise<Closing>;
}

/** Pause before the menu is made anew, ms: runs tell more than one thing at a time. */
const calmMs = 200;

/** The icon in the tray. It is there as long as the app is, also while windows are open. */
export function createTray(options: TrayOptions): AppTray {
  const { locale, settings, log, available = () => hasTrayHost() } = options;
  let tray: Tray | undefined;
  let timer: NodeJS.Timeout | undefined;
  let newest = 0;

  const draw = async (): Promise<void> => {
    timer = undefined;
    const mine = (newest += 1);
    const facts = await options.facts();
    if (tray === undefined || tray.isDestroyed() || mine !== newest) return;
    tray.setToolTip(`Flotilla · ${translate(locale(), engineLine(facts.engine))}`);
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(locale(), facts)));
  };
  const refresh = (): void => {
    if (tray !== undefined) timer ??= setTimeout(() => void draw().catch(log), calmMs);
  };

  const show = async (): Promise<boolean> => {
    // Asked anew each time: a panel may come and go while the app runs.
    if (!(await available())) return false;
    if (tray === undefined) {
      const size = process.platform === 'darwin' ? 18 : 32;
      tray = new Tray(nativeImage.createFromPath(options.icon).resize({ width: size, height: size }));
      tray.on('click', () => {
        // On macOS a click opens the menu.
        if (process.platform !== 'darwin') void options.facts().then(({ open }) => open(), log);
      });
      await draw();
    }
    return true;
  };

  const ask = async (window: BrowserWindow): Promise<Closing> => {
    const say = (key: MessageKey): string => translate(locale(), { key });
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      title: say('tray.ask.title'),
      message: say('tray.ask.what'),
      detail: say('tray.ask.detail'),
      buttons: [say('tray.ask.hide'), say('tray.ask.quit'), say('tray.ask.stay')],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    const chosen = (['hide', 'quit', 'stay'] as const)[response] ?? 'stay';
    if (chosen !== 'stay') await options.keep(chosen);
    return chosen;
  };

  return {
    show,
    refresh,
    async closing(window) {
      const wanted = settings().tray;
      if (wanted === 'quit' || !(await show())) return 'quit';
      return wanted === 'hide' ? 'hide' : ask(window);
    },
  };
}
