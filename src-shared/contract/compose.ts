import { z } from 'zod';
import type { ComposeDiff } from '../compose/diff';
import { projectRefSchema } from '../compose/source';
import type { Stack } from '../compose/stack';
import type { WireReading } from '../compose/wire';
import { call } from './call';

const name = z.string().min(1).max(200);

/** A project as it would be read if the texts in the editor had been saved. */
const lookSchema = z.strictObject({
  ref: projectRefSchema,
  /** Absolute path -> text, for files with unsaved changes. */
  unsaved: z.record(z.string().max(4096), z.string().max(5_000_000)).default({}),
});

/** Compose projects (stacks): those on the engine, and those in files. */
export const composeContract = {
  /** Every compose project on the engine, whoever made it, by its labels. By name. */
  'compose.stacks': call(z.undefined()).output<readonly Stack[]>(),
  /** One of them. `stack.unknown` when nothing of that name is there. */
  'compose.stack': call(name).output<Stack>(),
  /** Reads and checks files; give it to `inflateReading`. What is wrong with them is in its problems, no error. */
  'compose.read': call(lookSchema).output<WireReading>(),
  /** What `up` would do now. Needs an engine. */
  'compose.diff': call(lookSchema).output<ComposeDiff>(),
  /** Whether `docker compose` is on this computer, and which version. */
  'compose.cli': call(z.undefined()).output<{ readonly path: string; readonly version: string } | null>(),
} as const;
