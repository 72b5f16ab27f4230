import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve as absolute } from 'node:path';
import { z } from 'zod';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { SecretRef } from '@shared/secrets';
import { loadJson, oneByOne, writeAtomic } from './files';

/** How stored secrets are kept from other eyes. `encrypted` false: it is no protection, so nothing is written. */
export interface SecretsCipher {
  readonly encrypted: boolean;
  encrypt(text: string): Buffer;
  decrypt(data: Buffer): string;
}

/** Reads the password that a node itself was given, from inside its container. */
export type FromContainer = (container: string) => Promise<string>;

export interface Secrets {
  /** Whether stored secrets survive the session. */
  readonly encrypted: boolean;
  /**
   * The value behind a reference; never empty. Throws AppError `secret.*` saying what is missing.
   * `fromContainer` serves `{container}` references: only those who hold an engine can read them.
   */
  resolve(ref: SecretRef, fromContainer?: FromContainer): Promise<string>;
  /** Keeps a value and gives a reference to it. Where the system has no keyring it lasts for the session. */
  store(value: string): Promise<{ stored: string }>;
  /**
   * Without a keyring: on, what is stored is written down all the same, in a file that only the user can read, also
   * what is held by now; off, it is taken off the disk and lasts for the session. With a keyring nothing changes.
   */
  keepPlain(on: boolean): Promise<void>;
  /** A value that nothing refers to any more. */
  forget(ref: { readonly stored: string }): Promise<void>;
  /** Every value that went through here: what must be in no log and no bundle. */
  known(): readonly string[];
}

export interface SecretsOptions {
  readonly dataDir: string;
  readonly cipher?: SecretsCipher;
  /** Whether a person wants them written down even without a keyring. */
  readonly keepPlain?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Begins what was written down without a keyring, because a person said so. */
const plain = 'plain:';

const plainOf = (value: string): string => plain + Buffer.from(value, 'utf8').toString('base64');
const fromPlain = (text: string): string => Buffer.from(text.slice(plain.length), 'base64').toString('utf8');

const fileSchema = z.object({ v: z.literal(1), secrets: z.record(z.string(), z.string()) });

/** Secrets by reference. Stored ones lie encrypted in `<dataDir>/secrets.json`, or in memory without a cipher. */
export function createSecrets(options: SecretsOptions): Secrets {
  const { dataDir, cipher, env = process.env } = options;
  const path = join(dataDir, 'secrets.json');
  const session = new Map<string, string>();
  const encrypted = cipher?.encrypted === true;
  /** Only where somebody could be asked: the command's secrets are for one run. */
  const mayKeep = cipher !== undefined && !encrypted;
  let keeping = mayKeep && options.keepPlain === true;
  const inTurn = oneByOne();
  const seen = new Set<string>();
  const write = (secrets: Record<string, string>): Promise<void> =>
    writeAtomic(path, `${JSON.stringify({ v: 1, secrets }, null, 2)}\n`);
  const load = (): Record<string, string> => loadJson(path, fileSchema, { v: 1, secrets: {} }).value.secrets;

  const fromStore = (id: string): string => {
    const kept = session.get(id);
    if (kept !== undefined) return kept;
    const sealed = load()[id];
    if (sealed === undefined) throw missing(msg('secret.stored.gone'), msg('secret.stored.gone.hint'));
    if (sealed.startsWith(plain)) return fromPlain(sealed);
    if (cipher === undefined || !encrypted)
      throw missing(msg('secret.stored.sealed'), msg('secret.stored.sealed.hint'));
    try {
      return cipher.decrypt(Buffer.from(sealed, 'base64'));
    } catch (error) {
      throw missing(raw(errorText(error)), msg('secret.stored.gone.hint'), error);
    }
  };

  const valueOf = async (ref: SecretRef, fromContainer?: FromContainer): Promise<string> => {
    if ('env' in ref) {
      const value = env[ref.env];
      if (value === undefined)
        throw missing(msg('secret.env.unset', { name: ref.env }), msg('secret.env.hint', { name: ref.env }));
      if (value === '')
        throw missing(msg('secret.env.empty', { name: ref.env }), msg('secret.env.hint', { name: ref.env }));
      return value;
    }
    if ('file' in ref) return fromFile(absolute(ref.file));
    if ('stored' in ref) return fromStore(ref.stored);
    if (fromContainer === undefined)
      throw missing(msg('secret.container.closed'), msg('secret.container.hint'));
    return fromContainer(ref.container);
  };

  return {
    encrypted,
    known: () => [...seen],
    resolve: async (ref, fromContainer) => {
      const value = await valueOf(ref, fromContainer);
      seen.add(value);
      return value;
    },
    store: (value) =>
      inTurn(async () => {
        seen.add(value);
        const stored = `secret-${randomBytes(8).toString('hex')}`;
        const sealed =
          cipher !== undefined && encrypted
            ? cipher.encrypt(value).toString('base64')
            : keeping
              ? plainOf(value)
              : undefined;
        if (sealed === undefined) session.set(stored, value);
        else await write({ ...load(), [stored]: sealed });
        return { stored };
      }),
    keepPlain: (on) =>
      inTurn(async () => {
        if (!mayKeep || on === keeping) return;
        if (on) {
          if (session.size > 0)
            await write({
              ...load(),
              ...Object.fromEntries([...session].map(([id, value]) => [id, plainOf(value)])),
            });
          session.clear();
        } else {
          const all = Object.entries(load());
          const open = all.filter(([, sealed]) => sealed.startsWith(plain));
          for (const [id, sealed] of open) session.set(id, fromPlain(sealed));
          if (open.length > 0)
            await write(Object.fromEntries(all.filter(([, sealed]) => !sealed.startsWith(plain))));
        }
        keeping = on;
      }),
    forget: ({ stored }) =>
      inTurn(async () => {
        session.delete(stored);
        const { [stored]: gone, ...rest } = load();
        if (gone !== undefined) await write(rest);
      }),
  };
}

/** The first line of a file, without its line end. */
async function fromFile(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const what = absent ? msg('secret.file.absent', { path }) : raw(errorText(error));
    throw missing(what, msg('secret.file.hint', { path }), error);
  }
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  if (line === '') throw missing(msg('secret.file.empty', { path }), msg('secret.file.hint', { path }));
  return line;
}

function missing(what: Message, hint: Message, cause?: unknown): AppError {
  return new AppError({ code: 'secret.missing', doing: msg('secret.doing'), what, hint }, { cause });
}
