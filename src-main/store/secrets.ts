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
  /** Keeps a value and gives a reference to it. */
  store(value: string): Promise<{ stored: string }>;
  /** Every value that went through here: what must be in no log and no bundle. */
  known(): readonly string[];
}

export interface SecretsOptions {
  readonly dataDir: string;
  readonly cipher?: SecretsCipher;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const fileSchema = z.object({ v: z.literal(1), secrets: z.record(z.string(), z.string()) });

/** Secrets by reference. Stored ones lie encrypted in `<dataDir>/secrets.json`, or in memory without a cipher. */
export function createSecrets({ dataDir, cipher, env = process.env }: SecretsOptions): Secrets {
  const path = join(dataDir, 'secrets.json');
  const session = new Map<string, string>();
  const encrypted = cipher?.encrypted === true;
  const inTurn = oneByOne();
  const seen = new Set<string>();
  const load = (): Record<string, string> => loadJson(path, fileSchema, { v: 1, secrets: {} }).value.secrets;

  const fromStore = (id: string): string => {
    const kept = session.get(id);
    if (kept !== undefined) return kept;
    const sealed = load()[id];
    if (sealed === undefined) throw missing(msg('secret.stored.gone'), msg('secret.stored.gone.hint'));
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
        if (cipher === undefined || !encrypted) session.set(stored, value);
        else {
          const secrets = { ...load(), [stored]: cipher.encrypt(value).toString('base64') };
          await writeAtomic(path, `${JSON.stringify({ v: 1, secrets }, null, 2)}\n`);
        }
        return { stored };
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
