/** Calm, one-line-per-thing output for the scripts in this folder. */

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Something is there, or was just made. @param {string} text */
export const ok = (text) => console.log(`${paint(32, '✓')} ${text}`);

/** Something is about to take a while. @param {string} text */
export const doing = (text) => console.log(`${paint(36, '…')} ${text}`);

/** Something optional is missing; the work goes on. @param {string} text */
export const warn = (text) => console.log(`${paint(33, '!')} ${text}`);

/** A heading between parts of a long run. @param {string} text */
export const heading = (text) => console.log(`\n${paint(1, text)}`);

/** Seconds since `start` (from Date.now()), as "3.2 s". @param {number} start */
export const since = (start) => `${((Date.now() - start) / 1000).toFixed(1)} s`;

/**
 * A failure that a person can act on: what was being done, what went wrong, what to do next.
 */
export class SetupError extends Error {
  /** @param {{doing: string, message: string, hint?: string}} parts */
  constructor({ doing: what, message, hint }) {
    super(message);
    this.name = 'SetupError';
    this.doing = what;
    this.hint = hint;
  }
}

/** Prints a failure in the three parts that a SetupError holds. @param {unknown} error */
export function printError(error) {
  if (error instanceof SetupError) {
    console.error(`\n${paint(31, '✗')} While ${error.doing}: ${error.message}`);
    if (error.hint) console.error(`  What to do: ${error.hint.replaceAll('\n', '\n  ')}`);
  } else {
    console.error(error);
  }
}

/**
 * Runs a script's main function; a failure is printed and becomes exit code 1.
 * @param {() => Promise<number | void>} body returns the exit code, or nothing for 0
 */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    printError(error);
    process.exitCode = 1;
  }
}
