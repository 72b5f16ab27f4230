export const palette = {
  'palette.title': 'Go to or do',
} as const;
