import type { ContainerDetail, NetworkMember } from '@shared/containers/model';

export const boxWidth = 210;
export const boxHeight = 50;
const gap = 12;
const barAt = 400;
const memberAt = 460;
const head = 26;

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
    readonly members: readonly (NetworkMember & { readonly x: number; readonly y: number })[];
  }[];
}

/** Where everything stands in the picture of a container's networks. Members stand in two columns where they are many. */
export function pictureOf({ networks }: ContainerDetail): NetworkPicture {
  let top = 4;
  const columns = networks.some(({ members }) => members.length > 6) ? 2 : 1;
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
      members: network.members.map((member, i) => ({
        ...member,
        x: memberAt + (i % columns) * (boxWidth + gap),
        y: from + head + Math.floor(i / columns) * (boxHeight + gap),
      })),
    };
  });
  const height = Math.max(top - 12, boxHeight + 8);
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
