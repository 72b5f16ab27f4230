import { z } from 'zod';
import { projectRefSchema, type ProjectRef } from '../compose/source';
import type { ExitFacts } from '../containers/exit-facts';
import { call } from './call';

const name = z.string().min(1).max(200);

/** A stack whose files are known, whether anything of it stands on the engine or not. */
export interface RememberedStack {
  readonly name: string;
  readonly ref: ProjectRef;
  readonly missingFiles: readonly string[];
}

/** What the pages of stacks need beside the stacks themselves. */
export const stacksContract = {
  /** What is known about why a container stopped, restarts or is unhealthy: give it to `explainExit`. */
  'containers.why': call(z.string().min(1).max(200)).output<ExitFacts>(),
  /** Stacks of the connected engine whose files somebody named; by name. */
  'stacks.remembered': call(z.undefined()).output<readonly RememberedStack[]>(),
  /** From now on these are a stack's files: adoption without touching its containers. */
  'stacks.remember': call(z.strictObject({ name, ref: projectRefSchema })).output<null>(),
  'stacks.forget': call(name).output<null>(),
  /** Opens a published port in the system's browser; gives the address. */
  'stacks.openPort': call(
    z.strictObject({ hostIp: z.string().regex(/^[0-9a-fA-F.:]{0,45}$/), port: z.int().min(1).max(65535) }),
  ).output<string>(),
} as const;
