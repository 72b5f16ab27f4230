import { raw } from '@shared/i18n/index';
import type { ContainerRow } from '@shared/containers/model';
import { describe, expect, it, vi } from 'vitest';
import type { StreamHooks } from '../../../src-renderer/lib/stream';
import { bounds, LogSearch } from '../../../src-renderer/frame/palette/log-search.svelte';

const row = (id: string, state: ContainerRow['state'], createdAt: number): ContainerRow => ({
  ...{ id, name: id, image: 'x', state, status: '', createdAt, ports: [], networks: [] },
});
const toError = (error: unknown) => ({
  ...{ code: 'test', doing: raw('doing'), hint: raw('hint') },
  what: raw(error instanceof Error ? error.message : ''),
});

function search(text: string, rows: readonly ContainerRow[]) {
  let hooks: StreamHooks<'logs'> | undefined;
  const close = vi.fn();
  const open = vi.fn((_: readonly string[], given: StreamHooks<'logs'>) => {
    hooks = given;
    return { close, write: () => undefined };
  });
  const found = new LogSearch(text, { list: () => Promise.resolve(rows), open, toError });
  return { found, open, close, hooks: () => hooks };
}
const line = (second: number, text: string): string =>
  `2026-11-29T14:00:${String(second).padStart(2, '0')}.000000000Z ${text}\n`;

describe('a search through the logs', () => {
  it('looks through running containers first, and no more than its bound', async () => {
    const rows = Array.from({ length: 70 }, (_, i) => row(`c${String(i)}`, i < 5 ? 'running' : 'exited', i));
    const { open, found } = search('x', rows);
    await vi.waitFor(() => expect(open).toHaveBeenCalled());
    const [ids] = open.mock.calls[0]!;
    expect(ids).toHaveLength(bounds.containers);
    expect(ids.slice(0, 5)).toEqual(['c4', 'c3', 'c2', 'c1', 'c0']);
    expect(found.containers).toBe(bounds.containers);
  });

  it('finds lines whatever their case or colour, newest first, and keeps a bounded number', async () => {
    const { found, hooks } = search('Refused', [row('web', 'running', 0)]);
    await vi.waitFor(() => expect(hooks()).toBeDefined());
    void hooks()?.ondata({
      sources: [{ id: 'web', name: 'web-1' }],
      runs: [
        {
          source: 0,
          stderr: true,
          text: line(1, 'connection REFUSED') + line(2, 'fine') + line(3, '\u001b[31mrefu\u001b[0msed'),
        },
      ],
    });
    expect(found.hits.map(({ container, text }) => `${container}: ${text}`)).toEqual([
      ...['web-1: refused', 'web-1: connection REFUSED'],
    ]);
    expect(found.hits[1]?.at).toBe(Date.UTC(2026, 10, 29, 14, 0, 1));
    void hooks()?.ondata({
      runs: [{ source: 0, stderr: false, text: line(4, `${'x'.repeat(100)} refused`) }],
    });
    expect(found.hits[0]?.text).toBe(`…${'x'.repeat(23)} refused`);
    const many = Array.from({ length: 60 }, (_, i) => line(i, `refused ${String(i)}`)).join('');
    void hooks()?.ondata({ runs: [{ source: 0, stderr: false, text: many }] });
    expect(found.hits).toHaveLength(bounds.hits);
    expect(found.hits[0]?.text).toBe('refused 59');
    hooks()?.onend({});
    expect(found.searching).toBe(false);
  });

  it('ends when it is stopped, also before it began, and says what went wrong', async () => {
    const begun = search('x', [row('a', 'running', 0)]);
    await vi.waitFor(() => expect(begun.hooks()).toBeDefined());
    begun.found.stop();
    expect(begun.close).toHaveBeenCalledOnce();
    const early = search('x', [row('a', 'running', 0)]);
    early.found.stop();
    await Promise.resolve();
    await Promise.resolve();
    expect(early.open).not.toHaveBeenCalled();
    const failed = new LogSearch('x', {
      ...{ list: () => Promise.reject(new Error('no engine')), open: () => begun.open([], {} as never) },
      toError,
    });
    await vi.waitFor(() => expect(failed.error?.what).toEqual(raw('no engine')));
    expect(failed.searching).toBe(false);
  });

  it('has nothing to search where there is no container', async () => {
    const { found, open } = search('x', []);
    await vi.waitFor(() => expect(found.searching).toBe(false));
    expect(open).not.toHaveBeenCalled();
  });
});
