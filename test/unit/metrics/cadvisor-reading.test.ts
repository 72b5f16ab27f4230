import { expect, it } from 'vitest';
import { cadvisorContainerSchema, cadvisorReading } from '@shared/metrics/cadvisor';

const when = { heard: 0, expected: 10_000 };
const start = '2026-11-30T06:00:00Z';

/** A container as cAdvisor tells of it, `seconds` after its start. */
function told(stats: Readonly<Record<string, unknown>>, spec: Readonly<Record<string, unknown>> = {}) {
  const timestamp = new Date(Date.parse(start) + 60_000).toISOString();
  const container = { spec: { start_time: start, ...spec }, stats: [{ timestamp, ...stats }] };
  const reading = cadvisorReading(cadvisorContainerSchema.parse(container), 2 ** 34, when);
  if (reading === undefined) throw new Error('no reading');
  return reading;
}

it('counts damaged and dropped packets over all interfaces', () => {
  const interfaces = [
    { name: 'eth0', rx_bytes: 10, tx_bytes: 20, rx_errors: 1, rx_dropped: 2, tx_errors: 3, tx_dropped: 4 },
    { name: 'eth1', rx_bytes: 1, tx_bytes: 2, rx_errors: 10, rx_dropped: 20, tx_errors: 30, tx_dropped: 40 },
  ];
  expect(told({ network: { interfaces } }).counters).toEqual({
    ...{ received: 11, sent: 22 },
    ...{ receivedErrors: 11, receivedDropped: 22, sentErrors: 33, sentDropped: 44 },
  });
  expect(told({ network: { interfaces } }, { has_network: false }).counters).toEqual({});
});

it('takes swap for unknown where the kernel does not count it', () => {
  const memory = { working_set: 100, swap: 0 };
  expect(told({ memory }).gauges).toEqual({ memory: 100, uptime: 60 });
  expect(told({ memory }, { memory: { swap_limit: 2 ** 62 } }).gauges).toEqual({
    memory: 100,
    memorySwap: 0,
    uptime: 60,
  });
  expect(told({ memory: { ...memory, swap: 5 } }).gauges.memorySwap).toBe(5);
});

it('is up since the start that it tells of', () => {
  expect(told({}).gauges).toEqual({ uptime: 60 });
  expect(told({}, { start_time: undefined }).gauges).toEqual({});
  expect(told({}, { start_time: '2026-11-30T06:30:00Z' }).gauges).toEqual({});
});

it('takes the size of the writable layer, once it was measured', () => {
  const filesystem = { totalUsageBytes: 9000, baseUsageBytes: 4096 };
  expect(told({ filesystem }).gauges.layer).toBe(4096);
  expect(told({ filesystem: { baseUsageBytes: 0 } }).gauges.layer).toBeUndefined();
  expect(told({ filesystem: null }).gauges.layer).toBeUndefined();
});
