import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { openDBus, type DBus } from '../../../src-main/clients/dbus';
import { temporaryFolder } from './paths';

/** An entry of a tray icon's menu, as it went over the bus. */
export interface TrayEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
}

/** A session bus of a test's own, with a desktop on it that shows tray icons. */
export interface TrayHost {
  /** For the app's environment. */
  readonly address: string;
  /** Icons that programs have registered. */
  readonly icons: () => readonly string[];
  /** Whether the desktop says that it shows icons; a panel comes and goes. */
  shows: boolean;
  /** The menu of the first icon, as it is now. */
  readonly menu: () => Promise<readonly TrayEntry[]>;
  /** Chooses an entry by its words, as a click does. Throws where there is none. */
  readonly choose: (label: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Why there can be no bus here, or undefined: the reason for `test.skip(…)`. */
export function noSessionBus(): string | undefined {
  if (process.platform !== 'linux') return 'a session bus needs Linux';
  return spawnSync('dbus-daemon', ['--version']).status === 0
    ? undefined
    : 'dbus-daemon is not installed here';
}

const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Starts a bus and stands in for the desktop on it: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/.
 * Icon and menu are the app's own; they are read and clicked over the bus, as a panel does.
 */
export async function startTrayHost(): Promise<TrayHost> {
  const socket = join(temporaryFolder('bus'), 'bus');
  const daemon = spawn(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', `--address=unix:path=${socket}`, '--print-address=1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await new Promise<void>((resolve, reject) => {
    daemon.stdout.once('data', () => resolve());
    daemon.once('error', reject);
    daemon.once('exit', () => reject(new Error('dbus-daemon ended')));
  });
  const bus = await openDBus(socket);
  const icons: string[] = [];
  const host = { shows: true };
  bus.onCall((call) => {
    if (call.member === 'Get')
      bus.reply(call, 'v', [
        call.body[1] === 'IsStatusNotifierHostRegistered'
          ? { type: 'b', value: host.shows }
          : { type: 'i', value: 0 },
      ]);
    else {
      if (call.member === 'RegisterStatusNotifierItem') icons.push(`${call.sender} ${String(call.body[0])}`);
      bus.reply(call);
    }
  });
  const own = 'org.freedesktop.DBus';
  await bus.call({
    ...{ destination: own, path: '/org/freedesktop/DBus', interface: own, member: 'RequestName' },
    ...{ signature: 'su', body: [watcher, 4] },
  });

  const icon = (): string => {
    const [sender] = icons[0]?.split(' ') ?? [];
    if (sender === undefined) throw new Error('no program has an icon in the tray');
    return sender;
  };
  const menu = async (): Promise<TrayEntry[]> => layout(bus, icon());
  return Object.assign(host, {
    address: `unix:path=${socket}`,
    icons: () => icons,
    menu,
    async choose(label: string) {
      const entry = (await menu()).find((each) => each.label === label);
      if (entry === undefined) throw new Error(`no ${label} in the tray's menu`);
      await bus.call({
        ...menuOf(icon()),
        ...{ member: 'Event', signature: 'isvu' },
        body: [entry.id, 'clicked', { type: 'i', value: 0 }, 0],
      });
    },
    close: () => end(bus, daemon),
  });
}

const menuOf = (destination: string) => ({
  ...{ destination, path: '/com/canonical/dbusmenu', interface: 'com.canonical.dbusmenu' },
});

type Node = [number, [string, { value: unknown }][], { value: Node }[]];

async function layout(bus: DBus, sender: string): Promise<TrayEntry[]> {
  const [, root] = await bus.call({
    ...menuOf(sender),
    ...{ member: 'GetLayout', signature: 'iias', body: [0, -1, []] },
  });
  const [, , entries] = root as Node;
  return entries.map(({ value: [id, properties] }) => {
    const of = new Map(properties.map(([name, { value }]) => [name, value]));
    const label = of.get('label');
    // Underscores mark keys there: a double one is a plain one.
    const words = typeof label === 'string' ? label.replaceAll('__', '_') : '';
    return { id, label: words, enabled: of.get('enabled') !== false };
  });
}

async function end(bus: DBus, daemon: ChildProcess): Promise<void> {
  bus.close();
  if (daemon.exitCode !== null) return;
  const gone = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill();
  await gone;
}
