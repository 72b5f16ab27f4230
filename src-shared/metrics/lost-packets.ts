import type { Metric } from './model';

/** What the engine and cAdvisor call it, by the metric. */
const fields = {
  receivedErrors: 'rx_errors',
  receivedDropped: 'rx_dropped',
  sentErrors: 'tx_errors',
  sentDropped: 'tx_dropped',
} as const satisfies Partial<Record<Metric, string>>;
type Lost = keyof typeof fields;

/** Packets that were damaged or dropped, over all interfaces since the start. One that an interface keeps to itself is left out. */
export function lostPackets(
  interfaces: readonly { readonly [field in (typeof fields)[Lost]]?: number | undefined }[],
): Partial<Record<Lost, number>> {
  const lost: Partial<Record<Lost, number>> = {};
  for (const [metric, field] of Object.entries(fields) as [Lost, (typeof fields)[Lost]][]) {
    const sum = interfaces.reduce((all, each) => all + (each[field] ?? Number.NaN), 0);
    if (!Number.isNaN(sum)) lost[metric] = sum;
  }
  return lost;
}
