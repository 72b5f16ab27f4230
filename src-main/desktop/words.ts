/** What the `flotilla` of an installed package puts before the words of a command. */
export const commandFlag = '--flotilla-command';

/**
 * The words of a command, where the app was started for one: what stands behind the first `--` that follows the flag.
 * Chromium reads no switch behind it, so that `--type` and the like reach the command as they were typed.
 */
export function commandWords(argv: readonly string[]): string[] | undefined {
  const flag = argv.indexOf(commandFlag);
  const end = argv.indexOf('--');
  return flag < 0 || end < flag ? undefined : argv.slice(end + 1);
}
