import { app, session, shell, type WebContents } from 'electron';
import { isOwnAddress, mayOpenOutside } from './assets';

function lock(contents: WebContents, devUrl: string | undefined): void {
  const keep = (event: { preventDefault(): void }, address: string): void => {
    if (!isOwnAddress(address, devUrl)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => keep(event, event.url));
  contents.on('will-frame-navigate', (event) => keep(event, event.url));
  contents.on('will-redirect', (event) => keep(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/**
 * Locks every page of the app: it stays on our own address, opens no window, embeds nothing and
 * gets no permission. Links of the allow list go to the system's browser.
 */
export function lockDown(devUrl: string | undefined): void {
  app.on('web-contents-created', (_, contents) => lock(contents, devUrl));
}

/** After the app is ready: cameras, notifications, devices and the like are refused, and nobody is asked for dictionaries. */
export function refusePermissions(): void {
  const own = session.defaultSession;
  // A session fetches one from Google at its first start, even where no window checks spelling.
  own.setSpellCheckerLanguages([]);
  own.setSpellCheckerEnabled(false);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
}
