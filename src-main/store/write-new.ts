import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** Writes a file as a whole, with its mode from the first byte: nobody reads half of it, nor a password meanwhile. */
export async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const aside = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    await writeFile(aside, text, { mode, flag: 'wx' });
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
