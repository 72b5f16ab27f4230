import { describe, expect, it } from 'vitest';
import { Router } from '../../../src-renderer/state/router.svelte';
import { operations, parseRoute, paths } from '../../../src-renderer/state/routes';

describe('parseRoute', () => {
  it('reads every path that paths makes', () => {
    expect(parseRoute(paths.overview)).toEqual({ page: 'overview' });
    expect(parseRoute(paths.redis)).toEqual({ page: 'redis' });
    expect(parseRoute(paths.newRedis)).toEqual({ page: 'redis/new' });
    expect(parseRoute(paths.runs)).toEqual({ page: 'runs' });
    expect(parseRoute(paths.settings)).toEqual({ page: 'settings' });
    expect(parseRoute(paths.run('2026-a_1'))).toEqual({ page: 'runs/run', id: '2026-a_1' });
  });

  it('reads a container, its part, and the moment that its log is read around', () => {
    const name = 'a/b ?1';
    const page = 'containers/container';
    expect(parseRoute(paths.container(name))).toEqual({ page, name });
    expect(parseRoute(paths.container(name, 'stats'))).toEqual({ page, name, tab: 'stats' });
    expect(parseRoute(paths.logsAt(name, 1_700_000_000_123.4))).toEqual({
      ...{ page, name, tab: 'logs' },
      at: 1_700_000_000_123,
    });
  });

  it('leads to the overview where a path is no sound text', () => {
    const broken = [
      'redis/cluster/%',
      'stacks/stack/a/stop/%zz',
      'stacks/up/%E0%A4',
      'stacks/logs/%',
      'runs/%',
    ];
    const more = ['run-container/%', 'containers/%c3', 'stacks/edit/%', 'resources/image/%', 'monitor/%ff'];
    for (const path of [...broken, ...more, 'resources/act/%', 'redis/cluster/a/drill/%'])
      expect(parseRoute(path), path).toEqual({ page: 'overview' });
  });

  it('keeps a name with signs of its own', () => {
    const name = 'a/b 100% ?#';
    expect(parseRoute(paths.cluster(name))).toEqual({ page: 'redis/cluster', name });
  });

  it('reads what is done to a cluster, and to which node', () => {
    const name = 'a/b %';
    for (const operation of operations) {
      expect(parseRoute(paths.operation(name, operation))).toEqual({
        page: 'redis/operation',
        name,
        operation,
      });
    }
    expect(parseRoute(paths.operation(name, 'drill', '10.0.0.1:6379'))).toEqual({
      page: 'redis/operation',
      name,
      operation: 'drill',
      node: '10.0.0.1:6379',
    });
    expect(parseRoute('redis/cluster/demo/no-such')).toEqual({ page: 'redis/cluster', name: 'demo' });
  });

  it('leads to the overview from anywhere unknown', () => {
    expect(parseRoute('mysql/7')).toEqual({ page: 'overview' });
    expect(parseRoute('')).toEqual({ page: 'overview' });
  });
});

describe('Router', () => {
  it('goes back and forward, and forgets what lay ahead', () => {
    const router = new Router();
    router.go('redis');
    router.go('redis/new');
    router.back();
    expect(router.path).toBe('redis');
    expect(router.canForward).toBe(true);
    router.go('runs');
    expect(router.canForward).toBe(false);
    router.back();
    router.back();
    expect(router.path).toBe('overview');
    expect(router.canBack).toBe(false);
    router.back();
    expect(router.path).toBe('overview');
    router.forward();
    expect(router.path).toBe('redis');
  });

  it('does not pile up the same place', () => {
    const router = new Router();
    router.go('runs');
    router.go('runs');
    router.back();
    expect(router.path).toBe('overview');
  });

  it('replaces a place that must not be come back to', () => {
    const router = new Router();
    router.go('redis/new');
    router.replace('redis/cluster/demo');
    expect(router.route).toEqual({ page: 'redis/cluster', name: 'demo' });
    router.back();
    expect(router.path).toBe('overview');
  });

  it('finds the way to resources, whatever their names are', () => {
    for (const [path, route] of [
      [paths.resources(), { page: 'resources' }],
      [paths.resources('volumes'), { page: 'resources', tab: 'volumes' }],
      [paths.prune, { page: 'resources/prune' }],
      [paths.resource('image', 'sha256:a/b'), { page: 'resources/detail', kind: 'image', id: 'sha256:a/b' }],
    ] as const)
      expect(parseRoute(path)).toEqual(route);
    const act = { what: 'image-tag', id: 'sha256:1', name: 'a/b:1' } as const;
    const route = parseRoute(paths.resourceAct(act));
    expect(route.page === 'resources/act' && JSON.parse(route.act)).toEqual(act);
  });

  it('says which section a place belongs to', () => {
    const router = new Router();
    router.go('redis/cluster/demo');
    expect(router.section).toBe('redis');
    router.go('runs/r1');
    expect(router.section).toBe('runs');
  });

  it('keeps the place over a reload', () => {
    let kept: string | null = null;
    const store = { get: () => kept, set: (path: string) => void (kept = path) };
    const before = new Router(store);
    before.go('runs/r1');
    expect(new Router(store).path).toBe('runs/r1');
    before.back();
    expect(new Router(store).path).toBe('overview');
  });
});
