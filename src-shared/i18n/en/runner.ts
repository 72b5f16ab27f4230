export const runner = {
  'runner.doing.start': 'Starting: {title}',
  'runner.doing.resume': 'Resuming: {title}',
  'runner.doing.undo': 'Undoing: {title}',
  'runner.doing.cancel': 'Cancelling: {title}',
  'runner.doing.run': 'Running the plan',
  'runner.doing.step': 'Running the step: {step}',
  'runner.doing.undoStep': 'Undoing the step: {step}',
  'runner.doing.lock': 'Reserving {target}',
  'runner.doing.journal': 'Writing the run’s journal {path}',
  'runner.doing.read': 'Reading the run {run}',

  'runner.invalid.duplicate': 'The plan holds the step {step} twice.',
  'runner.invalid.unknown': 'The step {step} waits for {dependency}, which is not in the plan.',
  'runner.invalid.cycle': 'These steps wait for each other: {steps}',
  'runner.invalid.hint':
    'Nothing was changed. This is a mistake in Flotilla: please report it with the plan (flotilla plan FILE --json).',

  'runner.refused.what': {
    one: 'A check found a problem, so nothing was changed.',
    other: 'Checks found {n} problems, so nothing was changed.',
  },
  'runner.refused.hint': 'Solve what is listed below, then try again.',
  'runner.changed.what': 'Something changed since the plan was made, so the plan is no longer the same.',
  'runner.changed.hint': 'Nothing was changed. Look at the new plan and agree to it again.',

  'runner.lock.byApp': 'The Flotilla app (process {pid}) has been working on {target} since {since}.',
  'runner.lock.byCommand': 'A flotilla command (process {pid}) has been working on {target} since {since}.',
  'runner.lock.hint': 'Wait until run {run} is over, or cancel it there, then try again.',
  'runner.lock.contended': 'Others keep taking {target} at the same moment.',
  'runner.lock.again': 'Try again.',

  'runner.journal.full': 'The disk is full.',
  'runner.journal.full.hint':
    'Free some space on the disk that holds {path}, then resume or undo the run. No further step was begun.',
  'runner.journal.hint':
    'See to it that {path} can be written, then resume or undo the run. No further step was begun.',

  'runner.unreadable.what': 'The journal {path} is damaged at line {line}.',
  'runner.unreadable.hint': 'The file {path} can’t be used. Other runs are not affected.',
  'runner.unknown.what': 'There is no run {run}.',
  'runner.unknown.hint': 'List the runs to see their ids.',
  'runner.elsewhere.what': 'Another Flotilla process runs it.',
  'runner.elsewhere.hint': 'Cancel it there: in its window, or with Ctrl-C in its terminal.',
  'runner.busy.what': 'The run is in motion.',
  'runner.busy.hint': 'Wait until it is over, or cancel it first.',
  'runner.cannotResume.what': 'A run that is “{status}” can’t be resumed.',
  'runner.cannotResume.hint':
    'Failed, cancelled and interrupted runs can be resumed, as long as no undo has begun.',
  'runner.cannotUndo.what': 'This run (“{status}”) can’t be undone.',
  'runner.cannotUndo.hint':
    'There is nothing to undo, or it has removed something that can’t be brought back.',

  'runner.step.interrupted': 'Flotilla ended while this step ran.',
  'runner.step.stopped': 'It was stopped before it was done.',
  'runner.step.hint': 'Solve the cause, then resume the run, or undo it.',

  'store.doing.read': 'Reading {path}',
  'store.read.hint': 'See to it that {path} is a file that you may read, then try again.',
  'store.doing.write': 'Saving {path}',
  'store.write.hint': 'See to it that {path} can be written and that the disk has space, then try again.',

  'secret.doing': 'Fetching a password',
  'secret.env.unset': 'The environment variable {name} is not set.',
  'secret.env.empty': 'The environment variable {name} is empty.',
  'secret.env.hint': 'Set {name} to the password where Flotilla is started, then try again.',
  'secret.file.absent': 'There is no file {path}.',
  'secret.file.empty': 'The first line of {path} is empty.',
  'secret.file.hint': 'Put the password in the first line of {path} and see to it that you may read it.',
  'secret.stored.gone': 'The password is no longer kept: it was entered in an earlier session.',
  'secret.stored.gone.hint': 'Enter the password again.',
  'secret.stored.sealed': 'The password is kept by the Flotilla app, and only the app can open it.',
  'secret.stored.sealed.hint':
    'Do this in the app, or give the password by an environment variable or a file.',
  'secret.plain': 'This system has no keyring',
  'secret.plain.session':
    'Without one, nothing here can be truly encrypted: what is typed is kept until Flotilla closes.',
  'secret.plain.kept':
    'Without one, nothing here can be truly encrypted. What is typed is kept all the same, as you chose, in a file that only you can read.',
  'secret.plain.keep': 'Keep passwords all the same, unencrypted, in a file that only I can read',
  'secret.plain.keep.hint':
    'Also those that were typed before. Switched off, they are taken off the disk again.',
  'secret.container.closed': 'The password stands in a container, and no engine is at hand to read it.',
  'secret.container.hint': 'Start the Docker engine, then try again.',
} as const;
