import { describe, expect, it } from 'vitest';
import type { EngineDetails } from '@shared/engine';
import type { Docker } from '../../../../src-main/clients/docker';
import { capacityOf, testPull } from '../../../../src-main/observe/first-look';

const gib = 2 ** 30;
const details = (memoryBytes: number): EngineDetails =>
  ({ cpus: 4, memoryBytes, isDesktop: false, rootDir: '/' }) as EngineDetails;

describe('what the engine’s computer can carry', () => {
  const elsewhere = { local: false } as Docker;

  it('is told in nodes of 256 MB in half of its memory, and never more than a cluster has', async () => {
    expect(await capacityOf(elsewhere, details(8 * gib))).toEqual({
      ...{ cpus: 4, memoryBytes: 8 * gib, nodes: 16 },
      // The disk of another computer cannot be seen.
      diskFreeBytes: null,
    });
    expect((await capacityOf(elsewhere, details(0))).nodes).toBe(0);
    expect((await capacityOf(elsewhere, details(4096 * gib))).nodes).toBe(600);
  });

  it('has the free disk where it is this one', async () => {
    const { diskFreeBytes } = await capacityOf({ local: true } as Docker, details(gib));
    if (process.platform === 'linux') expect(diskFreeBytes).toBeGreaterThan(0);
    else expect(diskFreeBytes).toBeNull();
  });
});

describe('the test whether images can be pulled', () => {
  const asked: string[] = [];
  const docker = (ask: () => Promise<unknown>): Docker =>
    ({
      mirrors: () => Promise.resolve(['https://mirror.invalid/']),
      images: {
        list: () =>
          Promise.resolve([
            { RepoTags: ['redis:7.0', 'registry.invalid/valkey/valkey:9.1', 'nginx:1'] },
            { RepoTags: ['redis:7.0'] },
          ]),
        ask: (image: string) => {
          asked.push(image);
          return ask();
        },
      },
    }) as unknown as Docker;
  const there = ['redis:7.0', 'registry.invalid/valkey/valkey:9.1'];

  it('asks the engine, and so its mirrors, and pulls nothing', async () => {
    const found = await testPull(docker(() => Promise.resolve({})));
    expect(found).toEqual({
      ...{ mirrors: ['https://mirror.invalid/'], images: there },
      ms: expect.any(Number) as number,
    });
    expect(asked).toEqual(['redis:7.0']);
  });

  it('says what the registry’s silence is, and which images need none', async () => {
    const found = await testPull(docker(() => Promise.reject(new Error('i/o timeout'))));
    expect(found.ms).toBeUndefined();
    expect(found).toMatchObject({
      error: { code: 'registry.unreachable', hint: { key: 'engine.registry.unreachable.hint' } },
      images: there,
    });
  });
});
