/** What is taken out of a text beside what looks like a secret. */
export interface Private {
  /** The user's home folder: shown as `~`. */
  readonly home?: string;
  /** The user's name and the computer's. Common words of two letters and less, and `root`, stay. */
  readonly names?: readonly string[];
  /** Secrets that are known: taken out wherever they stand. */
  readonly known?: readonly string[];
}

/** What stands in place of something that was taken out. */
export const removed = '[removed]';

/** Names of fields, variables and options whose value is nobody's business. */
const secretName =
  /pass(?:word|wd|phrase)?$|pwd$|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|requirepass|masterauth|authorization|cookie/i;

/** Fields that hold the environment of a program: any of its values may be a secret. */
const environmentName = /^env(?:ironment)?$|^variables$|^args$|^build_?args$/i;

const rules: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, removed],
  // user:password@ of an address, whatever its scheme is.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi, `$1${removed}@`],
  // A web address keeps its host: what stands behind it is the secret of many a webhook.
  [/\b(https?:\/\/[^\s/?#"'<>]+)[/?#][^\s"'<>\])},]+/gi, `$1/${removed}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${removed}`],
  // NAME=value, "name": "value", --name value, requirepass value
  [
    /((?:[\w.-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|api[-_]?key|private[-_]?key|access[-_]?key|masterauth))["']?(?:\s*[=:]\s*|\s+))("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,;"'{}[\]]+)/gi,
    `$1${removed}`,
  ],
  [/(\bredis-cli\b[^\n]*?\s-a\s+)\S+/g, `$1${removed}`],
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text without what is nobody's business. What is not sure to be harmless goes. */
export function redactText(text: string, { home, names = [], known = [] }: Private = {}): string {
  let result = text;
  for (const secret of known) if (secret.length > 2) result = result.replaceAll(secret, removed);
  for (const [pattern, instead] of rules) result = result.replace(pattern, instead);
  if (home !== undefined && home.length > 2 && home !== '/root') result = result.replaceAll(home, '~');
  for (const name of names) {
    if (name.length < 3 || name === 'root') continue;
    result = result.replace(new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, 'g'), '[name]');
  }
  return result;
}

/** A value as JSON holds it, without what is nobody's business. References to secrets stay: they name none. */
export function redact(value: unknown, about: Private = {}): unknown {
  if (typeof value === 'string') return redactText(value, about);
  if (Array.isArray(value)) return value.map((each) => redact(each, about));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => {
      // A key may be a path or an address as well.
      const key = redactText(name, about);
      if (secretName.test(name) && !isReference(each)) return [key, each == null ? each : removed];
      if (environmentName.test(name)) return [key, withoutValues(each, about)];
      return [key, redact(each, about)];
    }),
  );
}

/** `{env}`, `{file}`, `{stored}`, `{container}`: where a secret is, not what it is. */
function isReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value);
  return names.length === 1 && ['env', 'file', 'stored', 'container'].includes(names[0] ?? '');
}

/** An environment with its names alone: a map, or a list of `NAME=value`. */
function withoutValues(value: unknown, about: Private): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutValues(each, about));
  if (typeof value === 'string')
    return value.includes('=') ? value.replace(/=[\s\S]*/, `=${removed}`) : value;
  if (typeof value === 'object' && value !== null) {
    // `{name, value}` alone, as a request and a step hold a variable.
    if ('name' in value && 'value' in value && Object.keys(value).length === 2)
      return { name: redact(value.name, about), value: removed };
    return isReference(value)
      ? redact(value, about)
      : Object.fromEntries(Object.keys(value).map((name) => [name, removed]));
  }
  return value;
}
