import { z } from 'zod';

export const restartSchema = z.object({
  name: z.enum(['no', 'always', 'unless-stopped', 'on-failure']),
  maximumRetryCount: z.int().min(0).optional(),
});
