/** Changing a container's limits and restart policy. */
export const containersUpdate = {
  'containers.update.title': 'Change the limits of {name}',
  'containers.update.why.limits': 'Limits apply at once; nothing restarts. Undo gives the old ones back.',
  'containers.update.why.restart':
    'The policy counts from the next time that it ends; nothing restarts now. Undo gives the old one back.',
  'containers.update.why.both':
    'Limits apply at once, the policy from the next time that it ends; nothing restarts now. Undo gives the old ones back.',
  'containers.update.autoRemove': '{name} is removed when it ends (--rm): it cannot restart.',
  'containers.update.autoRemove.hint': 'Leave the policy at "no", or run it anew without --rm.',
  'containers.update.count': 'A number of tries goes with on-failure only, not with {policy}.',
  'containers.update.count.hint': 'Choose on-failure, or leave the number out.',
  'containers.update.below': '{name} uses {used} now; with {limit} it would be killed for lack of memory.',
  'containers.update.below.hint': 'Choose more than it uses, or stop it first.',
  'containers.update.aboveMemory':
    'The limit of {limit} is above what this engine has ({has}): it limits nothing.',
  'containers.update.above.hint':
    'That is fine where no limit is wanted; the engine knows no way to take one away.',
  'containers.update.aboveCpus': '{n} CPUs are more than the {has} that this engine has.',
  'containers.update.aboveCpus.hint': 'Choose at most {has}.',
  'containers.update.quota': 'The CPU limit of {name} was given as a quota and a period (--cpu-quota).',
  'containers.update.quota.hint':
    'The engine changes that only by the same options: docker update --cpu-quota …',
  'containers.update.first': 'There was no limit on {what} before.',
  'containers.update.first.hint':
    'The engine knows no way to take a limit away: undo allows as much as its computer has.',
  'containers.update.lifted': 'The engine knows no way to take a limit away ({what}).',
  'containers.update.lifted.hint': 'It gets as much as its computer has, which limits nothing.',
  'containers.update.stack': '{name} belongs to the stack {project}: its file does not know of this change.',
  'containers.update.stack.hint':
    'It lasts until the stack makes the container anew. Put it into the compose file to keep it.',
  'containers.update.doing': 'changing the limits of {name}',
  'containers.update.gone': 'This is no longer the container that the plan was made for.',
  'containers.update.gone.hint': 'Open the container again and look at its limits.',

  'containers.edit.open': 'Change limits…',
  'containers.edit.title': 'Limits of {name}',
  'containers.edit.page': 'Limits and restart policy',
  'containers.edit.restart': 'Restart policy',
  'containers.edit.restart.no': 'After it ended it stays as it is, whatever its exit code.',
  'containers.edit.restart.on-failure':
    'After an exit code other than 0 it starts again, waiting longer each time. Not when you stopped it.',
  'containers.edit.restart.always':
    'It starts again whenever it ends. Stopped by hand, it starts again with the engine.',
  'containers.edit.restart.unless-stopped':
    'It starts again whenever it ends. Stopped by hand, it stays stopped, also when the engine starts.',
  'containers.edit.tries': 'Tries at most',
  'containers.edit.tries.hint': 'Empty: without end.',
  'containers.edit.memory': 'Memory',
  'containers.edit.memory.hint':
    'At the limit the kernel ends its processes (exit code 137). Empty: as much as the computer has.',
  'containers.edit.memory.wrong': 'At least 6 MiB, a whole number.',
  'containers.edit.cpus': 'CPUs',
  'containers.edit.cpus.hint':
    '0.5 is half of a core. A container that wants more is slowed down, not ended. Empty: all of them.',
  'containers.edit.cpus.wrong': 'A number of at least 0.01.',
  'containers.edit.pids': 'Processes',
  'containers.edit.pids.hint': 'Processes and threads at most. Empty: no limit.',
  'containers.edit.pids.wrong': 'A whole number, 1 or more.',
  'containers.edit.none': 'no limit',
  'containers.edit.lead':
    'What you change takes effect while the container runs. What you leave stays as it is.',
  'containers.edit.unchanged': 'Change a value to see what will be done.',
  'containers.edit.limits': 'Limits',
  'containers.edit.do': 'Change',
  'containers.edit.done': 'To the container',
} as const;
