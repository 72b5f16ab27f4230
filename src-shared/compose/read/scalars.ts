import type { ScalarNode } from '../node';

/* What plain scalars mean to docker compose: the rules of Go's yaml.v3, which keep some of YAML 1.1. */

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const truths = new Map([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
const floats = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** The forms of a date or a time that yaml.v3 knows: behind `T` a time has its zone, behind a blank it has none. */
const times =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](?=.*(?:Z|[-+]\d\d:\d\d)$)| +(?=[\d:.]+$))(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|([-+])(\d\d):(\d\d))?)?$/;

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
export const isTimestamp = (text: string): boolean => timeIn(text) !== undefined;

/** Whether a scalar is a date or a time: written plain, without variables. */
export const isTime = ({ style, value, text }: ScalarNode): boolean =>
  style === 'plain' && typeof value === 'string' && isTimestamp(text);

interface Time {
  readonly date: string;
  readonly clock: string;
  /** `+0100`; undefined: UTC. */
  readonly zone: string | undefined;
}

/** A day or an hour that no calendar and no clock has makes a text of it. */
function timeIn(text: string): Time | undefined {
  const found = times.exec(text);
  if (found === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', part = ''] = found;
  const [sign = '+', hours = '00', minutes = '00'] = found.slice(9);
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  const within = (digits: string, from: number, to: number): boolean =>
    Number(digits) >= from && Number(digits) <= to;
  const isReal =
    within(month, 1, 12) &&
    within(day, 1, last) &&
    within(hour, 0, 23) &&
    [minute, second, minutes].every((each) => within(each, 0, 59)) &&
    within(hours, 0, 24);
  if (!isReal) return undefined;
  const two = (digits: string): string => digits.padStart(2, '0');
  return {
    date: `${year}-${two(month)}-${two(day)}`,
    clock: `${two(hour)}:${two(minute)}:${two(second)}${part.replace(/\.?0+$/, '')}`,
    zone: hours === '00' && minutes === '00' ? undefined : `${sign}${hours}${minutes}`,
  };
}

/** A time as Go prints one. */
function goTime(text: string): string {
  const time = timeIn(text);
  if (time === undefined) return text;
  const { date, clock, zone } = time;
  return `${date} ${clock} ${zone === undefined ? '+0000 UTC' : `${zone} ${zone}`}`;
}

/** The same in JSON. */
export function jsonTime(text: string): string {
  const time = timeIn(text);
  if (time === undefined) return text;
  const { date, clock, zone } = time;
  return `${date}T${clock}${zone === undefined ? 'Z' : zone.replace(/(..)$/, ':$1')}`;
}

/** Whether a number was written as a float: `80.0` is no integer to docker compose. */
export const isFloat = (node: ScalarNode): boolean =>
  typeof node.value === 'number' && (node.style !== 'plain' || integerOf(node.text) === undefined)
    ? !Number.isInteger(node.value) || node.style === 'plain'
    : false;

/** A scalar as Go's `%v` prints it: what an environment's value becomes. */
export function goText(node: ScalarNode): string {
  const { value } = node;
  if (value === null) return '<nil>';
  if (isTime(node)) return goTime(node.text);
  if (typeof value !== 'number') return String(value);
  const whole = node.style === 'plain' ? integerOf(node.text) : undefined;
  return whole === undefined ? goFloat(value) : String(whole);
}

/** A float64 as Go's `%v` prints it: shortest, with an exponent below 1e-4 and from 1e6 on. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
  }
  return Object.is(value, -0) ? '-0' : String(value);
}
