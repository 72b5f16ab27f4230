export const firstRun = {
  'first.title': 'Welcome to Flotilla',
} as const;
