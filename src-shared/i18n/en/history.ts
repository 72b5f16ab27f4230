/** The history of metrics on disk. */
export const history = {
  'history.doing.open': 'Opening the history of metrics',
  'history.doing.write': 'Writing the history of metrics',
  'history.doing.read': 'Reading the history of metrics',
  'history.damaged': 'The file {path} is damaged. It was put aside as {aside}, and the history begins anew.',
  'history.damaged.hint':
    'Charts show what was measured since. Look after the disk; delete the file that was put aside when you do not need it.',
  'history.newer':
    'The file {path} was written by a newer version of Flotilla. It was put aside as {aside}, and the history begins anew.',
  'history.newer.hint': 'To see the old history, use that version and give the file its name back.',
  'history.full': 'There is no more space for {path}.',
  'history.full.hint':
    'The oldest is deleted to make room, and the newest waits in memory for some minutes. Make space on the disk.',
  'history.elsewhere': 'Another process of the app keeps the history.',
  'history.elsewhere.hint': 'Do it there, or close that one and try again.',
  'history.stopped': 'The part of the app that keeps it has stopped.',
  'history.stopped.hint': 'It is started again by itself. If it happens once more, start the app again.',
} as const;
