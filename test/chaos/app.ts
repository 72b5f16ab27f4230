import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../support/world';

export interface Ending {
  readonly killed: boolean;
  readonly ok: boolean;
  readonly runId?: string;
  /** The last error, or what it printed. */
  readonly error: string;
}

interface Line {
  readonly type?: string;
  readonly runId?: string;
  readonly stepId?: string;
  readonly status?: string;
  readonly ok?: boolean;
  readonly error?: unknown;
}

/**
 * The app as a process of its own (the `flotilla` command, with its JSON lines), which can be killed at a chosen
 * moment as a power cut would.
 */
export class App {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ending>;

  /** @param onStep is told of each step that begins */
  constructor(args: readonly string[], home: string, onStep: (stepId: string, app: App) => void) {
    const child = spawn(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...args, '--yes', '--json'], {
      env: { ...process.env, NO_COLOR: '1', FLOTILLA_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let runId: string | undefined;
    let last: Line | undefined;
    let rest = '';
    let errors = '';
    const hear = (text: string): void => {
      if (text === '') return;
      const line = JSON.parse(text) as Line;
      if (line.runId !== undefined) runId = line.runId;
      if (line.type === 'outcome' || line.error !== undefined) last = line;
      if (line.type === 'step' && line.status === 'running' && line.stepId !== undefined)
        onStep(line.stepId, this);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(hear);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) =>
        resolve({
          killed: signal === 'SIGKILL',
          ok: code === 0,
          runId,
          error: `${JSON.stringify(last?.error ?? last)} ${errors.slice(-1000)}`,
        }),
      );
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
