import { z } from 'zod';
import { restartSchema } from './restart';
import { leastMemory, runSpecSchema } from './run-spec';

/** What can be asked for about one container. */
export const containerRequests = [
  /** A container by hand: what it needs is made, it is run, and proven to stand. */
  z.strictObject({ kind: z.literal('containers.run'), spec: runSpecSchema }),
  /** Changes what a container may use and when it restarts, while it runs. What is absent stays as it is. */
  z.strictObject({
    kind: z.literal('containers.update'),
    /** Its name or id. */
    container: z.string().min(1).max(300),
    restart: restartSchema.optional(),
    /** Bytes; 0: no limit. */
    memory: z.union([z.literal(0), z.int().min(leastMemory)]).optional(),
    /** 0.5: half of a core; 0: no limit. */
    cpus: z.union([z.literal(0), z.number().min(0.01).max(10_000)]).optional(),
    /** Processes and threads; 0: no limit. */
    pids: z.int().min(0).max(4_194_304).optional(),
  }),
] as const;
