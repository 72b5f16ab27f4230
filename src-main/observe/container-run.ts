import type { RunObserved } from '@shared/containers/run-observed';
import type { RunSpec } from '@shared/containers/run-spec';
import type { EngineDetails, EngineInfo } from '@shared/engine';
import type { Docker } from '../clients/docker';
import { pathKind } from '../clients/host';
import { portsInUse } from '../clients/host-ports';
import { observeEngine } from './redis-cluster-engine';

/** Ports behind a wanted one that are looked at, for a free one to propose. */
const further = 20;

/** Looks at everything that the plan of a container by hand depends on. */
export async function observeRun(
  docker: Docker,
  engine: EngineInfo & EngineDetails,
  spec: RunSpec,
): Promise<RunObserved> {
  const wanted = spec.ports
    .filter(({ protocol }) => protocol === 'tcp')
    .flatMap(({ hostPort }) => Array.from({ length: further }, (_, i) => hostPort + i))
    .filter((port) => port <= 65_535);
  const sources = spec.mounts.flatMap(({ type, source }) => (type === 'bind' ? [source] : []));
  const [seen, taken, paths] = await Promise.all([
    observeEngine(docker),
    engine.local ? portsInUse([...new Set(wanted)].sort((a, b) => a - b)) : [],
    engine.local ? Promise.all(sources.map(async (path) => [path, await pathKind(path)] as const)) : [],
  ]);
  return {
    engine: {
      ...{ id: engine.id, cpus: engine.cpus, memoryBytes: engine.memoryBytes, local: engine.local },
    },
    containers: seen.containers,
    networks: seen.networks,
    volumes: seen.volumes.map(({ name }) => name),
    images: seen.images,
    host: { portsInUse: taken, paths: Object.fromEntries(paths) },
  };
}
