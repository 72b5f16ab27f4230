/** Measuring, and asking for what was measured. */
export const metrics = {
  'metrics.doing.collect': 'Measuring containers',
  'metrics.failed.hint': 'It is tried again by itself. The source’s own log may tell more.',
  'metrics.doing.query': 'Reading what was measured',
  'metrics.badRegex': '“{regex}” is no regular expression',
  'metrics.badRegex.hint': 'Correct it, or choose names from the list instead.',
} as const;
