import { z } from 'zod';
import { number, time } from './cadvisor';
import type { Metric } from './model';
import { nsPerPercent, type Reading } from './rates';

/*
 * What is read of cAdvisor's account of the whole host (REST API v2.1, `machinestats`): that of an engine elsewhere, or
 * in a virtual machine, whose /proc nobody else tells us.
 */

export const cadvisorMachineSchema = z.object({
  timestamp: time,
  cpu: z.object({ usage: z.object({ total: number.optional() }).nullish() }).nullish(),
  memory: z.object({ usage: number.optional(), working_set: number.optional() }).nullish(),
  filesystem: z
    .array(z.object({ device: z.string().max(4096), capacity: number.nullish(), usage: number.nullish() }))
    .max(10_000)
    .nullish(),
});
export type CadvisorMachine = z.output<typeof cadvisorMachineSchema>;

/** Bytes; smaller file systems are those that a system starts from. */
const leastDisk = 4 * 2 ** 30;

/**
 * A moment of the host as a reading; undefined: it tells no time. Its disk is told where there is one only: which of
 * several is the engine's, cAdvisor does not say.
 *
 * @param host cores, and bytes of memory, of the engine's host
 */
export function machineReading(
  { timestamp, cpu, memory, filesystem }: CadvisorMachine,
  host: { readonly cpus: number; readonly memoryBytes: number },
  when: { readonly heard: number; readonly expected: number },
): Reading | undefined {
  const at = Date.parse(timestamp);
  if (!(at > 0)) return undefined;
  const counters: Partial<Record<Metric, number>> = {};
  const gauges: Partial<Record<Metric, number>> = {
    hostMemoryTotal: host.memoryBytes,
    ...(host.cpus > 0 && { hostCores: host.cpus }),
  };
  const used = cpu?.usage?.total;
  if (used !== undefined && host.cpus > 0) counters.hostCpu = used / nsPerPercent / host.cpus;
  const bytes = memory?.working_set ?? memory?.usage;
  if (bytes !== undefined && bytes > 0) gauges.hostMemory = bytes;
  const disks = new Map<string, readonly [used: number, total: number]>();
  for (const { device, capacity, usage } of filesystem ?? [])
    if (/^\/dev\/(?!shm)./.test(device) && capacity != null && usage != null && capacity >= leastDisk)
      disks.set(device, [usage, capacity]);
  const [disk] = disks.values();
  if (disks.size === 1 && disk !== undefined) [gauges.hostDisk, gauges.hostDiskTotal] = disk;
  return { at, ...when, counters, gauges };
}
