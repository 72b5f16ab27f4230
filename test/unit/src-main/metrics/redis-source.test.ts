import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineState } from '@shared/engine';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import type { Subject } from '@shared/metrics/model';
import type { Reading } from '@shared/metrics/rates';
import { createRedisSource } from '../../../../src-main/metrics/redis-source';
import type { MonitoredNode } from '../../../../src-main/observe/redis-monitored';

const connected = {
  state: 'connected',
  engine: { name: 'here', endpoint: 'unix:///x' },
  details: { hostname: 'host-1' },
} as unknown as EngineState;
const silent = new AppError({ code: 'redis.silent', doing: raw(''), what: raw('no answer'), hint: raw('') });

/** A world of nodes that count a thousand operations a second. */
function world(names: readonly string[]) {
  const down = new Set<string>();
  const asked = new Map<string, number>();
  let state: EngineState = connected;
  const heard = { state: () => {}, change: () => {} };
  const node = (name: string): MonitoredNode => ({
    ...{ cluster: 'shop', name, image: 'redis:7.0', running: true, address: `${name}:6379` },
    info: () => {
      asked.set(name, (asked.get(name) ?? 0) + 1);
      if (down.has(name)) return Promise.reject(silent);
      return Promise.resolve({ run_id: name, role: 'master', total_commands_processed: String(Date.now()) });
    },
  });
  let all = names.map(node);
  const taken: { subject: Subject; reading: Reading }[] = [];
  const forget = vi.fn();
  const nodes = vi.fn(() => Promise.resolve(all));
  const source = createRedisSource({
    nodes,
    intake: { take: (subject, reading) => void taken.push({ subject, reading }), forget },
    engines: {
      state: () => state,
      onState: (listener) => {
        heard.state = () => listener(state);
        return () => {};
      },
      onChange: (listener) => {
        heard.change = listener;
        return () => {};
      },
    },
  });
  return {
    ...{ source, taken, forget, nodes, down, asked, heard },
    set: (next: readonly string[]) => (all = next.map(node)),
    become: (next: EngineState) => {
      state = next;
      heard.state();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({
    now: Date.UTC(2026, 10, 20, 12, 0, 0, 300),
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
  });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now() - Date.UTC(2026, 10, 20));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the source of Redis numbers', () => {
  it('asks a new cluster twice at once, then every ten seconds, and each second while somebody looks', async () => {
    const { source, taken, asked } = world(['r-1', 'r-2']);
    await vi.advanceTimersByTimeAsync(4000);
    const soon = asked.get('r-1') ?? 0;
    expect(soon).toBeGreaterThanOrEqual(3);
    expect(taken[0]?.subject).toEqual({
      ...{ kind: 'redis', key: 'shop/r-1', name: 'r-1', host: 'host-1', cluster: 'shop', image: 'redis:7.0' },
    });
    expect(taken[0]?.reading).toMatchObject({ epoch: 'r-1', counters: { redisOps: taken[0]?.reading.at } });
    await vi.advanceTimersByTimeAsync(30_000);
    expect((asked.get('r-1') ?? 0) - soon).toBe(3);
    source.look(new Set(['shop/r-2']), 15_000);
    await vi.advanceTimersByTimeAsync(10_000);
    // All of a cluster: a lag is the difference of two.
    expect((asked.get('r-1') ?? 0) - soon).toBeGreaterThanOrEqual(12);
    expect(taken.at(-1)?.reading.expected).toBe(1000);
    source.close();
    const at = taken.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(taken).toHaveLength(at);
  });

  it('lets a node that does not answer rest, says why, and takes it up again', async () => {
    const { source, down, asked } = world(['r-1', 'r-2']);
    down.add('r-2');
    await vi.advanceTimersByTimeAsync(100);
    source.look(new Set(['shop/r-1']), 60_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked.get('r-1')).toBeGreaterThan(15);
    expect(asked.get('r-2')).toBeLessThan(4);
    expect(source.state()).toMatchObject({
      state: 'fine',
      subjects: 2,
      where: 'shop',
      error: { code: 'redis.silent' },
    });
    down.add('r-1');
    await vi.advanceTimersByTimeAsync(2000);
    expect(source.state()).toMatchObject({ state: 'gone' });
    down.clear();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(source.state()).toMatchObject({ state: 'fine' });
    expect(source.state()).not.toHaveProperty('error');
    source.close();
  });

  it('looks anew when containers change, at most every five seconds, and forgets who has gone', async () => {
    const { source, nodes, heard, set, forget } = world(['r-1', 'r-2']);
    await vi.advanceTimersByTimeAsync(100);
    expect(nodes).toHaveBeenCalledTimes(1);
    set(['r-1', 'r-3']);
    for (let i = 0; i < 10; i++) {
      heard.change();
      await vi.advanceTimersByTimeAsync(300);
    }
    await vi.advanceTimersByTimeAsync(4000);
    expect(nodes).toHaveBeenCalledTimes(2);
    expect(source.subjects().map(({ key }) => key)).toEqual(['shop/r-1', 'shop/r-3']);
    expect(forget.mock.calls.map(([subject]) => (subject as Subject).key)).toEqual(['shop/r-2']);
    // A cluster that was just adopted is not waited for.
    source.renew();
    await vi.advanceTimersByTimeAsync(0);
    expect(nodes).toHaveBeenCalledTimes(3);
    set([]);
    source.renew();
    await vi.advanceTimersByTimeAsync(0);
    expect(source.state()).toBeUndefined();
    source.close();
  });

  it('asks on while the engine is away, and nobody of another engine’s', async () => {
    const { source, become, asked } = world(['r-1']);
    await vi.advanceTimersByTimeAsync(4000);
    become({ state: 'unreachable', engine: {}, error: silent.info } as unknown as EngineState);
    const before = asked.get('r-1') ?? 0;
    await vi.advanceTimersByTimeAsync(20_000);
    expect((asked.get('r-1') ?? 0) - before).toBe(2);
    become({ state: 'searching' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(source.subjects()).toEqual([]);
    source.close();
  });
});
