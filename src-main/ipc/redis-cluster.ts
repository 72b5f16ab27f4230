import type { Handlers } from './registrar';
import type { Services } from './ports';

export const redisClusterHandlers = ({ clusters }: Services): Handlers => ({
  'redisCluster.list': () => clusters.list(),
  'redisCluster.status': (name) => clusters.status(name),
  'redisCluster.adopt': (input) => clusters.adopt(input),
  'redisCluster.forget': async (name) => {
    await clusters.forget(name);
    return null;
  },
});
