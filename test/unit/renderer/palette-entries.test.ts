import type { Bridge } from '@shared/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { foundEntries, ownEntries, type Entry } from '../../../src-renderer/frame/palette/entries';
import { PaletteState } from '../../../src-renderer/frame/palette/palette.svelte';
import { router } from '../../../src-renderer/state/router.svelte';
import { parseRoute, paths, settingParts } from '../../../src-renderer/state/routes';

// The window's own settings are read from its storage as it begins: there is none here.
vi.mock('../../../src-renderer/state/window-settings', () => ({ settings: { set: () => undefined } }));

const nothing = (): void => undefined;
const commands = {
  ...{ openSpec: nothing, newWindow: nothing, refresh: nothing, sidebar: nothing, keys: nothing },
};

/** The engine with one of each. */
function engine(state = 'running') {
  const act = vi.fn(() => Promise.resolve({ ok: true, value: null }));
  const give = (value: unknown) => () => Promise.resolve({ ok: true, value });
  const answers = {
    'redisCluster.list': give([{ name: 'demo', image: 'redis:7.0' }]),
    'compose.stacks': give([{ name: 'shop', services: [{ name: 'web' }] }]),
    'containers.list': give([{ id: 'abc', name: 'web-1', image: 'nginx', state }]),
    'resources.list': give({ images: [], networks: [], volumes: [] }),
    'engine.list': give([]),
    'containers.act': act,
  };
  vi.stubGlobal('window', { flotilla: { call: answers as unknown as Bridge['call'], onEvent: nothing } });
  return act;
}

async function palette(): Promise<PaletteState> {
  const all = new PaletteState();
  all.add(ownEntries(commands, false));
  for await (const found of foundEntries()) all.add(found);
  return all;
}

/** What comes first for what is typed. */
function first(all: PaletteState, typed: string): Entry | undefined {
  all.query = typed;
  return all.found[0];
}

describe('the palette', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    router.go(paths.overview);
  });

  it('finds every part of the settings, by its name and by what stands in it', async () => {
    engine();
    const all = await palette();
    for (const part of settingParts) {
      all.entries.find(({ id }) => id === `setting:${part}`)?.run();
      expect(router.route).toEqual({ page: 'settings', at: part });
    }
    const by = {
      notif: 'notices',
      'last window': 'window',
      updates: 'updates',
      passwords: 'data',
      theme: 'appearance',
    };
    for (const [typed, part] of Object.entries(by))
      expect(first(all, typed)?.id, typed).toBe(`setting:${part}`);
    first(all, 'diagnose')?.run();
    expect(router.route).toEqual({ page: 'settings/diagnose' });
  });

  it('does what can be done with a cluster and a stack, by the page that shows it first', async () => {
    engine();
    const all = await palette();
    first(all, 'demo scale out')?.run();
    expect(router.route).toEqual({ page: 'redis/operation', name: 'demo', operation: 'scale-out' });
    first(all, 'shop restart')?.run();
    expect(router.route).toEqual({ page: 'stacks/act', name: 'shop', act: 'restart' });
    first(all, 'shop logs')?.run();
    expect(router.route).toEqual({ page: 'stacks/logs', name: 'shop' });
    // What is found still comes before what can be done with it.
    expect(first(all, 'demo')?.id).toBe('cluster:demo');
    expect(first(all, 'shop')?.id).toBe('stack:shop');
    for (const { id, run } of all.entries.filter((each) => /^act:(?!inside\.act)/.test(each.id))) {
      run();
      expect(parseRoute(router.path).page, id).not.toBe('overview');
    }
  });

  it('starts, stops and restarts a container as its state allows', async () => {
    const act = engine();
    const all = await palette();
    expect(first(all, 'web-1')?.id).toBe('container:web-1');
    first(all, 'web-1 stop')?.run();
    expect(act).toHaveBeenLastCalledWith({ id: 'abc', act: { action: 'stop' } });
    first(all, 'restart web-1')?.run();
    expect(act).toHaveBeenLastCalledWith({ id: 'abc', act: { action: 'restart' } });
    expect(all.entries.map(({ id }) => id)).not.toContain('act:inside.act.start:web-1');
    engine('exited');
    const ids = (await palette()).entries.map(({ id }) => id);
    expect(ids).toContain('act:inside.act.start:web-1');
    expect(ids).not.toContain('act:inside.act.stop:web-1');
    expect(ids).not.toContain('act:inside.tab.terminal:web-1');
  });
});
