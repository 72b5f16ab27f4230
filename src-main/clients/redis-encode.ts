import { Command } from 'ioredis';
import type { Words } from './redis';

const dollar = 0x24;
const cr = 0x0d;
const lf = 0x0a;

/** From so many arguments on, the driver's own way of putting bytes together costs more than all the rest. */
const many = 8;

/** A command for the driver. One of many arguments is put together here, in one piece. */
export function commandOf(words: Words, encoding: 'utf8' | null): Command {
  const [first = '', ...rest] = words;
  const name = typeof first === 'string' ? first : Buffer.from(first).toString();
  if (rest.length >= many) return new WholeCommand(name, words, encoding);
  const args = rest.map((word) =>
    typeof word === 'string' || Buffer.isBuffer(word) ? word : Buffer.from(word),
  );
  return new Command(name, args, { replyEncoding: encoding });
}

class WholeCommand extends Command {
  readonly #words: Words;

  constructor(name: string, words: Words, encoding: 'utf8' | null) {
    super(name, [], { replyEncoding: encoding });
    this.#words = words;
  }

  override toWritable(): Buffer {
    return encode(this.#words);
  }
}

/** An array of bulk strings, as https://redis.io/docs/latest/develop/reference/protocol-spec/ has it. */
export function encode(words: Words): Buffer {
  const sizes = words.map((word) => (typeof word === 'string' ? Buffer.byteLength(word) : word.length));
  const head = `*${words.length}\r\n`;
  // `$`, a length of at most ten digits, two line ends.
  const bytes = Buffer.allocUnsafe(head.length + sizes.reduce((sum, size) => sum + size + 15, 0));
  let at = bytes.write(head, 'latin1');
  for (const [index, word] of words.entries()) {
    const size = sizes[index] ?? 0;
    bytes[at++] = dollar;
    at = writeNumber(bytes, at, size);
    bytes[at++] = cr;
    bytes[at++] = lf;
    if (typeof word === 'string') at += bytes.write(word, at);
    else {
      bytes.set(word, at);
      at += size;
    }
    bytes[at++] = cr;
    bytes[at++] = lf;
  }
  return bytes.subarray(0, at);
}

function writeNumber(bytes: Buffer, at: number, value: number): number {
  if (value > 9) at = writeNumber(bytes, at, Math.floor(value / 10));
  bytes[at] = 0x30 + (value % 10);
  return at + 1;
}
