import type { ChartData } from '../../charts/model';

/** A cell as RFC 4180 has it; what a spreadsheet would take for a formula is taken for text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A chart's numbers: a row a moment (ISO 8601, UTC), a column a line; an unknown value is empty. */
export function toCsv({ times, series }: ChartData): string {
  const head = ['time', ...series.map(({ name }) => cell(name))].join(',');
  const rows = times.map((at, i) =>
    [new Date(at).toISOString(), ...series.map(({ values }) => String(values[i] ?? ''))].join(','),
  );
  return `${[head, ...rows].join('\r\n')}\r\n`;
}

/** The same for a program: numbers, null for unknown ones. */
export const toJson = ({ times, step, series }: ChartData): string =>
  `${JSON.stringify(
    {
      step,
      times: times.map((at) => new Date(at).toISOString()),
      series: series.map(({ key, name, values }) => ({ key, name, values })),
    },
    null,
    2,
  )}\n`;
