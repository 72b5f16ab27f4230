import type { OpArgs } from '@shared/ops';
import type { OpHandler } from '../runner/types';
import type { DockerOpHandlers, DockerOpKind, DockerOpsDeps } from './docker-deps';

const later = <K extends DockerOpKind>(kind: K): OpHandler<OpArgs<K>> => ({
  run: () => Promise.reject(new Error(`not written yet: ${kind}`)),
});

type DrillOps = Pick<
  DockerOpHandlers,
  'container.kill' | 'container.pause' | 'container.unpause' | 'network.disconnect' | 'network.connect'
>;

/** What a drill does to a container, and the way back. */
export function drillOps(_deps: DockerOpsDeps): DrillOps {
  return {
    'container.kill': later('container.kill'),
    'container.pause': later('container.pause'),
    'container.unpause': later('container.unpause'),
    'network.disconnect': later('network.disconnect'),
    'network.connect': later('network.connect'),
  };
}
