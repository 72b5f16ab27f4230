interface Said {
  license?: string | { type?: string };
  licenses?: readonly { type?: string }[];
}
export function isAllowed(expression: string, allowed: readonly string[]): boolean;
export function licenceOf(said: Said): string;
