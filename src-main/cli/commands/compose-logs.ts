import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { LogRun, LogSource, SpecOf } from '@shared/streams';
import { isGiven, valueOf, type Arguments } from '../args';
import { exit, type Command } from '../session';

/**
 * `compose logs NAME [SERVICE…]`: what the services' containers wrote, merged by time, each line behind its
 * container's name as docker compose shows it. By labels alone: needs no file. 130 when following was ended by Ctrl-C.
 */
export const logs: Command = async ({ args, withEngine }) => {
  const spec = specOf(args, Date.now());
  const { containers } = await withEngine();
  const { streamLogs } = await import('../../observe/container-logs');
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  // A reader that has seen enough (`| head`) closes the pipe.
  process.stdout.once('error', stop);
  const shown = printer(args);
  try {
    await streamLogs(await containers.logs(), spec, {
      signal: controller.signal,
      send: ({ sources = [], runs }) => {
        shown.add(sources);
        return written(shown.text(runs));
      },
    });
    return controller.signal.aborted && spec.follow ? exit.cancelled : exit.done;
  } finally {
    process.off('SIGINT', stop);
    process.stdout.off('error', stop);
  }
};

function written(text: string): Promise<void> {
  if (text === '') return Promise.resolve();
  // A pipe that nobody reads any more: its error ends the command.
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

/** The engine's timestamps away or kept, and names before the lines, all of one width. */
function printer(args: Arguments) {
  const stamps = isGiven(args, 'timestamps');
  const bare = isGiven(args, 'no-log-prefix');
  const names: string[] = [];
  let width = 0;
  const nameOf = ({ name, service, number }: LogSource): string =>
    service !== undefined && number !== undefined ? `${service}-${String(number)}` : name;
  return {
    add(sources: readonly LogSource[]): void {
      names.push(...sources.map(nameOf));
      width = Math.max(0, ...names.map((name) => name.length));
    },
    text(runs: readonly LogRun[]): string {
      if (bare && stamps) return runs.map(({ text }) => text).join('');
      return runs
        .map(({ source, text }) => {
          const prefix = bare ? '' : `${(names[source] ?? '').padEnd(width)}  | `;
          return text.replace(/^(\S+) ?(.*\n)/gm, (_, time: string, line: string) =>
            stamps ? `${prefix}${time} ${line}` : prefix + line,
          );
        })
        .join('');
    },
  };
}

/** @throws AppError `cli.args` for a time or a number of lines that is none */
function specOf(args: Arguments, now: number): SpecOf<'logs'> {
  const [project = '', ...services] = args.words;
  const tail = valueOf(args, 'tail') ?? 'all';
  if (tail !== 'all' && !/^\d{1,8}$/.test(tail)) throw bad(msg('inside.cli.badTail', { value: tail }));
  const since = timeOf(valueOf(args, 'since'), now);
  const until = timeOf(valueOf(args, 'until'), now);
  return {
    kind: 'logs',
    of: { project, services },
    follow: isGiven(args, 'follow'),
    ...(tail !== 'all' && { tail: Number(tail) }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `10m`, `2h30m` before now, or a date with a time; milliseconds since the epoch. */
function timeOf(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^(\d+[smhd])+$/.test(value)) {
    const parts = [...value.matchAll(/(\d+)([smhd])/g)];
    return parts.reduce((at, [, count, unit = 's']) => at - Number(count) * (units[unit] ?? 0), now);
  }
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw bad(msg('inside.cli.badTime', { value }));
  return at;
}

function bad(what: ReturnType<typeof msg>): AppError {
  return new AppError({
    code: 'cli.args',
    doing: msg('inside.cli.doing'),
    what,
    hint: msg('cli.seeHelp.command', { command: 'compose logs' }),
  });
}
