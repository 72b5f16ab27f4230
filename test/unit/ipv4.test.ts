import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalSubnet,
  contains,
  formatAddress,
  formatSubnet,
  freeSubnet,
  isPrivate,
  overlaps,
  parseAddress,
  parseSubnet,
} from '@shared/ipv4';

describe('addresses', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        expect(parseAddress(formatAddress(value))).toBe(value);
      }),
    );
  });

  it.each(['', '1.2.3', '1.2.3.256', '1.2.3.4.5', 'a.b.c.d', '1.2.3.4 ', '::1', '1.2.3.-4'])(
    'refuses %j',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );
});

describe('subnets', () => {
  it('drops host bits', () => {
    expect(canonicalSubnet('172.18.5.9/16')).toBe('172.18.0.0/16');
    expect(canonicalSubnet('255.255.255.255/1')).toBe('128.0.0.0/1');
    expect(canonicalSubnet('1.2.3.4/0')).toBe('0.0.0.0/0');
    expect(canonicalSubnet('fd00::/8')).toBe('fd00::/8');
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '/8'])('refuses %j', (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  });

  it('overlap exactly where they share an address', () => {
    const subnet = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
      .map(([last, prefix]) => parseSubnet(`10.0.0.${last}/${prefix}`)!);
    fc.assert(
      fc.property(subnet, subnet, (a, b) => {
        const shared = Array.from({ length: 256 }, (_, i) => a.base - (a.base % 256) + i).some(
          (address) => contains(a, address) && contains(b, address),
        );
        expect(overlaps(a, b)).toBe(shared);
      }),
    );
  });

  it('knows what is private', () => {
    expect(isPrivate(parseSubnet('172.31.0.0/16')!)).toBe(true);
    expect(isPrivate(parseSubnet('172.32.0.0/16')!)).toBe(false);
    expect(isPrivate(parseSubnet('192.168.0.0/15')!)).toBe(false);
  });

  it('suggests one that nothing uses', () => {
    expect(freeSubnet([])).toBe('172.18.0.0/16');
    expect(freeSubnet(['172.18.0.0/15', '172.20.3.0/24', 'fd00::/8'])).toBe('172.21.0.0/16');
    expect(freeSubnet(['172.16.0.0/12'])).toBe('10.200.0.0/16');
    expect(freeSubnet(['0.0.0.0/0'])).toBeUndefined();
    const taken = ['172.16.0.0/12', '10.0.0.0/8', '192.168.0.0/24'];
    expect(freeSubnet(taken)).toBe('192.168.1.0/24');
  });

  it('writes what it read', () => {
    expect(formatSubnet(parseSubnet('10.5.0.0/24')!)).toBe('10.5.0.0/24');
  });
});
