import { errorText } from '@shared/errors';
import { version } from '../../package.json';
import { main } from './main';

/** A reader that went away (`flotilla list | head -1`) is no error. */
const isPipeClosed = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === 'EPIPE';

/** Carries out the `flotilla` command and ends the process with its exit code. */
export async function runCommand(words: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!isPipeClosed(error)) throw error;
      process.exit(0);
    });
  }
  const code = await main(words, {
    version,
    open: async (options) => (await import('../wiring')).createFlotilla(options),
  });
  // Sockets that linger must not keep it; what was written is let out first.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/**
 * The same inside the app's own process, where there is no window: what nobody caught would be shown in a dialog
 * there, for which nobody waits.
 */
export async function runCommandInApp(words: readonly string[]): Promise<void> {
  const fail = (error: unknown): void => {
    if (isPipeClosed(error)) process.exit(0);
    else process.stderr.write(`flotilla: ${errorText(error)}\n`, () => process.exit(1));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  await runCommand(words);
}
