import { z } from 'zod';
import type { ImportedContainers } from '../compose/build/container-facts';
import { call } from './call';

const path = z.string().min(1).max(4096);

/** A folder that the user chose, with what the wizard wants to know of it. */
export interface WizardFolder {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** Names at its top; the first thousand. */
  readonly entries: readonly string[];
  /** Its Dockerfiles: `Dockerfile`, `Dockerfile.*`, `*.Dockerfile`, `Containerfile`. */
  readonly dockerfiles: readonly { readonly name: string; readonly text: string }[];
}

/** A container that can be taken over into a stack. */
export interface WizardContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: string;
  /** The compose project that it belongs to. */
  readonly project?: string;
}

/** `differing`: files that are there with another text, below `folder`; nothing was written. */
export type WizardSaved =
  | { readonly saved: true; readonly folder: string; readonly compose: string }
  | { readonly saved: false; readonly folder: string; readonly differing: readonly string[] };

/** What the wizard for new stacks asks of this computer and of the engine. */
export const composeWizardContract = {
  /** A folder picker; null when it was closed. The wizard may save below it from then on. */
  'wizard.pickFolder': call(z.undefined()).output<WizardFolder | null>(),
  'wizard.containers': call(z.undefined()).output<readonly WizardContainer[]>(),
  /** Containers by id, as the import takes them. Holds their environment: keep no copy. */
  'wizard.import': call(z.array(z.string().min(1).max(200)).min(1).max(100)).output<ImportedContainers>(),
  /**
   * Writes a stack's files into `<folder>/<below>`, all or none. `replace`: agreed to; what was there is kept as
   * `.bak`. A file that is the same already is no hindrance. Throws AppError `wizard.folder`, `wizard.unwritable`.
   */
  'wizard.save': call(
    z.strictObject({
      folder: path,
      /** A folder's name; empty: in `folder` itself. */
      below: z
        .string()
        .regex(/^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/)
        .max(200),
      files: z
        .array(z.strictObject({ path: path, text: z.string().max(1_000_000) }))
        .min(1)
        .max(50),
      replace: z.boolean(),
    }),
  ).output<WizardSaved>(),
} as const;
