import { app, type BrowserWindow } from 'electron';

/** What must happen before the app may end. */
export interface Leaving {
  /** Whether it may end: asks the user when work is going on. */
  readonly mayLeave: () => Promise<boolean>;
  /** Lets go of what is held. */
  readonly close: () => Promise<void>;
  readonly log: (error: unknown) => void;
}

/** Sees to it that the app ends only after it was asked, whichever way the user goes about it. */
export function guardEnding(leaving: Leaving): { watch(window: BrowserWindow): void } {
  let stage: 'open' | 'asking' | 'over' = 'open';

  const end = async (): Promise<void> => {
    if (stage !== 'open') return;
    stage = 'asking';
    // What can't be asked must not keep the app from ending.
    const agreed = await leaving.mayLeave().catch((error: unknown) => {
      leaving.log(error);
      return true;
    });
    stage = agreed ? 'over' : 'open';
    if (!agreed) return;
    await leaving.close().catch(leaving.log);
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (stage === 'over') return;
    event.preventDefault();
    void end();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  return {
    watch(window) {
      window.on('close', (event) => {
        // On macOS the app outlives its window, and so do its runs.
        if (stage === 'over' || process.platform === 'darwin') return;
        event.preventDefault();
        void end();
      });
    },
  };
}
