/** Child processes: run one and collect its output, or hand it the terminal. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { SetupError } from './log.mjs';
import { at, root } from './paths.mjs';

const windows = process.platform === 'win32';

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, show?: boolean, input?: string}} [options]
 *   `show` hands the child this terminal; otherwise its output is collected. `timeout` is in ms.
 * @returns {Promise<{code: number, stdout: string, stderr: string, output: string, timedOut: boolean}>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.show ? 'inherit' : [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // npm and npx are .cmd files on Windows, which only a shell starts.
      shell: windows && /^(npm|npx)$/.test(command),
    });
    const parts = { stdout: '', stderr: '', output: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name]?.setEncoding('utf8').on('data', (text) => {
        parts[name] += text;
        parts.output += text;
      });
    }
    if (options.input !== undefined) child.stdin.end(options.input);
    let timedOut = false;
    const timer =
      options.timeout &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, options.timeout);
    const finish = (code) => {
      clearTimeout(timer);
      resolve({ code, ...parts, timedOut });
    };
    child.on('error', (error) => {
      parts.stderr += error.message;
      parts.output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a command and throws a SetupError with the end of its output when it fails.
 * @param {string} doing what the command is for, as it reads after "While"
 * @param {string} command
 * @param {string[]} args
 * @param {Parameters<typeof run>[2] & {hint?: string}} [options]
 */
export async function must(doing, command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  // Stack traces of the tool itself tell a reader nothing.
  const lines = stripVTControlCharacters(result.output)
    .split('\n')
    .filter((line) => line.trim() && !/^\s+at /.test(line));
  const tail = lines.slice(-25).join('\n');
  const how = result.timedOut ? `ran out of time (${options.timeout} ms)` : `ended with code ${result.code}`;
  throw new SetupError({
    doing,
    message: `\`${command} ${args.join(' ')}\` ${how}.\n${tail}`,
    hint: options.hint,
  });
}

/** The full path of a command, or undefined. @param {string} name */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const suffix of windows ? ['.exe', '.cmd', ''] : ['']) {
      const path = join(folder, name + suffix);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

/**
 * Runs a program of the installed packages, in the project's folder.
 * @param {string} path its place in node_modules, with slashes
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const tool = (path, args, options = {}) =>
  run(process.execPath, [at('node_modules', ...path.split('/')), ...args], { cwd: root, ...options });
