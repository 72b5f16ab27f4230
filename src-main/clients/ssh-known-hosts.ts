import { createHash, createHmac } from 'node:crypto';

/** What known_hosts files say of a key that a computer shows. */
export type Verdict = 'known' | 'unknown' | 'changed' | 'revoked';

interface Entry {
  readonly marker: string;
  readonly patterns: string;
  readonly type: string;
  readonly key: string;
}

/** As ssh shows it: `SHA256:…`. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** A key's type, the first string inside of it: `ssh-ed25519`. */
export const typeOf = (key: Buffer): string =>
  key.length < 4 ? '' : key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');

/** A key as known_hosts has it. */
export const lineOf = (key: Buffer): string => `${typeOf(key)} ${key.toString('base64')}`;

/**
 * Judges the key that a computer shows, as ssh does. Format: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
 * `changed`: another key of this type is known for it. Keys of other types say nothing against it.
 *
 * @param texts the known_hosts files
 * @param shown the raw public key
 */
export function judge(texts: readonly string[], host: string, port: number, shown: Buffer): Verdict {
  const key = shown.toString('base64');
  const type = typeOf(shown);
  const ours = entriesFor(texts, host, port);
  const same = ours.filter((entry) => entry.key === key);
  if (same.some(({ marker }) => marker === '@revoked')) return 'revoked';
  if (same.some(({ marker }) => marker === '')) return 'known';
  const others = ours.filter((entry) => entry.marker === '' && entry.type === type);
  return others.length > 0 ? 'changed' : 'unknown';
}

/** The types of key that are known for a computer: it is asked for these first, or it would seem unknown. */
export const knownTypes = (texts: readonly string[], host: string, port: number): string[] => [
  ...new Set(
    entriesFor(texts, host, port)
      .filter(({ marker }) => marker === '')
      .map(({ type }) => type),
  ),
];

function entriesFor(texts: readonly string[], host: string, port: number): Entry[] {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, '');
  const name = port === 22 ? bare : `[${bare}]:${String(port)}`;
  return texts.flatMap((text) => text.split(/\r?\n/).flatMap(entry)).filter((each) => isFor(each, name));
}

function entry(line: string): Entry[] {
  const words = line.trim().split(/\s+/);
  const marker = words[0]?.startsWith('@') === true ? (words.shift() ?? '') : '';
  const [patterns = '', type = '', key = ''] = words;
  if (patterns === '' || patterns.startsWith('#') || key === '') return [];
  return [{ marker, patterns, type, key }];
}

function isFor({ patterns }: Entry, name: string): boolean {
  const hashed = /^\|1\|([^|]+)\|(.+)$/.exec(patterns);
  if (hashed !== null) {
    const [, salt = '', hash = ''] = hashed;
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
  }
  let found = false;
  for (const pattern of patterns.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matches(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
