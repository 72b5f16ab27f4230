export function makePackage(options?: { target?: string; quick?: boolean }): Promise<string[]>;
