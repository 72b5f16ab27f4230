import { slotCount } from './slots';

/** CRC16-CCITT (XMODEM): polynomial 0x1021, starting at 0, as the Redis Cluster specification has it. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

const open = 0x7b;
const close = 0x7d;

/**
 * The part of a key that chooses its slot: what stands between the first `{` and the first `}` after it, where
 * that is not empty; else the whole key. Source: "Hash tags" in the Redis Cluster specification.
 */
export function hashTag(key: Uint8Array): Uint8Array {
  const from = key.indexOf(open);
  if (from < 0) return key;
  const to = key.indexOf(close, from + 1);
  return to < 0 || to === from + 1 ? key : key.subarray(from + 1, to);
}

/** The slot of a key, 0…16383. Text counts as its UTF-8 bytes. */
export function keySlot(key: string | Uint8Array): number {
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
  return crc16(hashTag(bytes)) % slotCount;
}
