import { sampleOf } from '@shared/containers/stats';
import type { SpecOf, StreamData } from '@shared/streams';
import type { Docker } from '../clients/docker';

/** What containers use, about once a second each, until they stop. */
export async function streamStats(
  docker: Docker,
  { containers }: SpecOf<'stats'>,
  context: {
    send(data: StreamData['stats'], cost: number): Promise<void>;
    readonly signal: AbortSignal;
  },
): Promise<null> {
  await Promise.all(
    containers.map(async (id) => {
      for await (const stats of docker.inside.stats(id, context.signal)) {
        // A container that does not run answers with a zero time.
        if (stats.read.startsWith('0001')) continue;
        await context.send({ id, sample: sampleOf(stats) }, 300);
      }
    }),
  );
  return null;
}
