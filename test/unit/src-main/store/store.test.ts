import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError, type ErrorInfo } from '@shared/errors';
import { createAdopted } from '../../../../src-main/store/adopted';
import { dataDir } from '../../../../src-main/store/data-dir';
import { createSecrets } from '../../../../src-main/store/secrets';
import { createSettings, defaultSettings } from '../../../../src-main/store/settings';

const temp = (): string => mkdtempSync(join(tmpdir(), 'flotilla-store-'));
const info = async (work: Promise<unknown>): Promise<ErrorInfo> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error.info;
    throw error;
  }
  throw new Error('did not fail');
};

describe('dataDir', () => {
  const at = (env: Record<string, string>, platform: NodeJS.Platform = 'linux'): string =>
    dataDir({ env, platform, home: '/home/me' });
  it('follows FLOTILLA_HOME, then XDG_DATA_HOME, then the platform', () => {
    expect(at({ FLOTILLA_HOME: '/f', XDG_DATA_HOME: '/x' })).toBe('/f');
    expect(at({ FLOTILLA_HOME: '', XDG_DATA_HOME: '/x' })).toBe('/x/flotilla');
    expect(at({ XDG_DATA_HOME: 'relative' })).toBe('/home/me/.local/share/flotilla');
    expect(at({}, 'darwin')).toBe('/home/me/Library/Application Support/Flotilla');
    expect(at({ LOCALAPPDATA: '/app' }, 'win32')).toBe('/app/Flotilla');
  });
});

describe('a file that is there and cannot be read', () => {
  it('is told, and never written over', async () => {
    const dir = temp();
    // Not even root can read a folder as a file.
    mkdirSync(join(dir, 'adopted.json'));
    mkdirSync(join(dir, 'secrets.json'));
    expect((await info(createAdopted({ dataDir: dir }).list())).code).toBe('store.read');
    const secrets = createSecrets({
      dataDir: dir,
      cipher: { encrypted: true, encrypt: (text) => Buffer.from(text), decrypt: String },
    });
    expect((await info(secrets.store('one'))).code).toBe('store.read');
    expect(readdirSync(dir).sort()).toEqual(['adopted.json', 'secrets.json']);
  });
});

describe('settings', () => {
  it('start with the defaults, keep changes, tell listeners', async () => {
    const dir = join(temp(), 'not', 'there', 'yet');
    const store = createSettings({ dataDir: dir });
    expect(store.get()).toEqual(defaultSettings);
    const heard: string[] = [];
    const off = store.on(({ theme }) => heard.push(theme));
    await Promise.all([store.set({ theme: 'dark' }), store.set({ locale: 'zh-CN' })]);
    off();
    await store.set({ theme: 'light' });
    expect(heard).toEqual(['dark', 'dark']);
    expect(createSettings({ dataDir: dir }).get()).toEqual({
      ...defaultSettings,
      theme: 'light',
      locale: 'zh-CN',
    });
    expect(readdirSync(dir)).toEqual(['settings.json']);
  });
  it('of a damaged file are the defaults, and the file is kept aside', async () => {
    const dir = temp();
    writeFileSync(join(dir, 'settings.json'), '{ half');
    const store = createSettings({ dataDir: dir });
    expect(store.get()).toEqual(defaultSettings);
    expect(readFileSync(store.setAside ?? '', 'utf8')).toBe('{ half');
    await store.set({ theme: 'dark' });
    expect(createSettings({ dataDir: dir }).get().theme).toBe('dark');
  });
  it('of another version keep what is understood', () => {
    const dir = temp();
    const text = JSON.stringify({ theme: 'dark', locale: 'tlh', unknown: 1 });
    writeFileSync(join(dir, 'settings.json'), text);
    expect(createSettings({ dataDir: dir }).get()).toEqual({
      ...defaultSettings,
      theme: 'dark',
      firstRun: 'done',
    });
  });
  it('refuse a value that is none', async () => {
    const store = createSettings({ dataDir: temp() });
    await expect(store.set({ theme: 'pink' as 'dark' })).rejects.toThrow();
    expect(store.get().theme).toBe('system');
  });
});

