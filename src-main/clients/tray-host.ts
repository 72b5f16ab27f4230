import { openDBus, sessionBus } from './dbus';
import type { Variant } from './dbus-wire';

const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Whether the desktop shows tray icons at the moment. On Linux it does where a StatusNotifier host runs (KDE, most
 * panels, GNOME with the AppIndicator extension): https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
 * An icon that nobody shows would leave a hidden app without a way back.
 */
export async function hasTrayHost(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  for (const socket of sessionBus(env)) {
    try {
      const bus = await openDBus(socket);
      // Nobody waits for a desktop that is stuck.
      const late = setTimeout(() => bus.close(), 1000);
      try {
        const [answer] = await bus.call({
          destination: watcher,
          path: '/StatusNotifierWatcher',
          interface: 'org.freedesktop.DBus.Properties',
          member: 'Get',
          signature: 'ss',
          body: [watcher, 'IsStatusNotifierHostRegistered'],
        });
        return (answer as Variant | undefined)?.value === true;
      } finally {
        clearTimeout(late);
        bus.close();
      }
    } catch {
      // No bus there, or nobody on it who shows icons: the next, if there is one.
    }
  }
  return false;
}
