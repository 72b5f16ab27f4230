import { z } from 'zod';
import { secretRefSchema } from '../secrets';
import { runSpecSchema } from './run-spec';

const op = <K extends string, A extends z.ZodType>(kind: K, args: A) =>
  z.object({ kind: z.literal(kind), args });

/** What is done with one container that is run by hand. */
export const containerOps = [
  /** Creates and starts it. Undo removes what this run made, with its unnamed volumes. */
  op(
    'container.run',
    z.object({
      ...runSpecSchema.omit({ subnet: true, env: true, pull: true }).shape,
      /** What is pulled is a step of its own; only that nothing may be, `docker run` has to be told. */
      pull: z.literal('never').optional(),
      env: z.array(z.object({ name: z.string(), value: z.string() })),
      /** Variable -> its secret, resolved when it runs. */
      secrets: z.record(z.string(), secretRefSchema),
    }),
  ),
  /**
   * Waits until it has run for a while without ending, and is healthy where it has a health check. One that ends with
   * 0 has done its work. Fails with its exit code and its last lines when it ends otherwise, or restarts.
   */
  op(
    'container.settle',
    z.object({
      container: z.string(),
      timeoutMs: z.number(),
      /** The engine removes it when it ends. */
      autoRemove: z.boolean().optional(),
    }),
  ),
  /** Waits until a TCP port that it publishes answers from this computer. */
  op(
    'container.answers',
    z.object({ container: z.string(), host: z.string(), port: z.int(), timeoutMs: z.number() }),
  ),
] as const;
