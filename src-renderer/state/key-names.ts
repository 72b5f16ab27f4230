import type { KeyLine, KeyName } from '@shared/redis-cluster/tools';

/** A key's name as one text: equal names, equal texts. */
export const keyId = (key: KeyName): string => key.base64 ?? `t:${key.text}`;

/** What is not there yet, each key once: SCAN may give a key twice. */
export function freshOf(old: readonly KeyLine[], more: readonly KeyLine[]): readonly KeyLine[] {
  const seen = new Set(old.map(({ key }) => keyId(key)));
  return more.filter(({ key }) => !seen.has(keyId(key)) && seen.add(keyId(key)));
}

/** The lines of all other keys. */
export function without(lines: readonly KeyLine[], gone: readonly KeyName[]): readonly KeyLine[] {
  const ids = new Set(gone.map(keyId));
  return lines.filter(({ key }) => !ids.has(keyId(key)));
}
