/** What this computer is, and what set-up may do on it. */
import { createInterface } from 'node:readline/promises';
import { readIf } from './paths.mjs';

const release = Object.fromEntries(
  (readIf('/etc/os-release') ?? '').split('\n').map((line) => line.replace(/"/g, '').split('=', 2)),
);

/** A name for messages: "Debian GNU/Linux 12 (bookworm)", "macOS", "Windows". */
export const systemName =
  { darwin: 'macOS', win32: 'Windows' }[process.platform] ?? release.PRETTY_NAME ?? process.platform;

/** Debian, Ubuntu or another system that apt serves. */
export const isDebianLike =
  process.platform === 'linux' && /\b(debian|ubuntu)\b/.test(`${release.ID} ${release.ID_LIKE}`);

/** Whether this process may install packages and start services. */
export const isRoot = process.getuid?.() === 0;

/** Set-up can install system packages here. */
export const canInstall = isDebianLike && isRoot;

/**
 * Asks a person before the system is changed. Nobody at the terminal, `--yes` or CI=true mean yes:
 * `npm start` and `npm test` work unattended.
 * @param {string} question
 * @param {{yes?: boolean}} options
 */
export async function agreed(question, { yes = false } = {}) {
  if (yes || process.env.CI || !process.stdin.isTTY) return true;
  const line = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = (await line.question(`${question} [Y/n] `)).trim().toLowerCase();
    return answer === '' || answer === 'y' || answer === 'yes';
  } finally {
    line.close();
  }
}
