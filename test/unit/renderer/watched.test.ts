import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watched } from '../../../src-renderer/state/redis.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failure = { code: 'x', doing: { key: 'a' }, what: { key: 'b' }, hint: { key: 'c' } };

describe('a watched value', () => {
  it('is looked at once in a while, however often something may have changed', async () => {
    let looks = 0;
    const watched = new Watched(
      { load: () => Promise.resolve(++looks), toError: () => failure },
      10_000,
      2000,
    );
    const stop = watched.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toBe(1);
    for (let at = 0; at < 4000; at += 100) {
      watched.hint();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(looks).toBe(3);
    await vi.advanceTimersByTimeAsync(9_900);
    const before = looks;
    watched.hint();
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toBe(before + 1);
    watched.hint();
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toBe(before + 1);
  });
});
