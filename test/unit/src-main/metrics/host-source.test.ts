import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineState } from '@shared/engine';
import { createHostSource } from '../../../../src-main/metrics/host-source';

vi.mock('../../../../src-main/clients/proc', () => ({
  readDiskUse: () => new Promise(() => {}),
  readHostUse: () => new Promise(() => {}),
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
