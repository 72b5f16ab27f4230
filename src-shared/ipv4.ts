/** IPv4 addresses and subnets as numbers: 32 bits, unsigned. */

export interface Subnet {
  /** The network address. */
  readonly base: number;
  readonly prefix: number;
  /** The broadcast address. */
  readonly last: number;
}

/** `172.18.0.11` -> number; undefined when it is no IPv4 address. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    const byte = Number(part);
    if (byte > 255) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** `172.18.0.0/16` -> its range; host bits in the address are dropped. */
export function parseSubnet(text: string): Subnet | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  if (slash < 0 || address === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  const base = address - (address % size);
  return { base, prefix, last: base + size - 1 };
}

export function formatSubnet(subnet: Subnet): string {
  return `${formatAddress(subnet.base)}/${subnet.prefix}`;
}

/** The same subnet without host bits, `172.18.0.9/16` -> `172.18.0.0/16`; other text stays as it is. */
export function canonicalSubnet(text: string): string {
  const subnet = parseSubnet(text);
  return subnet === undefined ? text : formatSubnet(subnet);
}

export function contains(subnet: Subnet, address: number): boolean {
  return address >= subnet.base && address <= subnet.last;
}

export function overlaps(a: Subnet, b: Subnet): boolean {
  return a.base <= b.last && b.base <= a.last;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15'];

/** Whether a subnet lies in the ranges that the internet does not use (RFC 1918, 6598, 2544). */
export function isPrivate(subnet: Subnet): boolean {
  return privateRanges.some((text) => {
    const range = parseSubnet(text);
    return range !== undefined && contains(range, subnet.base) && contains(range, subnet.last);
  });
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

/** A subnet that overlaps none of `taken`: from the ranges that Docker itself picks from, then 10.x. */
export function freeSubnet(taken: readonly string[]): string | undefined {
  const used = taken.map(parseSubnet).filter((each) => each !== undefined);
  const free = (text: string): boolean => {
    const subnet = parseSubnet(text);
    return subnet !== undefined && !used.some((each) => overlaps(each, subnet));
  };
  for (let second = 18; second < 32; second++)
    if (free(`172.${second}.0.0/16`)) return `172.${second}.0.0/16`;
  for (let second = 200; second < 256; second++)
    if (free(`10.${second}.0.0/16`)) return `10.${second}.0.0/16`;
  for (let third = 0; third < 256; third++) if (free(`192.168.${third}.0/24`)) return `192.168.${third}.0/24`;
  return undefined;
}
