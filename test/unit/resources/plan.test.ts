import { describe, expect, it } from 'vitest';
import { planDigest } from '@shared/plan';
import { candidatesFor, defaultScope, freedBy } from '@shared/resources/candidates';
import { recipe } from '../recipe';
import { cases, everything, old, plan, prune, seen, usage, web } from './support';

describe('prune', () => {
  it('removes what was ticked in the order in which one frees the next', async () => {
    await expect(recipe(plan(everything))).toMatchFileSnapshot('golden/prune.txt');
  });

  it('is the same plan for the same state, whatever the order and the sizes', () => {
    const shuffled = prune({
      containers: ['id-old'],
      networks: ['n-shop', 'n-lonely'],
      volumes: ['f'.repeat(64), 'shop_data'],
      images: ['sha256:dd', 'sha256:cc', 'sha256:bb'],
      cache: ['c1'],
    });
    expect(planDigest(plan(shuffled))).toBe(planDigest(plan(everything)));
    const without = { ...seen, usage: { ...usage, layers: 7, volumes: {} } };
    expect(planDigest(plan(everything, without))).toBe(planDigest(plan(everything)));
  });

  it('leaves what came into use, what is gone, and what is the engine’s own', async () => {
    const now = {
      ...seen,
      containers: [{ ...old, state: 'running' as const }, web],
    };
    await expect(
      recipe(
        plan(
          prune({
            containers: ['id-old', 'id-gone'],
            networks: ['n-bridge', 'n-shop', 'n-lonely'],
            volumes: ['shop_data'],
            images: ['sha256:aa'],
          }),
          now,
        ),
      ),
    ).toMatchFileSnapshot('golden/prune-in-use.txt');
  });

  it('does nothing when nothing is left to do', () => {
    expect(plan(prune({ networks: ['n-bridge'] })).steps).toEqual([]);
  });
});

describe('what may go', () => {
  const names = (scope: typeof defaultScope, going: string[] = []) => {
    const found = candidatesFor(seen, scope, new Set(going));
    return [
      found.containers.map(({ name }) => name),
      found.networks.map(({ name }) => name),
      found.volumes.map(({ name }) => name.slice(0, 9)),
      found.images.map(({ id }) => id.slice(7)),
      found.cache.map(({ id }) => id),
    ];
  };

  it('is what docker system prune takes, less networks of stopped containers', () => {
    expect(names(defaultScope)).toEqual([['old'], ['lonely'], [], ['cc'], ['c1']]);
  });

  it('grows with the containers that go', () => {
    const all = { ...defaultScope, images: 'unused', volumes: 'all' } as const;
    expect(names(all)).toEqual([['old'], ['lonely'], ['spare', 'fffffffff'], ['cc', 'dd'], ['c1']]);
    expect(names(all, ['id-old'])).toEqual([
      ['old'],
      ['lonely', 'shop'],
      ['shop_data', 'spare', 'fffffffff'],
      ['bb', 'cc', 'dd'],
      ['c1'],
    ]);
    expect(names({ ...all, volumes: 'anonymous' })[2]).toEqual(['fffffffff']);
  });

  it('counts what an image has alone', () => {
    const found = candidatesFor(seen, defaultScope, new Set());
    expect(freedBy(found, seen.usage)).toBe(10 * 1024 * 1024 + 1024 + 4096);
  });
});

describe('single plans', () => {
  it('say what they do, why, and what stands in the way', async () => {
    const all = cases.map(([name, request]) => `== ${name}\n${recipe(plan(request))}`).join('\n');
    await expect(all).toMatchFileSnapshot('golden/single.txt');
  });
});
