import { escapeBytes } from './reply-text';
import type { KeyName } from './tools';

/** A key's name as it crosses IPC: its text; where that would not give the same bytes back, the bytes as well. */
export function keyName(bytes: Uint8Array): KeyName {
  const text = exactText(bytes);
  if (text !== undefined) return { text };
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { text: escapeBytes(bytes), base64: btoa(binary) };
}

/** The name's bytes. Throws a RangeError where `base64` is none. */
export function keyBytes({ text, base64 }: KeyName): Uint8Array {
  if (base64 === undefined) return new TextEncoder().encode(text);
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    throw new RangeError('not base64');
  }
}

function exactText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
