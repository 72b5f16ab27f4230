import type { Reply } from '@shared/redis-cluster/reply-text';

/** The largest reply that is taken, in bytes: Redis's own limit for a string. */
const largest = 512 * 1024 * 1024;

/** A command as the server reads it: an array of bulk strings. */
export function encodeCommand(words: readonly (Uint8Array | string)[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`*${words.length}\r\n`)];
  for (const word of words) {
    const bytes = typeof word === 'string' ? Buffer.from(word) : Buffer.from(word);
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

/**
 * Reads replies (RESP2) out of the bytes as they come. `take` gives the next whole one, undefined where more must
 * come first. Throws where the bytes are no such protocol: the connection is of no use any more.
 */
export class ReplyReader {
  #bytes: Buffer = Buffer.alloc(0);
  #waiting: Buffer[] = [];
  /** How many bytes there must be before it is worth to look again. */
  #wanted = 0;

  push(chunk: Buffer): void {
    this.#waiting.push(chunk);
  }

  take(): Reply | undefined {
    const size = this.#waiting.reduce((sum, each) => sum + each.length, this.#bytes.length);
    if (size < this.#wanted) return undefined;
    if (this.#waiting.length > 0) this.#bytes = Buffer.concat([this.#bytes, ...this.#waiting.splice(0)]);
    const read = { at: 0 };
    const reply = this.#read(read);
    if (reply === undefined) return undefined;
    this.#wanted = 0;
    this.#bytes = this.#bytes.subarray(read.at);
    return reply;
  }

  /** What has come after the last whole reply. */
  rest(): Buffer {
    return Buffer.concat([this.#bytes, ...this.#waiting]);
  }

  #read(read: { at: number }): Reply | undefined {
    const end = this.#bytes.indexOf('\r\n', read.at);
    if (end < 0) return undefined;
    const kind = String.fromCharCode(this.#bytes[read.at] ?? 0);
    const line = this.#bytes.toString('utf8', read.at + 1, end);
    read.at = end + 2;
    switch (kind) {
      case '+':
        return { kind: 'status', text: line };
      case '-':
        return { kind: 'error', text: line };
      case ':':
        return { kind: 'integer', value: line };
      case '$':
        return this.#bulk(length(line), read);
      case '*':
        return this.#array(length(line), read);
      default:
        throw new Error('the answer is not in the Redis protocol');
    }
  }

  #bulk(size: number, read: { at: number }): Reply | undefined {
    if (size < 0) return { kind: 'bulk', bytes: null };
    const end = read.at + size;
    if (this.#bytes.length < end + 2) {
      this.#wanted = end + 2;
      return undefined;
    }
    const bytes = Buffer.from(this.#bytes.subarray(read.at, end));
    read.at = end + 2;
    return { kind: 'bulk', bytes };
  }

  #array(count: number, read: { at: number }): Reply | undefined {
    if (count < 0) return { kind: 'array', items: null };
    const items: Reply[] = [];
    for (let n = 0; n < count; n++) {
      const item = this.#read(read);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return { kind: 'array', items };
  }
}

function length(line: string): number {
  const value = Number(line);
  if (!Number.isInteger(value) || value > largest) throw new Error('the answer is not in the Redis protocol');
  return value;
}
