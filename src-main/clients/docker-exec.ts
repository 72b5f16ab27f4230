import { z } from 'zod';
import { CancelledError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { collect, DockerTimeoutError } from './docker-http';
import { demux } from './docker-streams';
import type { CallOptions, Wire } from './docker-wire';

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  readonly user?: string;
  /** Beside the image's own. They can be seen in the exec's inspect: no secrets. */
  readonly env?: readonly string[];
  /** Fed to the program's standard input: the place for a secret. */
  readonly input?: string;
}

/** Runs a program in a running container and waits for its end; its exit code is an answer, not an error. */
export async function exec(
  wire: Wire,
  name: string,
  command: readonly string[],
  options: CallOptions & ExecOptions = {},
): Promise<ExecResult> {
  const about = { doing: msg('engine.doing.exec', { name }), container: name };
  const { Id } = await wire.json(z.object({ Id: z.string() }), about, {
    method: 'POST',
    path: `/containers/${encodeURIComponent(name)}/exec`,
    body: {
      Cmd: command,
      User: options.user,
      Env: options.env,
      AttachStdin: options.input !== undefined,
      AttachStdout: true,
      AttachStderr: true,
    },
    options,
  });
  const start = {
    method: 'POST',
    path: `/exec/${Id}/start`,
    body: { Detach: false, Tty: false },
    options,
  } as const;
  const socket = await wire.hijack(about, start);
  const { signal } = options;
  const abort = (): unknown => socket.destroy(new CancelledError('cancelled'));
  const timer = setTimeout(
    () => socket.destroy(new DockerTimeoutError('no output in time')),
    options.idleMs ?? 60_000,
  );
  socket.on('data', () => timer.refresh()).pause();
  try {
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    if (options.input !== undefined) socket.end(options.input);
    const output = demux(await collect(socket));
    const state = await wire.json(z.object({ ExitCode: z.number().nullish() }), about, {
      method: 'GET',
      path: `/exec/${Id}/json`,
      options,
    });
    return { exitCode: state.ExitCode ?? -1, ...output };
  } catch (error) {
    throw wire.error(error, about);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    socket.destroy();
  }
}
