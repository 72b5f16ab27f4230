export const learn = {
  'learn.open': 'Explain this',
} as const;
