export const shell = {
  // System notifications.
  'app.notice.more': { one: '… and {n} more.', other: '… and {n} more.' },
  'app.notice.run.succeeded': 'Done.',
  'app.notice.run.failed': 'Failed. Flotilla shows why and what can be done.',
  'app.notice.run.cancelled': 'Cancelled.',
  'app.notice.run.undone': 'Undone.',
  'app.notice.run.undoFailed': 'Undoing it failed.',
  'app.notice.engine.lost': 'The engine does not answer any more.',
  'app.notice.engine.back': 'The engine answers again.',
} as const;
