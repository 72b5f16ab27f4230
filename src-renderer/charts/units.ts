import type { Locale } from '@shared/i18n/types';
import type { ChartUnit } from './model';

// Pure, and without the window's locale: the worker that draws writes with it too.
const made = new Map<string, Intl.NumberFormat>();
function plain(value: number, locale: Locale, digits: number): string {
  const key = `${locale}${String(digits)}`;
  let format = made.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    made.set(key, format);
  }
  return format.format(value);
}

/** As many digits as three figures need: 0.05, 1.25, 12.5, 125. */
const digitsOf = (value: number): number => {
  const size = Math.abs(value);
  return size >= 99.95 || size === 0 ? 0 : size >= 9.995 ? 1 : size >= 0.1 ? 2 : 3;
};

function scaled(
  value: number,
  locale: Locale,
  base: number,
  units: readonly string[],
): { readonly text: string; readonly unit: string } {
  let size = Math.abs(value);
  let at = 0;
  while (size >= base && at < units.length - 1) {
    size /= base;
    at += 1;
  }
  return {
    text: plain(value < 0 ? -size : size, locale, at === 0 && base === 1024 ? 0 : digitsOf(size)),
    unit: units[at] ?? '',
  };
}

const iec = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const si = ['', 'k', 'M', 'G', 'T', 'P'];

/** A value in its unit, three figures: `12.5%`, `1.25 GiB`, `3.4 MiB/s`, `0.5 cores`, `12.3k`. */
export function formatValue(value: number | null | undefined, unit: ChartUnit, locale: Locale): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  switch (unit) {
    case 'percent':
      return `${plain(value, locale, digitsOf(value))}%`;
    case 'bytes':
    case 'bytes/s': {
      const { text, unit: name } = scaled(value, locale, 1024, iec);
      return `${text} ${name}${unit === 'bytes/s' ? '/s' : ''}`;
    }
    case 'decbytes':
    case 'bits':
    case 'bits/s': {
      const { text, unit: prefix } = scaled(value, locale, 1000, si);
      return `${text} ${prefix}${unit === 'decbytes' ? 'B' : unit === 'bits' ? 'b' : 'b/s'}`;
    }
    case 'packets/s':
    case 'ops/s': {
      const { text, unit: name } = scaled(value, locale, 1000, ['', 'k', 'M', 'G']);
      return `${text}${name}${unit === 'packets/s' ? ' p/s' : '/s'}`;
    }
    case 'seconds':
      return seconds(value, locale);
    case 'cores':
    case 'count': {
      const { text, unit: name } = scaled(value, locale, 1000, ['', 'k', 'M', 'G']);
      return `${text}${name}`;
    }
  }
}

/** Below a minute three figures, above two parts: `45 s`, `3m 53s`, `2h 10m`, `4d 3h`. */
function seconds(value: number, locale: Locale): string {
  const size = Math.abs(value);
  if (Math.round(size) >= 60) return `${value < 0 ? '-' : ''}${parts(size, locale)}`;
  const steps = [
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
  ] as const;
  const [divide, name] = steps.find(([least]) => size >= least) ?? ([1e-9, 'ns'] as const);
  return size === 0 ? '0 s' : `${plain(value / divide, locale, digitsOf(value / divide))} ${name}`;
}

const clock = [
  [86_400, 'd', '天'],
  [3600, 'h', '小时'],
  [60, 'm', '分钟'],
  [1, 's', '秒'],
] as const;

function parts(size: number, locale: Locale): string {
  const whole = Math.round(size);
  const at = clock.findIndex(([length]) => whole >= length);
  const name = (n: number, [, en, zh]: (typeof clock)[number]): string =>
    `${plain(n, locale, 0)}${locale === 'en' ? en : zh}`;
  const [big, small] = clock.slice(at);
  if (big === undefined) return '';
  const rest = small === undefined ? 0 : Math.floor((whole % big[0]) / small[0]);
  const told = name(Math.floor(whole / big[0]), big);
  return small === undefined || rest === 0 ? told : `${told} ${name(rest, small)}`;
}
