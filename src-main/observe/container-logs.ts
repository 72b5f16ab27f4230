import { composeLabel } from '@shared/compose/stack';
import type { LogRun, LogSource, LogsOf, SpecOf, StreamData } from '@shared/streams';
import { AppError, CancelledError, errorText } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { ContainerSummary, Docker, DockerEvent } from '../clients/docker';
import { mergeLogs } from './container-merge';

export interface LogsDeps {
  readonly docker: Docker;
  /** Every change on the engine at once; undefined: anything may have changed. */
  readonly onEvent: (listener: (event: DockerEvent | undefined) => void) => () => void;
}

/** What a stream of logs goes to: the window, or a terminal. */
export interface LogsTo {
  send(data: StreamData['logs'], cost: number): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * The output of containers, merged by time. With `follow` it goes on when one starts again, and takes in containers
 * that a project gains meanwhile; it ends when it is aborted. Without, it ends with the last line.
 *
 * @throws AppError `container.gone` when a named container is not there, `logs.none` when a project has none
 */
export async function streamLogs(
  { docker, onEvent }: LogsDeps,
  spec: SpecOf<'logs'>,
  to: LogsTo,
): Promise<null> {
  const sources: LogSource[] = [];
  const pumps = new Map<string, Promise<void>>();
  /** Timestamp of each container's last line: where to go on when it starts again. */
  const lastTime = new Map<string, string>();
  const merge = mergeLogs((runs: LogRun[], bytes) => to.send({ runs }, bytes), spec.follow);
  /** Those that started again before the log of their last life had ended. */
  const again = new Set<string>();
  let failure: unknown;

  const pump = async (at: number, id: string, onward: boolean): Promise<void> => {
    const { Config } = await docker.inside.inspect(id, { signal: to.signal });
    const after = onward ? lastTime.get(id) : undefined;
    const since = after === undefined ? seconds(spec.since) : nanosAfter(after);
    const query = {
      follow: spec.follow,
      since,
      until: seconds(spec.until),
      tty: Config.Tty,
      // What an earlier look has shown does not come again.
      tail: after === undefined ? spec.tail : undefined,
    };
    for await (const pieces of docker.inside.logs(id, query, to.signal)) {
      const text = pieces.at(-1)?.text ?? '';
      const line = text.slice(text.lastIndexOf('\n', text.length - 2) + 1);
      lastTime.set(id, line.slice(0, line.indexOf(' ')));
      await merge.push(at, pieces);
    }
  };

  const begin = (id: string, onward: boolean): void => {
    if (to.signal.aborted) return;
    if (pumps.has(id)) {
      if (onward) again.add(id);
      return;
    }
    const at = sources.findIndex((source) => source.id === id);
    const done = pump(at, id, onward)
      .catch((error: unknown) => {
        // A container that is removed while it is followed has said all that it had to say; what an engine that went
        // away still has to say is read when it is back.
        if (error instanceof CancelledError || (spec.follow && (isGone(error) || isAway(error)))) return;
        failure ??= error;
      })
      .finally(() => {
        pumps.delete(id);
        merge.pause(at);
        if (again.delete(id)) begin(id, true);
      });
    pumps.set(id, done);
  };

  const take = async (found: readonly ContainerSummary[]): Promise<void> => {
    const news = found.filter(({ Id }) => !sources.some(({ id }) => id === Id)).map(sourceOf);
    if (news.length === 0) return;
    for (const source of news) merge.expect(sources.push(source) - 1);
    await to.send({ sources: news, runs: [] }, 200);
    for (const { id } of news) begin(id, false);
  };

  const first = await containersOf(docker, spec.of, to.signal);
  if (first.length === 0 && !spec.follow) throw none(spec.of);
  await take(first);
  if (!spec.follow || spec.until !== undefined) {
    while (pumps.size > 0) await Promise.all(pumps.values());
    await merge.flush();
    if (failure !== undefined) throw asError(failure);
    return null;
  }

  return new Promise<null>((resolve, reject) => {
    const stop = onEvent((event) => {
      if (event === undefined || (event.Type === 'container' && event.Action === 'start')) void look();
    });
    const end = (): void => {
      stop();
      clearInterval(watch);
      resolve(null);
    };
    const look = async (): Promise<void> => {
      try {
        const found = await containersOf(docker, spec.of, to.signal);
        await take(found);
        // Also one that has ended meanwhile: it may have said something.
        for (const { Id } of found) begin(Id, true);
      } catch (error) {
        // The next event, or the end of all pumps, brings it up again.
        if (!isGone(error) && !isAway(error)) failure ??= error;
      }
    };
    const watch = setInterval(() => {
      if (failure === undefined || to.signal.aborted) return;
      stop();
      clearInterval(watch);
      reject(asError(failure));
    }, 300);
    if (to.signal.aborted) end();
    else to.signal.addEventListener('abort', end, { once: true });
  });
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(errorText(thrown)));
const has = (error: unknown, code: string): boolean => error instanceof AppError && error.info.code === code;
const isGone = (error: unknown): boolean => has(error, 'container.gone');
const isAway = (error: unknown): boolean => has(error, 'engine.unreachable');

function none(of: LogsOf): AppError {
  const name = 'project' in of ? of.project : of.containers.join(', ');
  return new AppError({
    code: 'logs.none',
    doing: msg('engine.doing.logs', { name }),
    what: msg('inside.logs.noContainers', { name }),
    hint: msg('inside.logs.noContainers.hint'),
  });
}

/** The containers that are meant, in the order of their services and numbers. */
export async function containersOf(
  docker: Docker,
  of: LogsOf,
  signal?: AbortSignal,
): Promise<ContainerSummary[]> {
  const options = signal === undefined ? {} : { signal };
  if ('project' in of) {
    const { project, services = [] } = of;
    const all = await docker.containers.list({ labels: [`${composeLabel.project}=${project}`] }, options);
    return all
      .filter(({ Labels }) => services.length === 0 || services.includes(Labels[composeLabel.service] ?? ''))
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }
  const all = await docker.containers.list(undefined, options);
  return of.containers.flatMap((wanted) => {
    const found = all.find(
      ({ Id, Names }) =>
        Id === wanted || Names.includes(`/${wanted}`) || (wanted.length >= 12 && Id.startsWith(wanted)),
    );
    if (found !== undefined) return [found];
    throw new AppError({
      code: 'container.gone',
      doing: msg('engine.doing.logs', { name: wanted }),
      what: msg('inside.gone', { name: wanted }),
      hint: msg('inside.gone.hint'),
    });
  });
}

const orderOf = ({ Labels, Names }: ContainerSummary): string =>
  `${Labels[composeLabel.service] ?? ''} ${(Labels[composeLabel.number] ?? '').padStart(6, '0')} ${Names[0] ?? ''}`;

function sourceOf({ Id, Names, Labels }: ContainerSummary): LogSource {
  const service = Labels[composeLabel.service];
  const number = Number(Labels[composeLabel.number]);
  return {
    id: Id,
    name: (Names.find((name) => name.lastIndexOf('/') === 0) ?? Names[0] ?? Id.slice(0, 12)).replace(
      /^\//,
      '',
    ),
    ...(service !== undefined && { service }),
    ...(Number.isInteger(number) && number > 0 && { number }),
  };
}

/** Milliseconds as the engine takes a time: seconds with a fraction. */
function seconds(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : (ms / 1000).toFixed(3);
}

/** The moment behind a timestamp (`…T03:04:05.678901234Z`), as seconds with nine digits of a fraction. */
function nanosAfter(time: string): string | undefined {
  const whole = Date.parse(time.replace(/\.\d+/, ''));
  if (Number.isNaN(whole)) return undefined;
  const nanos = Number((/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0')) + 1;
  return `${String(whole / 1000 + Math.floor(nanos / 1e9))}.${String(nanos % 1e9).padStart(9, '0')}`;
}
