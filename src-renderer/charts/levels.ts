import type { Threshold } from './model';

/** The worst threshold that a value has reached. */
export function levelOf(
  value: number | null,
  thresholds: readonly Threshold[],
): Threshold['level'] | undefined {
  if (value === null) return undefined;
  const reached = thresholds.filter((each) => value >= each.value);
  return reached.some(({ level }) => level === 'bad') ? 'bad' : reached[0]?.level;
}
