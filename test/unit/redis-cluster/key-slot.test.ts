import { describe, expect, it } from 'vitest';
import { hashTag, keySlot } from '@shared/redis-cluster/key-slot';

describe('the slot of a key', () => {
  // As `CLUSTER KEYSLOT` of redis 7.0 answers.
  it.each([
    ['foo', 12182],
    ['bar', 5061],
    ['hello', 866],
    ['123456789', 12739],
    ['{user1000}.following', 3443],
    ['{user1000}.followers', 3443],
    ['foo{}{bar}', 8363],
    ['foo{{bar}}zap', 4015],
    ['foo{bar}{zap}', 5061],
    ['', 0],
    ['键', 16043],
  ])('of %j is %i', (key, slot) => expect(keySlot(key)).toBe(slot));

  it('is that of the first hash tag alone, where there is one', () => {
    const tag = (key: string): string => new TextDecoder().decode(hashTag(new TextEncoder().encode(key)));
    expect(tag('foo{bar}{zap}')).toBe('bar');
    expect(tag('foo{{bar}}zap')).toBe('{bar');
    expect(tag('foo{}{bar}')).toBe('foo{}{bar}');
    expect(tag('foo}{bar')).toBe('foo}{bar');
  });

  it('of bytes that are no text is found as well', () => {
    expect(keySlot(new Uint8Array([0xff, 0x00]))).toBe(1023);
  });
});
