import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from './paths';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The FLOTILLA_HOME that the command used: give it to the next call to go on there. */
  readonly home: string;
}

/**
 * Runs the built `flotilla` command to its end.
 * `home` is its FLOTILLA_HOME, a fresh one if left out; `signal` ends it early (as Ctrl-C does).
 */
export function cli(
  args: readonly string[],
  options: {
    env?: Record<string, string>;
    cwd?: string;
    home?: string;
    input?: string;
    timeout?: number;
    signal?: AbortSignal;
  } = {},
): Promise<CliResult> {
  const program = join(root, 'out', 'main', 'cli.js');
  if (!existsSync(program)) throw new Error('The command is not built yet. Run `npm run build`.');
  const home = options.home ?? temporaryFolder('home');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: options.cwd ?? root,
      env: { ...process.env, NO_COLOR: '1', ...options.env, FLOTILLA_HOME: home },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeout ?? 120_000,
    });
    const parts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (parts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (parts.stderr += text));
    // A command that ends before it has read its input closes the pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    options.signal?.addEventListener('abort', () => child.kill('SIGINT'));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? 1,
        ...parts,
        stderr: signal ? `${parts.stderr}\n[${signal}]` : parts.stderr,
        home,
      }),
    );
  });
}
