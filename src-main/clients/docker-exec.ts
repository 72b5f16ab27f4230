import { z } from 'zod';
import { msg } from '@shared/i18n/index';
import { read } from './docker-schemas';
import { collect, demux } from './docker-streams';
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
export function exec(
  wire: Wire,
  name: string,
  command: readonly string[],
  options: CallOptions & ExecOptions = {},
): Promise<ExecResult> {
  const about = { doing: msg('engine.doing.exec', { name }), container: name };
  const { user, env, input } = options;
  return wire.call(about, options, async (engine, { abortSignal, watch }) => {
    const program = await engine.getContainer(encodeURIComponent(name)).exec({
      Cmd: [...command],
      AttachStdin: input !== undefined,
      AttachStdout: true,
      AttachStderr: true,
      ...(user !== undefined && { User: user }),
      ...(env !== undefined && { Env: [...env] }),
      abortSignal,
    });
    const socket = await program.start({ hijack: true, Detach: false, Tty: false, abortSignal });
    const said = watch(socket);
    try {
      if (input !== undefined) socket.end(input);
      const output = demux(await collect(said));
      const state = read(execSchema, await program.inspect({ abortSignal }));
      return { exitCode: state.ExitCode ?? -1, ...output };
    } finally {
      socket.destroy();
    }
  });
}

const execSchema = z.object({ ExitCode: z.number().nullish() });
