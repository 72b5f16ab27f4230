import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineState } from '@shared/engine';
import type { Reading } from '@shared/metrics/rates';
import { createHostSource } from '../../../../src-main/metrics/host-source';

vi.mock('../../../../src-main/clients/proc', () => ({
  readDiskUse: () => new Promise(() => {}),
  readHostUse: () => new Promise(() => {}),
  readNetworkUse: () => new Promise(() => {}),
  readDiskTraffic: () => new Promise(() => {}),
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is late when the first reading is long in coming, and not while it is awaited', async () => {
  const state = {
    state: 'connected',
    engine: { name: 'here', endpoint: 'unix:///x', local: true },
    details: { hostname: 'host-1', isDesktop: false, rootDir: '/', memoryBytes: 1 },
  } as unknown as EngineState;
  const source = createHostSource(
    { state: () => state, onState: () => () => {} },
    { take: () => {}, forget: () => {} },
  );
  expect(source.state()).toMatchObject({ state: 'fine', fresh: null });
  await vi.advanceTimersByTimeAsync(31_000);
  expect(source.state()).toMatchObject({ state: process.platform === 'linux' ? 'late' : 'fine' });
  source.close();
});

it('of an engine elsewhere is what cAdvisor tells of it, and without one its memory in all', async () => {
  const state = {
    state: 'connected',
    engine: { name: 'far', endpoint: 'ssh://far', local: false },
    details: { hostname: 'host-2', isDesktop: false, rootDir: '/', memoryBytes: 8e9, cpus: 2 },
  } as unknown as EngineState;
  const taken: Reading[] = [];
  let told = false;
  const source = createHostSource(
    { state: () => state, onState: () => () => {} },
    { take: (_, reading) => void taken.push(reading), forget: () => {} },
    () =>
      told
        ? Promise.resolve({ timestamp: new Date().toISOString(), memory: { working_set: 3e9 } })
        : Promise.reject(new Error('cAdvisor is away')),
  );
  await vi.advanceTimersByTimeAsync(1000);
  expect(taken.at(-1)?.gauges).toEqual({ hostMemoryTotal: 8e9, hostCores: 2 });
  told = true;
  await vi.advanceTimersByTimeAsync(2000);
  expect(taken.at(-1)?.gauges).toEqual({ hostMemory: 3e9, hostMemoryTotal: 8e9, hostCores: 2 });
  expect(source.state()).toMatchObject({ state: 'fine' });
  source.close();
});
