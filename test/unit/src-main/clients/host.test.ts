import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderState, freeDisk, freeMemory, hostInterfaces } from '../../../../src-main/clients/host';
import { portsInUse } from '../../../../src-main/clients/host-ports';
import { isDangerous } from '../../../../src-main/ops/host';
import { lacking } from '../../../support/world/lacking';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flt-host-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const listen = (host: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, host, () => resolve(server));
  });
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('ports of this computer', () => {
  it.each(['0.0.0.0', '127.0.0.1'])(
    'that something listens on at %s are found, the free ones are not',
    async (host) => {
      const server = await listen(host);
      const gone = await listen(host);
      const port = portOf(server);
      const free = portOf(gone);
      await new Promise((resolve) => gone.close(resolve));
      const found = await portsInUse([free, port]);
      await new Promise((resolve) => server.close(resolve));
      expect(found.map((each) => each.port)).toEqual([port]);
      // On Linux one's own programs can be named.
      if (process.platform === 'linux') expect(found[0]?.by).toMatch(/\S/);
    },
  );
});

describe('this computer', () => {
  it('has a loopback address, memory, and room', async () => {
    expect(hostInterfaces()).toContainEqual(
      expect.objectContaining({ address: '127.0.0.1', cidr: '127.0.0.1/8', internal: true }),
    );
    expect(await freeMemory()).toBeGreaterThan(1e6);
    // Others write to the disk between the two looks.
    const [there, notYet] = [await freeDisk(folder), await freeDisk(join(folder, 'not/there/yet'))];
    expect(there).toBeGreaterThan(1e6);
    expect(Math.abs((notYet ?? 0) - (there ?? 0))).toBeLessThan(1e9);
  });

  it('tells an empty folder from a used and a missing one', async () => {
    expect(await folderState(join(folder, 'none'))).toBe('missing');
    expect(await folderState(folder)).toBe('empty');
    writeFileSync(join(folder, 'file'), '');
    expect(await folderState(folder)).toBe('used');
    expect(await folderState(join(folder, 'file'))).toBe('used');
  });
});

const noFolders = process.platform === 'win32' ? 'these are folders of Unix' : undefined;
describe('folders that are never removed', lacking(noFolders), () => {
  it.each([
    '/',
    '/data',
    '/home',
    '/home/me',
    '/usr/share/x',
    '/etc/redis',
    '/var/lib',
    '/var/lib/docker',
    '/root',
    'relative/path',
    '/data/../etc/redis',
    '/data/./x',
  ])('%s', async (path) => {
    expect(await isDangerous(path)).toBe(true);
  });

  it('a home and what holds it', async () => {
    expect(await isDangerous('/srv/people/me', '/srv/people/me')).toBe(true);
    expect(await isDangerous('/srv/people', '/srv/people/me')).toBe(true);
    expect(await isDangerous('/srv/people/me/redis', '/srv/people/me')).toBe(false);
  });

  it.each(['/data/redis/node-1', '/data/redis/', '/srv/redis', '/var/lib/redis', '/home/me/redis/node-1'])(
    'not %s',
    async (path) => {
      expect(await isDangerous(path, '/home/me')).toBe(false);
    },
  );

  it('a link to one', async () => {
    mkdirSync(join(folder, 'a'));
    symlinkSync('/usr/share', join(folder, 'a/link'));
    expect(await isDangerous(join(folder, 'a/link'))).toBe(true);
    expect(await isDangerous(join(folder, 'a'))).toBe(false);
  });
});
