import { describe, expect, it } from 'vitest';
import { keyBytes, keyName } from '@shared/redis-cluster/key-name';
import { printsRaw, readableText, replyLines, type Reply } from '@shared/redis-cluster/reply-text';

const bulk = (text: string | null): Reply => ({
  kind: 'bulk',
  bytes: text === null ? null : Uint8Array.from(Buffer.from(text, 'latin1')),
});
const list = (...items: Reply[]): Reply => ({ kind: 'array', items });
const number = (value: string): Reply => ({ kind: 'integer', value });

describe('a reply is shown as redis-cli shows it', () => {
  it.each<[string, Reply, string[]]>([
    ['a status', { kind: 'status', text: 'OK' }, ['OK']],
    ['an error', { kind: 'error', text: 'ERR no' }, ['(error) ERR no']],
    ['a number', number('9223372036854775807'), ['(integer) 9223372036854775807']],
    ['nothing', bulk(null), ['(nil)']],
    ['no array', { kind: 'array', items: null }, ['(nil)']],
    ['an empty array', list(), ['(empty array)']],
    ['text', bulk('a "b"\\\n\x00\xff'), ['"a \\"b\\"\\\\\\n\\x00\\xff"']],
    ['an array', list(bulk('a'), number('1'), bulk(null)), ['1) "a"', '2) (integer) 1', '3) (nil)']],
    [
      'arrays in an array',
      list(list(bulk('id'), list(bulk('f'), bulk('v'))), list()),
      ['1) 1) "id"', '   2) 1) "f"', '      2) "v"', '2) (empty array)'],
    ],
    [
      'more than nine',
      list(
        ...Array.from({ length: 10 }, (_, n) => (n === 9 ? list(bulk('x'), bulk('y')) : number(String(n)))),
      ),
      [...Array.from({ length: 9 }, (_, n) => ` ${n + 1}) (integer) ${n}`), '10) 1) "x"', '    2) "y"'],
    ],
  ])('%s', (_, reply, lines) => expect(replyLines(reply)).toEqual(lines));

  it('and a text made to be read as it is', () => {
    expect(replyLines(bulk('# Server\r\nredis_version:7\r\n'), { raw: true })).toEqual([
      '# Server',
      'redis_version:7',
    ]);
    expect(printsRaw(['INFO', 'server'])).toBe(true);
    expect(printsRaw(['cluster', 'NODES'])).toBe(true);
    expect(printsRaw(['cluster', 'info', 'x'])).toBe(false);
    expect(printsRaw(['client', 'list', 'id', '1'])).toBe(true);
    expect(printsRaw(['get', 'info'])).toBe(false);
  });
});

describe('a key’s name', () => {
  it.each(['', 'user:1', '键', '\uFEFFx', 'a\nb'])('%j is its text', (text) => {
    const name = keyName(new TextEncoder().encode(text));
    expect(name).toEqual({ text });
    expect(Buffer.from(keyBytes(name)).toString()).toBe(text);
  });
  it('that is no text keeps its bytes', () => {
    const bytes = Uint8Array.from([0, 255, 97, 34]);
    const name = keyName(bytes);
    expect(name).toEqual({ text: '\\x00\\xffa\\"', base64: 'AP9hIg==' });
    expect([...keyBytes(name)]).toEqual([...bytes]);
    expect(() => keyBytes({ text: '', base64: '*' })).toThrow(RangeError);
  });
  it('text is readable without control characters', () => {
    expect(readableText(Buffer.from('a\tb\n'))).toBe('a\tb\n');
    expect(readableText(Buffer.from([27]))).toBeUndefined();
    expect(readableText(Buffer.from([0xc3]))).toBeUndefined();
  });
});
