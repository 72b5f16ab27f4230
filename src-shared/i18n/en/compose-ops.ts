/** What running a compose project says: observing it, its ops, the command. */
export const composeOps = {
  'cops.doing.stack': 'Looking at the stack {name}',
  'cops.stack.unknown': 'There is no stack {name} on this engine.',
  'cops.stack.unknown.hint': 'It may have been taken down. Look at the list of stacks.',
} as const;
