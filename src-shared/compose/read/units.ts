/* Sizes and durations, read and printed as Go's libraries do it for docker compose. */

const powers = 'bkmgtp';

/** Bytes of `512m`, `1.5gb`, `2 GiB`, in powers of 1024; undefined where it is no size. */
export function bytesOf(text: string): number | undefined {
  const found = /^(\d+\.?\d*|\.\d+) ?([a-z]{0,3})$/i.exec(text);
  if (found === null) return undefined;
  const unit = (found[2] ?? '').toLowerCase();
  const power = unit === '' ? 0 : powers.indexOf(unit.charAt(0));
  if (power === -1 || !['', 'b', 'ib'].includes(unit.slice(1)) || (power === 0 && unit.length > 1))
    return undefined;
  return Math.trunc(Number(found[1]) * 1024 ** power);
}

const nanoseconds: Readonly<Record<string, bigint>> = {
  ...{ ns: 1n, us: 1000n, µs: 1000n, μs: 1000n, ms: 1_000_000n, s: 1_000_000_000n },
  ...{ m: 60_000_000_000n, h: 3_600_000_000_000n, d: 86_400_000_000_000n, w: 604_800_000_000_000n },
};

/** Nanoseconds of `1m30s`, `1.5h`, `2d`, `0`; undefined where it is no duration. */
export function nanosecondsOf(text: string): bigint | undefined {
  const sign = text.startsWith('-') ? -1n : 1n;
  const rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w))+$/.test(rest)) return undefined;
  let sum = 0n;
  for (const [, whole = '', part = '', unit = ''] of rest.matchAll(
    /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h|d|w)/g,
  )) {
    const scale = nanoseconds[unit] ?? 0n;
    sum += BigInt(whole === '' ? 0 : whole) * scale;
    const digits = part.slice(0, 18);
    if (digits !== '') sum += (BigInt(digits) * scale) / 10n ** BigInt(digits.length);
  }
  return sign * sum;
}

/** As Go prints a duration: `1m30s`, `1h0m0s`, `500ms`, `0s`. */
export function durationText(given: bigint): string {
  const sign = given < 0n ? '-' : '';
  const all = given < 0n ? -given : given;
  if (all === 0n) return '0s';
  if (all < 1000n) return `${sign}${all}ns`;
  if (all < 1_000_000n) return `${sign}${decimal(all, 1000n)}µs`;
  if (all < 1_000_000_000n) return `${sign}${decimal(all, 1_000_000n)}ms`;
  const minutes = all / 60_000_000_000n;
  const seconds = `${decimal(all % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const rest = value % unit;
  if (rest === 0n) return String(value / unit);
  const digits = String(unit).length - 1;
  return `${value / unit}.${String(rest).padStart(digits, '0').replace(/0+$/, '')}`;
}
