import { z } from 'zod';
import { redisClusterSpecSchema } from './redis-cluster/spec';

/** What a plan can be asked for. A run keeps its request: it can be planned afresh, or run again. */
export const planRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('redis-cluster.create'), spec: redisClusterSpecSchema }),
  z.strictObject({
    kind: z.literal('redis-cluster.remove'),
    name: z.string().min(1),
    /** Also the volumes (or folders) with the data. */
    volumes: z.boolean(),
  }),
]);
export type PlanRequest = z.infer<typeof planRequestSchema>;
