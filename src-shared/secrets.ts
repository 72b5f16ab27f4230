import { z } from 'zod';

/**
 * A secret by reference. The value itself never stands in a spec, plan, journal, log or command.
 * - `env`: an environment variable of the process that runs the plan.
 * - `file`: the first line of a file on this computer.
 * - `stored`: kept by the desktop app (safeStorage), by id.
 * - `container`: read from a node's own configuration inside its container.
 */
export const secretRefSchema = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ stored: z.string().min(1) }),
  z.strictObject({ container: z.string().min(1) }),
]);
export type SecretRef = z.infer<typeof secretRefSchema>;
