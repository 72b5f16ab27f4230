import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { channels, eventChannel } from '@shared/channels';
import type { AppEvent, Bridge } from '@shared/contract';

// The window's only way out: one function for each channel of the contract, and the events.
const call = Object.fromEntries(
  channels.map((channel) => [channel, (input?: unknown) => ipcRenderer.invoke(channel, input)]),
) as unknown as Bridge['call'];

const bridge: Bridge = {
  call,
  onEvent(listener) {
    const hear = (_: IpcRendererEvent, event: AppEvent): void => listener(event);
    ipcRenderer.on(eventChannel, hear);
    return () => void ipcRenderer.off(eventChannel, hear);
  },
};
contextBridge.exposeInMainWorld('flotilla', bridge);
