import type { z } from 'zod';

/** One call of the contract: its input's schema, and its output's type. */
export const call = <I extends z.ZodType>(input: I) => ({
  input,
  output: <O>() => ({ input, output: undefined as O }),
});
