import { safeStorage } from 'electron';

/** Encrypts with the system's keyring. `encrypted` is false where there is none worth the name. */
export interface Cipher {
  readonly encrypted: boolean;
  encrypt(text: string): Buffer;
  decrypt(data: Buffer): string;
}

/* eslint-disable @typescript-eslint/no-deprecated --
   The asynchronous calls that replace these are missing in the oldest runtime that we support. */

/**
 * The system's own store of secrets. On Linux without a keyring Electron falls back to a fixed
 * password (`basic_text`): that is no encryption, and we say so rather than write secrets down.
 */
export function systemCipher(): Cipher {
  const plain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  return {
    encrypted: safeStorage.isEncryptionAvailable() && !plain,
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (data) => safeStorage.decryptString(data),
  };
}
