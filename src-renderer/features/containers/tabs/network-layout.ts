import type { ContainerDetail, NetworkMember } from '@shared/containers/model';

export const boxWidth = 210;
export const boxHeight = 50;
const gap = 12;
const barAt = 400;
const memberAt = 460;
const head = 32;

export interface NetworkPicture {
  readonly width: number;
  readonly height: number;
  /** Where this container's box begins, from the top. */
  readonly own: number;
  readonly networks: readonly {
    readonly name: string;
    readonly address: string;
    /** 1…4 */
    readonly colour: number;
    readonly x: number;
    /** Where this container's wire meets it. */
    readonly y: number;
    readonly top: number;
    readonly height: number;
    /** From this container, as an SVG path. */
    readonly wire: string;
    /** `wire`: from the network to the member, as an SVG path. */
    readonly members: readonly (NetworkMember & {
      readonly x: number;
      readonly y: number;
      readonly wire: string;
    })[];
  }[];
}

/**
 * Where everything stands in the picture of a container's networks. Members stand in up to three columns where there
 * is room, and in two where they are many.
 * @param room the width to fill, in pixels
 */
export function pictureOf({ networks }: Pick<ContainerDetail, 'networks'>, room = 0): NetworkPicture {
  let top = 4;
  const most = Math.max(1, ...networks.map(({ members }) => members.length));
  const fitting = Math.floor((room - memberAt - 4) / (boxWidth + gap));
  const columns = Math.min(most > 6 ? Math.max(2, fitting) : Math.max(1, fitting), 3, most);
  const placed = networks.map((network, n) => {
    const lines = Math.max(1, Math.ceil(network.members.length / columns));
    const height = head + lines * (boxHeight + gap) - gap / 2;
    const from = top;
    top += height + 20;
    return {
      name: network.name,
      address: network.address,
      colour: (n % 4) + 1,
      x: barAt,
      y: from + height / 2,
      top: from,
      height,
      members: network.members.map((member, i) => {
        const x = memberAt + (i % columns) * (boxWidth + gap);
        const y = from + head + Math.floor(i / columns) * (boxHeight + gap);
        // Past the box before it, not through it: as if one hung on the other.
        const way =
          i % columns === 0
            ? `${String(y + boxHeight / 2)}H${String(x)}`
            : `${String(y - gap / 2)}H${String(x + 24)}V${String(y)}`;
        return { ...member, x, y, wire: `M${String(barAt + 6)} ${way}` };
      }),
    };
  });
  const height = Math.max(top - 16, boxHeight + 8);
  const own = (height - boxHeight) / 2;
  const out = own + boxHeight / 2;
  return {
    width: memberAt + columns * (boxWidth + gap) + 4,
    height,
    own,
    networks: placed.map((network) => ({
      ...network,
      wire: `M${String(boxWidth + 1)} ${String(out)}C${String(boxWidth + 90)} ${String(out)} ${String(barAt - 110)} ${String(network.y)} ${String(barAt)} ${String(network.y)}`,
    })),
  };
}
