import Docker from 'dockerode';

const label = 'dev.flotilla.test';
const name = 'flt-bench-idle';

/** Containers that do next to nothing, to be watched. */
export interface IdleContainers {
  readonly ids: readonly string[];
  remove(): Promise<void>;
}

/** Starts so many; what an earlier run left goes first. */
export async function idleContainers(count: number): Promise<IdleContainers> {
  const docker = new Docker();
  const remove = async (): Promise<void> => {
    const all = await docker.listContainers({ all: true, filters: { label: [`${label}=${name}`] } });
    await inTurn(all, async ({ Id }) => {
      await docker.getContainer(Id).remove({ force: true, v: true });
    });
  };
  await remove();
  const images = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const image = images.find((tag) => tag.startsWith('redis:7'));
  if (image === undefined) throw new Error('there is no image redis:7');
  const ids = await inTurn(
    Array.from({ length: count }, (_, n) => n),
    async (n) => {
      const made = await docker.createContainer({
        ...{ name: `${name}-${String(n)}`, Image: image, Labels: { [label]: name } },
        Entrypoint: ['sh', '-c', 'while :; do sleep 1; done'],
        HostConfig: { Init: true },
      });
      await made.start();
      return made.id;
    },
  );
  return { ids, remove };
}

/** Four at a time: an engine that is asked for all at once is slower. */
async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...all];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results.push(await work(next));
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return results;
}
