import { composeCommands } from './commands/compose';
import { dockerCommands } from './commands/docker';
import { redisCommands } from './commands/redis';
import { resourceCommands } from './commands/resources';
import type { Op } from './ops';

export { scriptOf } from './commands/script';

/**
 * The shell commands that an op stands for, in order; one may span lines. Words are quoted for a POSIX
 * shell. Secrets stand there as a variable or as a file that is read, never as themselves.
 */
export function commandsOf(op: Op): string[] {
  return dockerCommands(op) ?? composeCommands(op) ?? resourceCommands(op) ?? redisCommands(op) ?? [];
}
