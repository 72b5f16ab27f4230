/** The numbers that stand for a whole line: in a legend, or as what a number or a bar shows. */
export const statNames = ['last', 'min', 'mean', 'p95', 'max', 'sum'] as const;
export type StatName = (typeof statNames)[number];

/** What a legend's table tells where nothing else was chosen. */
export const usualStats: readonly StatName[] = ['last', 'min', 'mean', 'p95', 'max'];
