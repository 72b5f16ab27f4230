import { describe, expect, it } from 'vitest';
import type { Reply } from '@shared/redis-cluster/reply-text';
import { encodeCommand, ReplyReader } from '../../../../src-main/clients/resp';

const stream =
  '+OK\r\n-ERR no\r\n:12\r\n$-1\r\n*-1\r\n$5\r\na\r\nbc\r\n*2\r\n*1\r\n:1\r\n$0\r\n\r\n*0\r\n+REST\r';

/** Everything that comes out when the bytes come in pieces of a size. */
function read(size: number): { replies: Reply[]; rest: string } {
  const reader = new ReplyReader();
  const replies: Reply[] = [];
  const bytes = Buffer.from(stream);
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size));
    for (let reply = reader.take(); reply !== undefined; reply = reader.take()) replies.push(reply);
  }
  return { replies, rest: reader.rest().toString() };
}

describe('replies out of bytes', () => {
  it.each([1, 2, 3, 7, 1000])('in pieces of %d', (size) => {
    const { replies, rest } = read(size);
    expect(
      replies.map((reply) =>
        reply.kind === 'bulk' ? reply.bytes && Buffer.from(reply.bytes).toString() : reply,
      ),
    ).toEqual([
      { kind: 'status', text: 'OK' },
      { kind: 'error', text: 'ERR no' },
      { kind: 'integer', value: '12' },
      null,
      { kind: 'array', items: null },
      'a\r\nbc',
      {
        kind: 'array',
        items: [
          { kind: 'array', items: [{ kind: 'integer', value: '1' }] },
          { kind: 'bulk', bytes: Buffer.alloc(0) },
        ],
      },
      { kind: 'array', items: [] },
    ]);
    expect(rest).toBe('+REST\r');
  });
  it('refuses what is another protocol, and lengths that can’t be', () => {
    for (const text of ['HTTP/1.1 400\r\n', '$x\r\n', '*99999999999\r\n']) {
      const reader = new ReplyReader();
      reader.push(Buffer.from(text));
      expect(() => reader.take()).toThrow(/protocol/);
    }
  });
  it('and commands into bytes', () => {
    expect(encodeCommand(['SET', 'ké', Uint8Array.from([0, 255])]).toString('latin1')).toBe(
      '*3\r\n$3\r\nSET\r\n$3\r\nk\xc3\xa9\r\n$2\r\n\x00\xff\r\n',
    );
  });
});
