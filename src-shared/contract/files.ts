import { z } from 'zod';
import { call } from './call';

const path = z.string().min(1).max(4096);
/** No compose or env file is larger. */
const text = z.string().max(1_000_000);

/** A file as it is on disk; `text` is absent where there is none. */
export interface FileText {
  readonly path: string;
  readonly text?: string;
}

/** `changed`: the file is not what the change was made from; nothing was written. */
export type Saved = { readonly saved: true } | { readonly saved: false; readonly changed: FileText };

/** Compose and env files, as the editor opens and saves them: only where the user said so. */
export const filesContract = {
  /** An open dialog; absolute paths, or null when it was closed. They may be written from then on. */
  'files.pick': call(z.enum(['compose', 'env'])).output<readonly string[] | null>(),
  'files.read': call(z.array(path).min(1).max(100)).output<readonly FileText[]>(),
  /**
   * Writes a file, unless it has changed meanwhile. `base` is the text on disk that the change was made from;
   * null: there must be none. Where the user never chose the file in a dialog, they are asked once.
   */
  'files.save': call(z.strictObject({ path, text, base: text.nullable() })).output<Saved>(),
} as const;
