import { sampleOf } from '@shared/containers/stats';
import type { SpecOf, StreamData } from '@shared/streams';
import type { Docker } from '../clients/docker';
import type { StatsHub } from './stats-hub';

/** What containers use, about once a second each, until they stop. */
export async function streamStats(
  hub: StatsHub,
  docker: Docker,
  { containers }: SpecOf<'stats'>,
  context: {
    send(data: StreamData['stats'], cost: number): Promise<void>;
    readonly signal: AbortSignal;
  },
): Promise<null> {
  await Promise.all(
    containers.map(
      (id) =>
        new Promise<void>((resolve, reject) => {
          let stop = (): void => undefined;
          let sending = false;
          const settle = (error?: Error): void => {
            stop();
            context.signal.removeEventListener('abort', onAbort);
            if (error === undefined) resolve();
            else reject(error);
          };
          const onAbort = (): void => settle();
          stop = hub.follow(docker, id, {
            stats: (stats) => {
              // A window that is slow to take them misses some: only the newest counts.
              if (sending) return;
              sending = true;
              context.send({ id, sample: sampleOf(stats) }, 300).then(() => (sending = false), settle);
            },
            end: settle,
          });
          context.signal.addEventListener('abort', onAbort);
          if (context.signal.aborted) settle();
        }),
    ),
  );
  return null;
}