describe('adopted clusters', () => {
  const demo = {
    name: 'demo',
    engine: 'env',
    containers: [{ id: '1', name: 'redis-1' }],
    seeds: ['127.0.0.1:6381'],
  };
  it('are kept, replaced, listed by engine and forgotten; another process sees them', async () => {
    const dir = temp();
    const [one, two] = [createAdopted({ dataDir: dir }), createAdopted({ dataDir: dir })];
    await Promise.all([one.put(demo), one.put({ ...demo, name: 'alpha', engine: 'context:far' })]);
    await two.put({ ...demo, password: { env: 'PW' } });
    expect((await one.list()).map(({ name }) => name)).toEqual(['alpha', 'demo']);
    expect((await one.list('env')).map(({ name }) => name)).toEqual(['demo']);
    expect((await one.get('demo'))?.password).toEqual({ env: 'PW' });
    expect(await one.remove('demo')).toBe(true);
    expect(await two.remove('demo')).toBe(false);
    expect(await two.get('demo')).toBeUndefined();
  });
  it('survive a damaged file as an empty list, with the file kept aside', async () => {
    const dir = temp();
    writeFileSync(join(dir, 'adopted.json'), '{"v":1,"clusters":[{"name":""}]}');
    expect(await createAdopted({ dataDir: dir }).list()).toEqual([]);
    expect(readdirSync(dir)).toEqual([expect.stringMatching(/^adopted\.json\.bad-/)]);
  });
});

describe('secrets', () => {
  const turn = (text: string): string => text.split('').reverse().join('');
  const cipher = {
    encrypted: true,
    encrypt: (text: string) => Buffer.from(turn(text)),
    decrypt: (data: Buffer) => turn(data.toString()),
  };

  it('come from the environment', async () => {
    const secrets = createSecrets({ dataDir: temp(), env: { PW: 's3cret', EMPTY: '' } });
    expect(await secrets.resolve({ env: 'PW' })).toBe('s3cret');
    expect((await info(secrets.resolve({ env: 'NO' }))).what).toEqual({
      key: 'secret.env.unset',
      params: { name: 'NO' },
    });
    expect((await info(secrets.resolve({ env: 'EMPTY' }))).what.key).toBe('secret.env.empty');
  });

  it('come from the first line of a file', async () => {
    const dir = temp();
    const secrets = createSecrets({ dataDir: dir });
    const file = join(dir, 'pw');
    writeFileSync(file, 's3cret \r\nrest\n');
    expect(await secrets.resolve({ file })).toBe('s3cret ');
    writeFileSync(file, '\ns3cret');
    expect((await info(secrets.resolve({ file }))).what.key).toBe('secret.file.empty');
    expect((await info(secrets.resolve({ file: join(dir, 'no') }))).what.key).toBe('secret.file.absent');
    expect((await info(secrets.resolve({ file: dir }))).code).toBe('secret.missing');
    if (process.getuid?.() !== 0) {
      chmodSync(file, 0);
      expect((await info(secrets.resolve({ file }))).code).toBe('secret.missing');
    }
  });

  it('are stored encrypted, readable by their owner only, and found again', async () => {
    const dir = temp();
    const secrets = createSecrets({ dataDir: dir, cipher });
    const refs = await Promise.all(['one', 'two'].map((value) => secrets.store(value)));
    const text = readFileSync(join(dir, 'secrets.json'), 'utf8');
    expect(text).not.toContain('two');
    if (process.platform !== 'win32') expect(statSync(join(dir, 'secrets.json')).mode & 0o077).toBe(0);
    const later = createSecrets({ dataDir: dir, cipher });
    expect(await later.resolve(refs[1]!)).toBe('two');
    // The command has no cipher.
    expect((await info(createSecrets({ dataDir: dir }).resolve(refs[1]!))).what.key).toBe(
      'secret.stored.sealed',
    );
  });

  it('without encryption last for the session and are never written', async () => {
    const dir = temp();
    const secrets = createSecrets({ dataDir: dir, cipher: { ...cipher, encrypted: false } });
    const ref = await secrets.store('one');
    expect(secrets.encrypted).toBe(false);
    expect(await secrets.resolve(ref)).toBe('one');
    expect(existsSync(join(dir, 'secrets.json'))).toBe(false);
    expect((await info(createSecrets({ dataDir: dir }).resolve(ref))).what.key).toBe('secret.stored.gone');
  });

  it('in a container are read by who can reach it', async () => {
    const secrets = createSecrets({ dataDir: temp() });
    expect(await secrets.resolve({ container: 'redis-1' }, (name) => Promise.resolve(`of ${name}`))).toBe(
      'of redis-1',
    );
    expect((await info(secrets.resolve({ container: 'redis-1' }))).what.key).toBe('secret.container.closed');
  });
});
