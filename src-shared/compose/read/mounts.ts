/** A volume's short form, taken apart. */
export interface ShortMount {
  readonly type: 'bind' | 'volume';
  readonly source?: string;
  readonly target?: string;
  readonly readOnly: boolean;
  readonly nocopy: boolean;
  readonly propagation?: string;
  readonly selinux?: string;
  /** What is wrong with it. */
  readonly problem?: 'empty' | 'empty-part' | 'colons';
  /** One of one or two letters has no options of its own in docker compose's eyes. */
  readonly tiny: boolean;
}

const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** A source that is a path on the host: `.`, `/`, `~`, `\\` or a drive's letter before it. */
export const isHostPath = (source: string): boolean => /^([./~]|\\\\|\p{L}:)/u.test(source);

/** `[SOURCE:]TARGET[:ro,rw,nocopy,z,Z,rslave…]`; unknown options are passed over, as docker compose does. */
export function parseMount(spec: string): ShortMount {
  const none = { type: 'volume', readOnly: false, nocopy: false, tiny: false } as const;
  if (spec === '') return { ...none, problem: 'empty' };
  if (spec.length <= 2) return { ...none, target: spec, tiny: true };
  const parts: string[] = [];
  let part = '';
  let braces = 0;
  for (let at = 0; at < spec.length; at++) {
    const char = spec.charAt(at);
    if (char === '$' && spec[at + 1] === '{') braces++;
    if (char === '}' && braces > 0) braces--;
    // `C:\data`: a single letter before a colon is a drive.
    if (char === ':' && braces === 0 && !/^\p{L}$/u.test(part)) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  parts.push(part);
  if (parts.includes('')) return { ...none, problem: 'empty-part' };
  const [first = '', second, options, ...more] = parts;
  const source = second === undefined ? undefined : first;
  const words = (options ?? '').split(',');
  const type = source !== undefined && isHostPath(source) ? 'bind' : 'volume';
  return {
    type,
    ...(source !== undefined && { source }),
    target: second ?? first,
    readOnly: words.reduce((is, word) => (word === 'ro' ? true : word === 'rw' ? false : is), false),
    nocopy: words.includes('nocopy'),
    propagation: words.findLast((word) => propagations.includes(word)),
    selinux: words.findLast((word) => word === 'z' || word === 'Z'),
    tiny: false,
    ...(more.length > 0 && { problem: 'colons' as const }),
  };
}
