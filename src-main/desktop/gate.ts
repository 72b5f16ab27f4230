import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { channels } from '@shared/channels';
import type { Envelope } from '@shared/contract';
import { isOwnAddress } from './assets';
import type { Windows } from './windows';

type Dispatch = (channel: string, input: unknown, page: number) => Promise<Envelope<unknown>>;

/** Whether a call comes from our page in the top frame of one of our windows, and from nowhere else. */
function isOurs(event: IpcMainInvokeEvent, windows: Windows, devUrl: string | undefined): boolean {
  const frame = event.senderFrame;
  return frame !== null && windows.owns(frame) && isOwnAddress(frame.url, devUrl);
}

/**
 * Opens every channel at once, so that the pages may call before the services have been loaded:
 * such calls wait for `dispatch`.
 */
export function openGate(options: {
  readonly windows: Windows;
  readonly devUrl: string | undefined;
  readonly dispatch: Promise<Dispatch>;
}): void {
  for (const channel of channels) {
    ipcMain.handle(channel, async (event, input: unknown): Promise<Envelope<unknown>> => {
      if (!isOurs(event, options.windows, options.devUrl)) {
        return (await import('../ipc/refusals')).senderRefused(channel);
      }
      return (await options.dispatch)(channel, input, event.sender.id);
    });
  }
}
