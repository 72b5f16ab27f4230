import type { ImageDetail, NetworkDetail, VolumeDetail } from '@shared/resources/details';
import type { Resources, Usage } from '@shared/resources/model';
import type { ResourceRequest } from '@shared/requests';
import type { Engines } from './observe/engines';
import { enginePlace } from './observe/engine-place';
import { connectedEngine } from './observe/redis-cluster-engine';
import type { Look } from './planning';
import type { AdoptedStore } from './store/adopted';

/** Images, networks and volumes of the connected engine. Calls throw its AppError when there is none. */
export interface ResourceServices {
  list(): Promise<Resources>;
  /** Slow where volumes hold many files. */
  usage(): Promise<Usage>;
  image(id: string): Promise<ImageDetail>;
  network(id: string): Promise<NetworkDetail>;
  volume(name: string): Promise<VolumeDetail>;
  /** What `docker inspect` prints. */
  inspect(kind: 'image' | 'network' | 'volume', id: string): Promise<string>;
  /** Looks at the engine, and plans. */
  look(request: ResourceRequest): Promise<Look>;
}

export interface ResourceServicesDeps {
  readonly engines: Pick<Engines, 'start' | 'state' | 'docker'>;
  readonly adopted: Pick<AdoptedStore, 'list'>;
}

export function createResourceServices({ engines, adopted }: ResourceServicesDeps): ResourceServices {
  const observer = () => import('./observe/resources');
  const docker = async () => {
    await engines.start();
    return engines.docker();
  };
  /** Clusters that were built by others and taken in: their containers bear no label of ours. */
  const taken = async (): Promise<ReadonlyMap<string, string>> => {
    const place = enginePlace((await docker()).endpoint);
    const clusters = await adopted.list(place);
    return new Map(
      clusters.flatMap(({ name, containers }) => containers.map(({ id }) => [id, name] as const)),
    );
  };
  return {
    list: async () => (await observer()).observeResources(await docker(), await taken()),
    usage: async () => (await observer()).observeUsage(await docker()),
    image: async (id) => (await observer()).imageDetail(await docker(), id, await taken()),
    network: async (id) => (await observer()).networkDetail(await docker(), id, await taken()),
    volume: async (name) => (await observer()).volumeDetail(await docker(), name, await taken()),
    inspect: async (kind, id) => {
      const { resources } = await docker();
      return JSON.stringify([(await resources[kind](id)).raw], null, 4);
    },
    look: async (request) => {
      const { observeResources, observeUsage } = await observer();
      const engine = await docker();
      const connected = connectedEngine(engines.state());
      const [seen, usage, { planResources }] = await Promise.all([
        observeResources(engine, await taken()),
        request.kind === 'resources.prune' ? observeUsage(engine) : undefined,
        import('@shared/resources/plan'),
      ]);
      const observed = { ...seen, engine: { id: connected.id }, ...(usage !== undefined && { usage }) };
      return { plan: planResources(request, observed), engine: connected.id, images: [] };
    },
  };
}
