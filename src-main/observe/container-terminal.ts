import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { StreamData, StreamResult, StreamWrite, SpecOf } from '@shared/streams';
import type { Docker } from '../clients/docker';

/** Where shells lie, the most comfortable first. `/busybox/sh` is that of distroless debug images. */
const shells = [
  ...['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/bin/zsh', '/usr/bin/zsh', '/usr/bin/fish'],
  ...['/bin/ash', '/bin/sh', '/usr/bin/sh', '/bin/dash', '/busybox/sh', '/bin/busybox'],
];

/**
 * The best shell that a container has, found by looking at its files: nothing is run for it.
 *
 * @throws AppError `container.no-shell` when there is none (distroless images)
 */
export async function findShell(docker: Docker, name: string, signal?: AbortSignal): Promise<string[]> {
  const options = signal === undefined ? {} : { signal };
  for (const path of shells) {
    if (!(await docker.inside.has(name, path, options))) continue;
    return path === '/bin/busybox' ? [path, 'sh'] : [path];
  }
  throw new AppError({
    code: 'container.no-shell',
    doing: msg('engine.doing.exec', { name }),
    what: msg('inside.terminal.noShell', { name }),
    hint: msg('inside.terminal.noShell.hint'),
  });
}

/** A terminal in a running container, until its program ends or the window wants no more. */
export async function streamTerminal(
  docker: Docker,
  { container, command, user, cols, rows }: SpecOf<'terminal'>,
  context: {
    send(data: StreamData['terminal'], cost: number): Promise<void>;
    readonly signal: AbortSignal;
    onWrite(listener: (write: StreamWrite) => void): void;
  },
): Promise<StreamResult['terminal']> {
  const { signal } = context;
  const inspection = await docker.inside.inspect(container, { signal });
  const name = inspection.Name.replace(/^\//, '');
  if (inspection.State.Status !== 'running') {
    throw new AppError({
      code: 'container.stopped',
      doing: msg('engine.doing.exec', { name }),
      what: msg('inside.terminal.stopped', { name }),
      hint: msg('inside.terminal.stopped.hint'),
    });
  }
  const program = command ?? (await findShell(docker, container, signal));
  const session = await docker.inside.terminal(container, { command: program, user, cols, rows }, signal);
  const end = (): void => void session.socket.destroy();
  let ended = false;
  signal.addEventListener('abort', end, { once: true });
  try {
    // What is typed after a change of size finds the terminal in that size: one is a call, the other a stream.
    let sized: Promise<void> | undefined;
    context.onWrite((write) => {
      if (write.type === 'resize') {
        const mine = (sized ?? Promise.resolve())
          .then(() => session.resize(write.cols, write.rows))
          .catch(() => undefined)
          .finally(() => {
            if (sized === mine) sized = undefined;
          });
        sized = mine;
      } else if (sized === undefined) session.socket.write(write.data);
      else void sized.then(() => session.socket.write(write.data));
    });
    // A character's bytes may come apart.
    const decoder = new TextDecoder();
    for await (const chunk of session.socket) {
      const text = decoder.decode(chunk as Buffer, { stream: true });
      if (text !== '') await context.send({ text }, text.length);
    }
    ended = !signal.aborted;
    return { exitCode: await session.exitCode() };
  } finally {
    signal.removeEventListener('abort', end);
    session.socket.destroy();
    if (!ended) await session.hangUp().catch(() => undefined);
  }
}
