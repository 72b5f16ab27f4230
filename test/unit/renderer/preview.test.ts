import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Preview } from '@shared/contract';
import { raw } from '@shared/i18n/index';
import type { PlanRequest } from '@shared/requests';
import { LivePreview } from '../../../src-renderer/state/preview.svelte';

const request = (name: string): PlanRequest => ({ kind: 'redis-cluster.remove', name, volumes: false });
const answer = (name: string): Preview => ({
  digest: name,
  plan: { kind: 'x', target: name, title: raw(name), groups: [], steps: [], findings: [] },
});
const toError = (error: unknown) => ({
  code: 'test',
  doing: raw('planning'),
  what: raw(String(error)),
  hint: raw(''),
});

/** A main process that answers when the test says so. */
function source() {
  const asked: { name: string; give: (preview: Preview) => void; fail: (error: Error) => void }[] = [];
  return {
    asked,
    toError,
    preview: (r: PlanRequest) =>
      new Promise<Preview>((give, fail) => {
        asked.push({ name: r.kind === 'redis-cluster.remove' ? r.name : '?', give, fail });
      }),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

describe('the live preview', () => {
  it('asks once after a pause in typing, for the newest text', async () => {
    const main = source();
    const live = new LivePreview(main, 150);
    live.ask(request('a'));
    await vi.advanceTimersByTimeAsync(100);
    live.ask(request('ab'));
    await vi.advanceTimersByTimeAsync(149);
    expect(main.asked).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(main.asked.map((a) => a.name)).toEqual(['ab']);
  });

  it('drops an answer that is no longer wanted and asks for what the form says now', async () => {
    const main = source();
    const live = new LivePreview(main, 150);
    live.ask(request('old'));
    await vi.advanceTimersByTimeAsync(150);
    live.ask(request('new'));
    await vi.advanceTimersByTimeAsync(150);
    expect(main.asked.map((a) => a.name)).toEqual(['old']);
    main.asked[0]!.give(answer('old'));
    await vi.advanceTimersByTimeAsync(0);
    expect(live.plan).toBeUndefined();
    expect(main.asked.map((a) => a.name)).toEqual(['old', 'new']);
    main.asked[1]!.give(answer('new'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(live.digest).toBe('new');
    expect(live.stale).toBe(false);
    expect(live.busy).toBe(false);
    expect(main.asked).toHaveLength(2);
  });

  it('keeps the last plan on show, marked stale, while a field is wrong', async () => {
    const main = source();
    const live = new LivePreview(main, 150);
    live.ask(request('good'));
    await vi.advanceTimersByTimeAsync(150);
    main.asked[0]!.give(answer('good'));
    await vi.advanceTimersByTimeAsync(0);
    live.ask(undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(live.plan?.target).toBe('good');
    expect(live.stale).toBe(true);
    expect(live.busy).toBe(false);
    expect(main.asked).toHaveLength(1);
  });

  it('says why it cannot plan, and plans again when asked to', async () => {
    const main = source();
    const live = new LivePreview(main, 150);
    live.ask(request('a'));
    await vi.advanceTimersByTimeAsync(150);
    main.asked[0]!.fail(new Error('engine gone'));
    await vi.advanceTimersByTimeAsync(0);
    expect(live.error?.what).toEqual(raw('Error: engine gone'));
    expect(live.plan).toBeUndefined();
    live.again();
    await vi.advanceTimersByTimeAsync(150);
    main.asked[1]!.give(answer('a'));
    await vi.advanceTimersByTimeAsync(0);
    expect(live.error).toBeUndefined();
    expect(live.digest).toBe('a');
  });

  it('lets an answer through while the engine changes all the time, then looks once more', async () => {
    const main = source();
    const live = new LivePreview(main, 150);
    live.ask(request('a'));
    await vi.advanceTimersByTimeAsync(150);
    for (let i = 0; i < 5; i++) {
      live.again();
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(main.asked).toHaveLength(1);
    main.asked[0]!.give(answer('a'));
    await vi.advanceTimersByTimeAsync(0);
    expect(live.digest).toBe('a');
    expect(live.stale).toBe(false);
    await vi.advanceTimersByTimeAsync(150);
    expect(main.asked).toHaveLength(2);
    main.asked[1]!.give(answer('a'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(main.asked).toHaveLength(2);
  });

  it('asks nothing after it was stopped', async () => {
    const main = source();
    const live = new LivePreview(main, 150);
    live.ask(request('a'));
    live.stop();
    live.again();
    await vi.advanceTimersByTimeAsync(1000);
    expect(main.asked).toHaveLength(0);
  });
});
