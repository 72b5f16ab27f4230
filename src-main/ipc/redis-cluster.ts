import type { Handlers } from './registrar';
import type { Desktop, Services } from './ports';

export const redisClusterHandlers = (
  { clusters }: Services,
  desktop: Pick<Desktop, 'onPageGone'>,
): Handlers => {
  const held = new Map<number, ReturnType<typeof holds>>();
  const heldBy = (page: number) => {
    const known = held.get(page) ?? holds((name) => clusters.watch(name));
    held.set(page, known);
    return known;
  };
  // A page that was reloaded or closed cannot say any more that it has seen enough.
  desktop.onPageGone?.((page) => {
    held.get(page)?.release();
    held.delete(page);
  });
  return {
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
    'redisCluster.watch': ({ name, on }, page) => {
      heldBy(page).watch(name, on);
      return null;
    },
    'redisCluster.events': (name) => Promise.resolve(clusters.events(name)),
    'redisCluster.keys': (search) => clusters.keys(search),
    'redisCluster.key': ({ name, key }) => clusters.key(name, key),
    'redisCluster.deleteKeys': ({ name, keys }) => clusters.deleteKeys(name, keys),
    'redisCluster.command': ({ name, line, node }) => clusters.command(name, line, node),
  };
};

/** How many of a page's parts may watch one cluster. */
const most = 16;

/** What the page watches: each part of it that began says by itself when it ends. */
function holds(begin: (name: string) => () => void) {
  const held = new Map<string, (() => void)[]>();
  return {
    watch(name: string, on: boolean): void {
      const stops = held.get(name) ?? [];
      if (!on) stops.pop()?.();
      else if (stops.length < most) stops.push(begin(name));
      if (stops.length > 0) held.set(name, stops);
      else held.delete(name);
    },
    release(): void {
      for (const stop of [...held.values()].flat()) stop();
      held.clear();
    },
  };
}
