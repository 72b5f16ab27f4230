import { describe, expect, it } from 'vitest';
import { cadvisorMachineSchema, machineReading } from '@shared/metrics/cadvisor-machine';
import { ratesBetween } from '@shared/metrics/rates';

const gib = 2 ** 30;
const host = { cpus: 4, memoryBytes: 16 * gib };
const when = { heard: 0, expected: 1000 };
const at = (second: number) => `2026-11-30T10:00:${String(second).padStart(2, '0')}Z`;
const read = (value: object, heard = 0) =>
  machineReading(cadvisorMachineSchema.parse({ timestamp: at(0), ...value }), host, { ...when, heard });

describe('the host, as cAdvisor tells of it', () => {
  it('has its CPU in per cent of all cores', () => {
    const before = read({ cpu: { usage: { total: 10e9 } } });
    // Two of its four cores in use for a second.
    const now = read({ timestamp: at(1), cpu: { usage: { total: 12e9 } } }, 1000);
    expect(now && ratesBetween(before, now)?.values.hostCpu).toBeCloseTo(50);
  });

  it('has its working set, and all of its memory by the engine', () => {
    const reading = read({ memory: { usage: 9 * gib, working_set: 5 * gib } });
    expect(reading?.gauges).toEqual({ hostMemory: 5 * gib, hostMemoryTotal: 16 * gib, hostCores: 4 });
  });

  it.each<[string, object[], object]>([
    [
      'one disk, mounted twice, beside what is none',
      [
        { device: '/dev/sda1', capacity: 100 * gib, usage: 40 * gib },
        { device: '/dev/sda1', capacity: 100 * gib, usage: 40 * gib },
        { device: '/dev/sda15', capacity: gib / 8, usage: gib / 16 },
        { device: '/dev/shm', capacity: 8 * gib, usage: 0 },
        { device: 'overlay_0-57', capacity: 100 * gib, usage: 40 * gib },
        { device: 'tmpfs', capacity: 8 * gib, usage: 0 },
        { device: '/dev/sdb1', capacity: null, usage: null },
      ],
      { hostDisk: 40 * gib, hostDiskTotal: 100 * gib },
    ],
    [
      'several disks, of which nobody says which is the engine’s',
      [
        { device: '/dev/sda1', capacity: 100 * gib, usage: 40 * gib },
        { device: '/dev/sdb1', capacity: 900 * gib, usage: 4 * gib },
      ],
      {},
    ],
  ])('tells of %s', (_, filesystem, disk) => {
    expect(read({ filesystem })?.gauges).toEqual({ hostMemoryTotal: 16 * gib, hostCores: 4, ...disk });
  });

  it('is without what was not told, and none without a time', () => {
    expect(read({})).toMatchObject({ counters: {}, gauges: { hostMemoryTotal: 16 * gib, hostCores: 4 } });
    expect(read({ timestamp: 'soon' })).toBeUndefined();
  });
});
