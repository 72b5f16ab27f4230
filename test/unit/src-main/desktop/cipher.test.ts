import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemCipher } from '../../../../src-main/desktop/cipher';
import { createSecrets } from '../../../../src-main/store/secrets';

// The system's keyring, as Electron hands it over; here it turns text around.
const keyring = vi.hoisted(() => ({ backend: 'gnome_libsecret', available: true }));
vi.mock('electron', () => ({
  safeStorage: {
    getSelectedStorageBackend: () => keyring.backend,
    isEncryptionAvailable: () => keyring.available,
    encryptString: (text: string) => Buffer.from(text).reverse(),
    decryptString: (data: Buffer) => Buffer.from(data).reverse().toString(),
  },
}));

const { platform } = process;
const on = (name: NodeJS.Platform): void => void Object.defineProperty(process, 'platform', { value: name });
let dataDir = '';
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'flt-cipher-'))));
afterEach(() => {
  Object.assign(keyring, { backend: 'gnome_libsecret', available: true });
  on(platform);
  rmSync(dataDir, { recursive: true, force: true });
});
const written = (): string => {
  try {
    return readFileSync(join(dataDir, 'secrets.json'), 'utf8');
  } catch {
    return '';
  }
};

describe('secrets by the system’s keyring', () => {
  it.each([
    ['linux', 'gnome_libsecret', true, true],
    ['linux', 'kwallet6', true, true],
    // A fixed password that everybody knows: no encryption, whatever Electron says of it.
    ['linux', 'basic_text', true, false],
    ['linux', 'gnome_libsecret', false, false],
    ['win32', 'basic_text', true, true],
    ['darwin', 'basic_text', false, false],
  ] as const)('on %s with %s (available: %s): encrypted %s', (system, backend, available, encrypted) => {
    on(system);
    Object.assign(keyring, { backend, available });
    expect(systemCipher().encrypted).toBe(encrypted);
  });

  it('with basic_text they last for the session, unless a person wants them written down; then also those before', async () => {
    on('linux');
    keyring.backend = 'basic_text';
    const secrets = createSecrets({ dataDir, cipher: systemCipher() });
    const session = await secrets.store('Marked-1');
    expect(await secrets.resolve(session)).toBe('Marked-1');
    expect(written()).toBe('');
    const after = () => createSecrets({ dataDir, cipher: systemCipher(), keepPlain: true });
    // The next start: it is gone, and that is said.
    await expect(after().resolve(session)).rejects.toMatchObject({ info: { code: 'secret.missing' } });

    await secrets.keepPlain(true);
    const kept = await secrets.store('Marked-2');
    expect(await after().resolve(session)).toBe('Marked-1');
    expect(await after().resolve(kept)).toBe('Marked-2');
    if (platform !== 'win32') expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);

    // Thought better of it: nothing is left on the disk, and this session goes on with them.
    await secrets.keepPlain(false);
    expect(JSON.parse(written())).toEqual({ v: 1, secrets: {} });
    expect(await secrets.resolve(session)).toBe('Marked-1');
    expect(await secrets.resolve(kept)).toBe('Marked-2');
    await expect(after().resolve(kept)).rejects.toMatchObject({ info: { code: 'secret.missing' } });
  });

  it('a wish to write them down changes nothing where there is a keyring, and where nobody could ask for it', async () => {
    on('linux');
    const secrets = createSecrets({ dataDir, cipher: systemCipher(), keepPlain: true });
    const sealed = await secrets.store('Marked-4');
    expect(written()).not.toMatch(/plain:/);
    await secrets.keepPlain(false);
    expect(await createSecrets({ dataDir, cipher: systemCipher() }).resolve(sealed)).toBe('Marked-4');
    // The command has no keyring at hand, and its secrets are for one run.
    const command = createSecrets({ dataDir, keepPlain: true });
    const { stored } = await command.store('Marked-5');
    expect(written()).not.toContain(stored);
  });

  it('with a keyring they are written down in its form; without it later, that is said and nothing is lost', async () => {
    on('linux');
    const stored = await createSecrets({ dataDir, cipher: systemCipher() }).store('Marked-3');
    expect(written()).not.toContain('Marked-3');
    keyring.backend = 'basic_text';
    const without = createSecrets({ dataDir, cipher: systemCipher() });
    await expect(without.resolve(stored)).rejects.toMatchObject({
      info: { code: 'secret.missing', what: { key: 'secret.stored.sealed' } },
    });
    keyring.backend = 'gnome_libsecret';
    expect(await createSecrets({ dataDir, cipher: systemCipher() }).resolve(stored)).toBe('Marked-3');
  });
});
