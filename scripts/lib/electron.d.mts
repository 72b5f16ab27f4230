/** Types of electron.mjs for the tests. */
export function electronPath(): string;
export function electronFlags(): string[];
export function ensureElectron(): Promise<void>;
