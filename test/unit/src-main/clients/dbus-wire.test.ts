import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionBus } from '../../../../src-main/clients/dbus';
import { marshal, typesOf, unmarshal } from '../../../../src-main/clients/dbus-wire';

describe('values of D-Bus', () => {
  it('lie as the specification has them', () => {
    // Its own example: a string of three, and an array of 64-bit numbers whose padding is not counted.
    expect(marshal('s', ['foo']).toString('hex')).toBe('03000000666f6f00');
    expect(marshal('ax', [[5n]]).toString('hex')).toBe('08000000000000000500000000000000');
    expect(marshal('yu', [1, 2]).toString('hex')).toBe('0100000002000000');
    expect(marshal('v', [{ type: 'b', value: true }]).toString('hex')).toBe('0162000001000000');
  });

  it('come back as they were', () => {
    const signature = 'ybnqiuxtdsogav(sa{sv})aa(ys)';
    const values = [
      ...[7, true, -2, 65_535, -5, 4_000_000_000, -1n, 2n ** 63n, 1.5, '集群', '/a/b', 'a{sv}'],
      [{ type: 'as', value: ['x', ''] }],
      ['menu', [['label', { type: 's', value: 'Open' }]]],
      [[], [[1, 'one']]],
    ];
    const bytes = marshal(signature, values);
    expect(unmarshal(signature, bytes)).toEqual({ values, end: bytes.length });
  });

  it('that are no sound message end in an error, not in a hang', () => {
    expect(() => typesOf('a')).toThrow('no type');
    expect(() => typesOf('(s')).toThrow('no type');
    expect(() => typesOf('z')).toThrow('no type');
    expect(() => typesOf('a'.repeat(200) + 's')).toThrow('no type');
    expect(() => unmarshal('s', Buffer.from('ff00000061', 'hex'))).toThrow('too soon');
    const bytes = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(
        fc.constantFrom('s', 'as', 'v', 'a{sv}', '(ia{sv}av)', 'yyyyuua(yv)'),
        bytes,
        (type, each) => {
          try {
            const { end } = unmarshal(type, Buffer.from(each));
            expect(end).toBeLessThanOrEqual(each.length);
          } catch (error) {
            expect(String(error)).toContain('D-Bus:');
          }
        },
      ),
      { numRuns: 2000, seed: 20_261_129 },
    );
  });
});

describe('the session bus', () => {
  it.each([
    ['unix:path=/run/user/7/bus,guid=1', ['/run/user/7/bus']],
    ['unix:guid=1,path=/tmp/a%20b', ['/tmp/a b']],
    ['unix:abstract=/tmp/dbus-x,guid=1', ['\0/tmp/dbus-x']],
    ['tcp:host=far;unix:path=/tmp/near', ['/tmp/near']],
    ['tcp:host=far,port=1', []],
    ['', ['/run/user/7/bus']],
  ])('is where %s says', (address, sockets) => {
    expect(sessionBus({ DBUS_SESSION_BUS_ADDRESS: address }, 7)).toEqual(sockets);
  });
});
