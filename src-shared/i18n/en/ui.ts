/** The window's frame: rail, overview, runs, settings. */
export const ui = {
  'ui.toasts.label': 'Notifications',
} as const;
