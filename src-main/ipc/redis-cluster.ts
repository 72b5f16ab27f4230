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
  'redisCluster.adoptRemote': (remote) => clusters.adoptRemote(remote),
  'redisCluster.live': (name) => clusters.live(name),
  'redisCluster.check': ({ name, deep }) => clusters.check(name, deep),
  'redisCluster.slotKeys': (name) => clusters.slotKeys(name),
  'redisCluster.watch': () => null,
  'redisCluster.events': (name) => Promise.resolve(clusters.events(name)),
  'redisCluster.keys': (search) => clusters.keys(search),
  'redisCluster.key': ({ name, key }) => clusters.key(name, key),
  'redisCluster.deleteKeys': ({ name, keys }) => clusters.deleteKeys(name, keys),
  'redisCluster.command': ({ name, line, node }) => clusters.command(name, line, node),
});
