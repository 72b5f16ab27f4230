import type { EngineState } from '@shared/engine';
import { msg, raw } from '@shared/i18n/index';
import { describe, expect, it } from 'vitest';
import { cureCommand, cureLead } from '../../../src-renderer/frame/cure';
import { EngineStore, type EngineSource } from '../../../src-renderer/state/engine.svelte';
import { en } from '@shared/i18n/en/index';
import { zhCN } from '@shared/i18n/zh-CN/index';

const toError = (error: unknown) => ({
  code: 'test',
  doing: raw('doing'),
  what: raw(String(error)),
  hint: raw('hint'),
});
const none: EngineState = { state: 'none', error: toError('nothing there') };
const searching: EngineState = { state: 'searching' };

function source(change: Partial<EngineSource> = {}): EngineSource {
  return {
    state: () => Promise.resolve(none),
    list: () => Promise.resolve([]),
    select: () => Promise.resolve(none),
    toError,
    ...change,
  };
}

describe('EngineStore', () => {
  it('takes the answer', async () => {
    const store = new EngineStore(source());
    expect(store.state).toEqual(searching);
    await store.load();
    expect(store.state).toEqual(none);
    expect(store.connected).toBe(false);
  });

  it('keeps the event that overtook the answer', async () => {
    let answer: (state: EngineState) => void = () => undefined;
    const store = new EngineStore(source({ state: () => new Promise((resolve) => (answer = resolve)) }));
    const loading = store.load();
    store.take(none);
    answer(searching);
    await loading;
    expect(store.state).toEqual(none);
  });

  it('says why a choice failed and stays with the engine it had', async () => {
    const store = new EngineStore(source({ select: () => Promise.reject(new Error('gone')) }));
    await store.load();
    await store.select('context:x');
    expect(store.busy).toBe(false);
    expect(store.state).toEqual(none);
    expect(store.error?.what).toEqual(raw('Error: gone'));
  });
});

describe('cureCommand', () => {
  const hints = Object.keys(en).filter((key) => key.startsWith('engine.hint.'));
  const words = (entry: unknown): string => (typeof entry === 'string' ? entry : '');

  it.each(hints.filter((key) => cureCommand({ key }) !== undefined))('agrees with the words of %s', (key) => {
    for (const catalogue of [en, zhCN] as const) {
      const text = words(catalogue[key as keyof typeof en]);
      for (const part of cureCommand({ key })?.split(' && ') ?? []) expect(text).toContain(part);
    }
  });

  it('leaves no hint to install or start Docker with a shell command without one', () => {
    const bare = hints.filter(
      (key) =>
        /\b(sudo|systemctl) /.test(words(en[key as keyof typeof en])) && cureCommand({ key }) === undefined,
    );
    expect(bare).toEqual([]);
  });

  it('shortens a hint to what leads to the command, and only then', () => {
    const hint = msg('engine.hint.installApt');
    expect(cureLead(hint, 'Install Docker: sudo apt install docker.io')).toBe('Install Docker:');
    expect(cureLead(hint, '安装 Docker：sudo apt install docker.io')).toBe('安装 Docker：');
    const other = msg('engine.hint.startDesktop');
    expect(cureLead(other, 'Start: Docker Desktop.')).toBe('Start: Docker Desktop.');
  });
});
