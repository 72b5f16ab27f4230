import { existsSync } from 'node:fs';
import type { ProjectRef } from '@shared/compose/source';
import type { RememberedStack } from '@shared/contract/stacks';
import type { KnownStacks } from '../store/known-stacks';

/** The files of stacks that a person named, on the connected engine. */
export interface StackFiles {
  list(): Promise<readonly RememberedStack[]>;
  remember(name: string, ref: ProjectRef): Promise<void>;
  forget(name: string): Promise<void>;
}

/** `place`: the connected engine's enginePlace; it throws its AppError when there is none. */
export function createStackFiles(known: KnownStacks, place: () => Promise<string>): StackFiles {
  return {
    list: async () =>
      (await known.list(await place())).map(({ name, ref }) => ({
        name,
        ref,
        missingFiles: ref.files.filter((file) => !existsSync(file)),
      })),
    remember: async (name, ref) => known.put({ name, engine: await place(), ref }),
    forget: async (name) => known.remove(await place(), name),
  };
}
