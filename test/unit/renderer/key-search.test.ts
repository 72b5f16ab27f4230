import { describe, expect, it } from 'vitest';
import type { KeyLine, KeyName, KeyPage } from '@shared/redis-cluster/tools';
import { KeySearcher, pageSize, type KeySource } from '../../../src-renderer/state/key-search.svelte';

const failure = { code: 'x', doing: { key: 'a' }, what: { key: 'b' }, hint: { key: 'c' } };
const line = (text: string): KeyLine => ({
  key: { text },
  type: 'string',
  ttlMs: null,
  bytes: 1,
  slot: 0,
  node: 'a',
});
const page = (cursor: string | undefined, ...names: string[]): KeyPage => ({
  keys: names.map(line),
  ...(cursor !== undefined && { cursor }),
  scanned: 10,
  total: 100,
});

function searcher(pages: readonly (KeyPage | Error)[], more: Partial<KeySource> = {}) {
  const asked: (string | undefined)[] = [];
  let at = 0;
  const search = new KeySearcher({
    page: ({ cursor }) => {
      asked.push(cursor);
      const next = pages[at++]!;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    preview: () => Promise.reject(new Error('none')),
    remove: (keys) => Promise.resolve(keys.length),
    toError: () => failure,
    ...more,
  });
  return { search, asked };
}
const names = (search: KeySearcher): string[] => search.keys.map(({ key }) => key.text);
const all = { match: '', type: undefined };

describe('a key search', () => {
  it('goes on over pages without a match until there is an end', async () => {
    const { search, asked } = searcher([
      page('1'),
      page('2', 'a'),
      page('3', 'a', 'b'),
      page(undefined, 'c'),
    ]);
    await search.search(all);
    expect(asked).toEqual([undefined, '1', '2', '3']);
    expect(names(search)).toEqual(['a', 'b', 'c']);
    expect(search.ended).toBe(true);
  });

  it('waits to be asked for more once there is something to show', async () => {
    const many = Array.from({ length: pageSize }, (_, i) => `k${String(i)}`);
    const { search, asked } = searcher([page('1', ...many), page(undefined, 'z')]);
    await search.search(all);
    expect(asked).toHaveLength(1);
    expect(search.ended).toBe(false);
    await search.more();
    expect(search.keys).toHaveLength(pageSize + 1);
    await search.more();
    expect(asked).toHaveLength(2);
  });

  it('takes nothing from a search that a newer one has replaced', async () => {
    const waiting: ((page: KeyPage) => void)[] = [];
    const { search } = searcher([], { page: () => new Promise((resolve) => waiting.push(resolve)) });
    const first = search.search(all);
    const second = search.search({ match: 'b*', type: undefined });
    waiting[1]!(page(undefined, 'b'));
    await second;
    waiting[0]!(page('9', 'a'));
    await first;
    expect(names(search)).toEqual(['b']);
    expect(search.ended).toBe(true);
  });

  it('keeps what it has when it is stopped, and goes on from there', async () => {
    const waiting: ((page: KeyPage) => void)[] = [];
    const { search } = searcher([], { page: () => new Promise((resolve) => waiting.push(resolve)) });
    const first = search.search(all);
    waiting[0]!(page('1', 'a'));
    await Promise.resolve();
    await Promise.resolve();
    search.stop();
    expect(search.busy).toBe(false);
    waiting[1]?.(page('2', 'lost'));
    await first;
    expect(names(search)).toEqual(['a']);
    const more = search.more();
    waiting.at(-1)!(page(undefined, 'b'));
    await more;
    expect(names(search)).toEqual(['a', 'b']);
  });

  it('keeps its place when a page fails', async () => {
    const { search, asked } = searcher([page('1', 'a'), new Error('no'), page(undefined, 'b')]);
    await search.search(all);
    expect(search.error).toBe(failure);
    await search.more();
    expect(search.error).toBeUndefined();
    expect(asked).toEqual([undefined, '1', '1']);
    expect(names(search)).toEqual(['a', 'b']);
  });

  it('deletes what is chosen, a thousand a call', async () => {
    const calls: number[] = [];
    const many = Array.from({ length: 1200 }, (_, i) => `k${String(i)}`);
    const { search } = searcher([page(undefined, ...many, 'stays')], {
      remove: (keys: readonly KeyName[]) => {
        calls.push(keys.length);
        return Promise.resolve(keys.length - 1);
      },
    });
    await search.search(all);
    search.chooseAll(true);
    search.choose({ text: 'stays' }, false);
    expect(await search.remove(search.chosenKeys.map(({ key }) => key))).toBe(1198);
    expect(calls).toEqual([1000, 200]);
    expect(names(search)).toEqual(['stays']);
    expect(search.chosen.size).toBe(0);
  });

  it('tells names apart that look alike', async () => {
    const keys = [{ text: 'a' }, { text: 'a', base64: 'YQ==' }].map((key) => ({ ...line('a'), key }));
    const { search } = searcher([{ keys, scanned: 2, total: 2 }]);
    await search.search(all);
    search.choose(keys[1]!.key, true);
    expect(search.chosenKeys).toEqual([keys[1]]);
  });
});
