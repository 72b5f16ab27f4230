declare module '@vitest/runner' {
  interface TaskMeta {
    /** Why it is skipped: the summary of `npm test` tells. */
    why?: string;
  }
}

/**
 * Options of a test, or of a whole `describe`, that needs what may not be here: with a reason it is skipped, and the
 * summary gives the reason.
 *
 *   describe('over TLS', lacking(noPrivateEngine()), () => …);
 */
export const lacking = (why: string | undefined): { skip?: boolean; meta?: { why: string } } =>
  why === undefined ? {} : { skip: true, meta: { why } };

/** Why no test can use that image, or undefined. */
export const noImage = (name: string, image: string | undefined): string | undefined =>
  image === undefined ? `${name} can be neither pulled nor built here` : undefined;
