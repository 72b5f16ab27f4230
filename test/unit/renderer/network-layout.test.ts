import { describe, expect, it } from 'vitest';
import {
  boxHeight,
  boxWidth,
  pictureOf,
} from '../../../src-renderer/features/containers/tabs/network-layout';

const network = (name: string, members: number) => ({
  ...{ id: name, name, driver: 'bridge', address: '10.5.0.2', mac: '', gateway: '', aliases: [] },
  ...{ links: [], resolves: true },
  members: Array.from({ length: members }, (_, i) => ({
    ...{ id: `${name}-${String(i)}`, name: `c${String(i)}`, state: 'running' as const },
    ...{ address: `10.5.0.${String(i + 3)}`, aliases: [] },
  })),
});

describe("the picture of a container's networks", () => {
  it('draws a straight wire to a single network', () => {
    for (const members of [0, 1, 5]) {
      const { own, networks } = pictureOf({ networks: [network('front', members)] });
      expect(networks[0]?.y).toBe(own + boxHeight / 2);
    }
  });

  it('sets members beside each other where there is room, and no further than the room goes', () => {
    const columns = (members: number, room: number) =>
      new Set(
        pictureOf({ networks: [network('front', members)] }, room).networks[0]?.members.map(({ x }) => x),
      ).size;
    expect([columns(5, 0), columns(5, 920), columns(5, 1600), columns(1, 1600), columns(9, 0)]).toEqual([
      1, 2, 3, 1, 2,
    ]);
    const { width, networks } = pictureOf({ networks: [network('front', 5)] }, 920);
    for (const { x } of networks[0]?.members ?? []) expect(x + boxWidth).toBeLessThan(width);
    expect(width).toBeLessThanOrEqual(920);
    // The wire to the second column passes above the first box.
    const [first, second] = networks[0]?.members ?? [];
    expect(second?.wire).toBe(
      `M406 ${String((first?.y ?? 0) - 6)}H${String((second?.x ?? 0) + 24)}V${String(second?.y)}`,
    );
  });
});
