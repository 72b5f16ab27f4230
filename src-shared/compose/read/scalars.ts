import type { ScalarNode } from '../node';

/* What plain scalars mean to docker compose: the rules of Go's yaml.v3, which keep some of YAML 1.1. */

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const truths = new Map([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
const floats = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const dates = /^\d{4}-\d{1,2}-\d{1,2}$/;
const times = /^\d{4}-\d{1,2}-\d{1,2}([Tt]|\s+)\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d{1,2}(:\d{2})?)?$/;

/** A plain scalar's value. `0777` is octal (511), `1_000` is 1000, `yes` and `on` are words. */
export function resolvePlain(text: string): ScalarNode['value'] {
  if (nulls.has(text)) return null;
  const first = text.charCodeAt(0);
  // Only signs, digits, a dot or one of tTfF can begin anything but a word.
  if (!/[-+.0-9tTfF]/.test(String.fromCharCode(first))) return text;
  const truth = truths.get(text);
  if (truth !== undefined) return truth;
  const whole = integerOf(text);
  if (whole !== undefined) return Number(whole);
  if (floats.test(text.replaceAll('_', ''))) {
    const number = Number(text.replaceAll('_', ''));
    if (Number.isFinite(number)) return number;
  }
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^\.(nan|NaN|NAN)$/.test(text)) return NaN;
  return text;
}

/** An integer in any of the ways to write one; undefined where the text is none. */
export function integerOf(text: string): bigint | undefined {
  const plain = text.replaceAll('_', '');
  const found = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/.exec(plain);
  if (found === null) return undefined;
  const [, sign = '', digits = ''] = found;
  if (digits.length > 30) return undefined;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  const signed = sign === '-' ? -value : value;
  return signed >= -(2n ** 63n) && signed < 2n ** 64n ? signed : undefined;
}

/** A date or a time: docker compose turns it into one, and then refuses or rewrites it. */
export const isTimestamp = (text: string): boolean => dates.test(text) || times.test(text);

/** A time in UTC as Go prints one; with another zone as it was written. */
function goTime(text: string): string {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d\d):(\d\d)(\.\d+)?Z?)?$/.exec(text);
  if (found === null) return text;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', part = ''] = found;
  const two = (digits: string): string => digits.padStart(2, '0');
  const clock = `${two(hour)}:${minute}:${second}${part.replace(/\.?0+$/, '')}`;
  return `${year}-${two(month)}-${two(day)} ${clock} +0000 UTC`;
}

/** The same in JSON. */
export const jsonTime = (text: string): string =>
  isTimestamp(text) ? goTime(text).replace(/^(\S+) (\S+) \+0000 UTC$/, '$1T$2Z') : text;

/** Whether a number was written as a float: `80.0` is no integer to docker compose. */
export const isFloat = (node: ScalarNode): boolean =>
  typeof node.value === 'number' && (node.style !== 'plain' || integerOf(node.text) === undefined)
    ? !Number.isInteger(node.value) || node.style === 'plain'
    : false;

/** A scalar as Go's `%v` prints it: what an environment's value becomes. */
export function goText(node: ScalarNode): string {
  const { value } = node;
  if (value === null) return '<nil>';
  if (node.style === 'plain' && isTimestamp(node.text)) return goTime(node.text);
  if (typeof value !== 'number') return String(value);
  const whole = node.style === 'plain' ? integerOf(node.text) : undefined;
  return whole === undefined ? goFloat(value) : String(whole);
}

/** A float64 as Go's `%v` prints it: shortest, with an exponent below 1e-4 and from 1e21 on. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) {
    return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
  }
  return Object.is(value, -0) ? '-0' : String(value);
}
