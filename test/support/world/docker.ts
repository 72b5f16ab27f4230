import Docker from 'dockerode';

const clusterLabel = 'dev.flotilla.cluster';
const testLabel = 'dev.flotilla.test';

let shared: Docker | undefined;

/** The engine that set-up found (DOCKER_HOST, else the usual socket). */
export function docker(): Docker {
  shared ??= new Docker();
  return shared;
}

/** The labels for what a test makes by itself, so that sweep() finds it. */
export const testLabels = (name = 'flt-'): Record<string, string> => ({ [testLabel]: name });

/** The images that set-up has provided. All but `redis7` may be missing: skip, and say so. */
export async function images(): Promise<{
  redis7: string;
  redis8?: string;
  valkey?: string;
  influxdb?: string;
  cadvisor?: string;
  mysql?: string;
  python?: string;
}> {
  const tags = (await docker().listImages()).flatMap((image) => image.RepoTags ?? []).sort();
  const newest = (pattern: RegExp): string | undefined => tags.findLast((tag) => pattern.test(tag));
  const redis7 = newest(/^redis:7\.\d+$/);
  if (redis7 === undefined) throw new Error('There is no redis:7 image. Run `npm run setup`.');
  return {
    redis7,
    redis8: newest(/^redis:8\.\d+$/),
    valkey: newest(/^valkey\/valkey:\d+\.\d+$/),
    influxdb: newest(/^influxdb:1\.\d+$/),
    cadvisor: newest(/^ghcr\.io\/google\/cadvisor:v[\d.]+$/),
    mysql: newest(/^mysql:5\.7$/),
    python: newest(/^python:3\.11-slim$/),
  };
}

type Labels = Readonly<Record<string, string>> | null | undefined;

const carries = (labels: Labels, prefix: string): boolean =>
  [labels?.[clusterLabel], labels?.[testLabel]].some((value) => value?.startsWith(prefix) ?? false);

/** What is gone already, or is going, needs no removal. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    if (status !== 404 && status !== 409) throw error;
  }
}

/**
 * Removes the containers, networks and volumes whose label `dev.flotilla.cluster` or `dev.flotilla.test`
 * starts with the prefix, and the anonymous volumes of those containers. Nothing else is touched.
 */
export async function sweep(prefix = 'flt-'): Promise<void> {
  const engine = docker();
  const containers = await engine.listContainers({ all: true });
  await Promise.all(
    containers
      .filter((each) => carries(each.Labels, prefix))
      .map((each) => gone(engine.getContainer(each.Id).remove({ force: true, v: true }))),
  );
  const networks = await engine.listNetworks();
  for (const each of networks.filter((network) => carries(network.Labels, prefix))) {
    await gone(engine.getNetwork(each.Id).remove());
  }
  const { Volumes: volumes } = await engine.listVolumes();
  for (const each of volumes.filter((volume) => carries(volume.Labels, prefix))) {
    await gone(engine.getVolume(each.Name).remove());
  }
}

export interface EngineSnapshot {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** The sorted names of all that the engine holds: equal before and after means that nothing leaked. */
export async function snapshotEngine(): Promise<EngineSnapshot> {
  const engine = docker();
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    engine.listContainers({ all: true }),
    engine.listNetworks(),
    engine.listVolumes(),
  ]);
  return {
    containers: containers.map((each) => each.Names[0] ?? each.Id).sort(),
    networks: networks.map((each) => each.Name).sort(),
    volumes: volumes.map((each) => each.Name).sort(),
  };
}
