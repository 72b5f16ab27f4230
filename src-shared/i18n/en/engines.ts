export const engines = {
  'engines.title': 'Engines',
} as const;
