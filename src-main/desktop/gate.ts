import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { channels, eventChannel } from '@shared/channels';
import type { AppEvent, Envelope } from '@shared/contract';
import { isOwnAddress } from './assets';

type Dispatch = (channel: string, input: unknown) => Promise<Envelope<unknown>>;

/** Whether a call comes from our page in our window's top frame, and from nowhere else. */
function isOurs(
  event: IpcMainInvokeEvent,
  window: BrowserWindow | null,
  devUrl: string | undefined,
): boolean {
  const frame = event.senderFrame;
  if (window === null || window.isDestroyed() || frame === null) return false;
  return frame === window.webContents.mainFrame && isOwnAddress(frame.url, devUrl);
}

/**
 * Opens every channel at once, so that the page may call before the services have been loaded:
 * such calls wait for `dispatch`.
 */
export function openGate(options: {
  readonly window: () => BrowserWindow | null;
  readonly devUrl: string | undefined;
  readonly dispatch: Promise<Dispatch>;
}): void {
  for (const channel of channels) {
    ipcMain.handle(channel, async (event, input: unknown): Promise<Envelope<unknown>> => {
      if (!isOurs(event, options.window(), options.devUrl)) {
        return (await import('../ipc/refusals')).senderRefused(channel);
      }
      return (await options.dispatch)(channel, input);
    });
  }
}

/** Tells the window something; a closed window hears nothing. */
export function tell(window: BrowserWindow | null, event: AppEvent): void {
  if (window !== null && !window.isDestroyed()) window.webContents.send(eventChannel, event);
}
