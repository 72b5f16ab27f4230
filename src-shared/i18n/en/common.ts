export const common = {
  raw: '{text}',
  'common.ok': 'OK',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
} as const;
