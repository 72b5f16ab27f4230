import { expect, it } from 'vitest';
import { diskTraffic, hostCounters, networkUse, waysOut } from '@shared/metrics/host-counters';

const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:  462555     394    0    0    0     0          0         0   462555     394    0    0    0     0       0          0
  eth0:1104646397   32612    0    0    0     0          0         0  2556306   26423    0    0    0     0       0          0
 wlan0:     100       1    0    0    0     0          0         0       10       1    0    0    0     0       0          0
docker0:  434932     212    0    0    0     0          0         0    38405     303    0    2    0     0       0          0
`;
const route = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	0101A8C0	0003	0	0	0	00000000	0	0	0
docker0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
`;
const stats = `   7       0 loop0 12 0 96 1 0 0 0 0 0 1 1 0 0 0 0 0 0
 259       0 nvme0n1 1000 10 4000 50 2000 20 8000 60 0 70 110 0 0 0 0 0 0
 259       1 nvme0n1p1 900 10 3900 50 2000 20 8000 60 0 70 110 0 0 0 0 0 0
 253       0 dm-0 900 0 3900 50 2000 0 8000 60 0 70 110 0 0 0 0 0 0
   8       0 sda 1 0 2 1 1 0 4 1 0 1 1 0 0 0 0 0 0
`;

it('counts what went through the computer’s own cards, and nothing twice', () => {
  expect(networkUse(dev, new Set(['eth0', 'wlan0', 'eth9']))).toEqual({
    received: 1104646497,
    sent: 2556316,
  });
  // Cards of another network namespace: nothing is known of them here, which is not 0.
  expect(networkUse(dev, new Set(['eth9']))).toBeUndefined();
  expect(networkUse(dev, new Set())).toBeUndefined();
});

it('finds the ways out where there are no cards', () => {
  expect([...waysOut(route)]).toEqual(['eth0']);
  expect([...waysOut('')]).toEqual([]);
});

it('counts what was read and written of whole disks, in bytes', () => {
  expect(diskTraffic(stats, new Set(['nvme0n1', 'sda']))).toEqual({ read: 4002 * 512, written: 8004 * 512 });
  expect(diskTraffic(stats, new Set(['vda']))).toBeUndefined();
});

it('leaves out what is not known', () => {
  expect(hostCounters(undefined, undefined)).toEqual({});
  expect(hostCounters({ received: 1, sent: 2 }, { read: 3, written: 4 })).toEqual({
    ...{ hostReceived: 1, hostSent: 2, hostDiskRead: 3, hostDiskWritten: 4 },
  });
});
