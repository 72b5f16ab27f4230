/** Types of compose-cli.mjs for the tests. */
export const releases: readonly { readonly version: string; readonly suite: string }[];
export function composePath(version: string): string;
export function whyNoCompose(version: string): string;
export function ensureComposeCli(): Promise<void>;
