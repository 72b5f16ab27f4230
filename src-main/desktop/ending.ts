import { app, type BrowserWindow } from 'electron';

/** What becomes of the last window that is closed. */
export type Closing = 'hide' | 'quit' | 'stay';

/** What must happen before the app may end. */
export interface Leaving {
  /** Whether it may end: asks the user when work is going on. */
  readonly mayLeave: () => Promise<boolean>;
  /** What a person wants who closes the last window; may ask. */
  readonly closing: (window: BrowserWindow) => Promise<Closing>;
  /** How many windows are open. */
  readonly windows: () => number;
  /** Lets go of what is held. */
  readonly close: () => Promise<void>;
  readonly log: (error: unknown) => void;
}

/** Sees to it that the app ends only after it was asked, whichever way the user goes about it. */
export function guardEnding(leaving: Leaving): { watch(window: BrowserWindow): void } {
  let stage: 'open' | 'asking' | 'over' = 'open';

  const over = async (): Promise<void> => {
    stage = 'over';
    await leaving.close().catch(leaving.log);
    app.quit();
  };
  /** Whether the question was answered by something else meanwhile. */
  const isOver = (): boolean => stage === 'over';

  const end = async (): Promise<void> => {
    if (stage !== 'open') return;
    stage = 'asking';
    // What can't be asked must not keep the app from ending.
    const agreed = await leaving.mayLeave().catch((error: unknown) => {
      leaving.log(error);
      return true;
    });
    if (isOver()) return;
    stage = 'open';
    if (agreed) await over();
  };

  /** The last window: into the tray, or the end. */
  const leave = async (window: BrowserWindow): Promise<void> => {
    if (stage !== 'open') return;
    stage = 'asking';
    const wanted = await leaving.closing(window).catch((error: unknown): Closing => {
      leaving.log(error);
      return 'quit';
    });
    if (isOver()) return;
    stage = 'open';
    if (wanted === 'hide' && !window.isDestroyed()) window.hide();
    else if (wanted === 'quit') await end();
  };

  app.on('before-quit', (event) => {
    if (stage === 'over') return;
    event.preventDefault();
    void end();
  });
  // The system ends the app, and nobody may be there to answer what is asked already. Should the question hold its
  // window open, the app waits a moment only; told a second time, not at all.
  const terminate = (): void => {
    if (stage === 'over') app.exit();
    else if (stage === 'asking') void over().then(() => setTimeout(() => app.exit(), 500));
    else app.quit();
  };
  // Electron sets a handler of its own after this module has run, which would stand in the place of an earlier one.
  void app.whenReady().then(() => process.on('SIGTERM', terminate));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  return {
    watch(window) {
      window.on('close', (event) => {
        // On macOS the app outlives its windows, and so do its runs. Elsewhere it does as long as one is left.
        if (stage === 'over' || process.platform === 'darwin' || leaving.windows() > 1) return;
        event.preventDefault();
        void leave(window);
      });
    },
  };
}
