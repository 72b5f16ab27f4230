import { afterEach, describe, expect, it } from 'vitest';
import { hasTrayHost } from '../../src-main/clients/tray-host';
import { lacking, noSessionBus, startTrayHost, type TrayHost } from '../support/world';

describe('a tray', lacking(noSessionBus()), () => {
  let host: TrayHost | undefined;
  afterEach(() => host?.close());

  it('is there where a desktop on the session bus shows icons, and only as long as it does', async () => {
    host = await startTrayHost();
    const env = { DBUS_SESSION_BUS_ADDRESS: host.address };
    expect(await hasTrayHost(env, 'linux')).toBe(true);
    host.shows = false;
    expect(await hasTrayHost(env, 'linux')).toBe(false);
    host.shows = true;
    expect(await hasTrayHost(env, 'linux')).toBe(true);
    await host.close();
    expect(await hasTrayHost(env, 'linux')).toBe(false);
  });

  it('is not there without a bus; elsewhere than on Linux it always is', async () => {
    const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' };
    expect(await hasTrayHost(env, 'linux')).toBe(false);
    expect(await hasTrayHost(env, 'win32')).toBe(true);
  });
});
