import { msg } from '@shared/i18n/index';
import { keySlot } from '@shared/redis-cluster/key-slot';
import { escapeBytes, readableText, type Reply } from '@shared/redis-cluster/reply-text';
import type { KeyLine, KeyName, KeyPreview } from '@shared/redis-cluster/tools';
import type { Words } from '../clients/redis';
import { bytesIn, bytesOf, describeKey, refusal, textOf, type KeysDeps } from './redis-keys';
import { ownerOf, sendRouted } from './redis-route';

const patienceMs = 10_000;
/** How many elements are shown, how many bytes of a string, and how many characters of an element. */
const mostElements = 100;
const mostBytes = 64 * 1024;
const mostCharacters = 2000;
/** No more than about so many bytes are fetched: the elements of a huge value may be huge. */
const mostFetched = 4 * 1024 * 1024;

type Value = Pick<KeyPreview, 'length' | 'value' | 'cut'>;
type Ask = (words: Words) => Promise<Reply>;

/** A value or its beginning, by its type. Throws AppError `key.gone`. */
export async function previewKey(
  { routes, pool }: KeysDeps,
  name: string,
  key: KeyName,
): Promise<KeyPreview> {
  const doing = msg('tools.key.doing', { name });
  const bytes = bytesOf(key, doing);
  const cluster = await routes(name);
  const context = { routes, pool, cluster, doing };
  const line = await describeKey(context, bytes);
  if (line === undefined)
    throw refusal(
      'key.gone',
      doing,
      msg('tools.key.gone', { key: key.text.slice(0, 100) }),
      msg('tools.key.gone.hint'),
    );
  const start =
    cluster.nodes.find((node) => node.name === line.node)?.redis ?? ownerOf(cluster, keySlot(bytes))?.redis;
  const ask: Ask = async (words) =>
    (await sendRouted(context, words, { start, timeoutMs: patienceMs })).reply;
  const [encoding, value] = await Promise.all([
    ask(['OBJECT', 'ENCODING', bytes]).then((reply) => (reply.kind === 'error' ? undefined : textOf(reply))),
    valueOf(line, bytes, ask),
  ]);
  return { ...line, ...(encoding === undefined ? {} : { encoding }), ...value };
}

async function valueOf(line: KeyLine, key: Uint8Array, ask: Ask): Promise<Value> {
  if (line.type === 'string') return text(key, ask);
  const size = sizes[line.type];
  if (size === undefined) return rows(1, [], []);
  const length = Number(textOf(await ask([size, key])) ?? 0);
  const average = (line.bytes ?? 0) / Math.max(1, length);
  const wanted = Math.min(mostElements, Math.floor(mostFetched / Math.max(1, average)));
  // Not even one element is small enough to be fetched.
  if (wanted < 1) return { ...rows(length, [], []), cut: true };
  switch (line.type) {
    case 'list': {
      const found = bytesIn(await ask(['LRANGE', key, '0', String(wanted - 1)]));
      return rows(
        length,
        ['index', 'value'],
        found.map((each, n) => [String(n), element(each)]),
      );
    }
    case 'set': {
      const found = scanned(await ask(['SSCAN', key, '0', 'COUNT', String(wanted)])).slice(0, wanted);
      return rows(
        length,
        ['member'],
        found.map((each) => [element(each)]),
      );
    }
    case 'zset': {
      const found = bytesIn(await ask(['ZRANGE', key, '0', String(wanted - 1), 'WITHSCORES']));
      return rows(length, ['member', 'score'], pairs(found));
    }
    case 'hash': {
      const found = scanned(await ask(['HSCAN', key, '0', 'COUNT', String(wanted)])).slice(0, 2 * wanted);
      return rows(length, ['field', 'value'], pairs(found));
    }
    default:
      return rows(
        length,
        ['id', 'fields'],
        entries(await ask(['XRANGE', key, '-', '+', 'COUNT', String(wanted)])),
      );
  }
}

const sizes: Readonly<Record<string, string>> = {
  list: 'LLEN',
  set: 'SCARD',
  zset: 'ZCARD',
  hash: 'HLEN',
  stream: 'XLEN',
};

async function text(key: Uint8Array, ask: Ask): Promise<Value> {
  const [length, reply] = await Promise.all([
    ask(['STRLEN', key]),
    ask(['GETRANGE', key, '0', String(mostBytes - 1)]),
  ]);
  const all = Number(textOf(length) ?? 0);
  const bytes = reply.kind === 'bulk' && reply.bytes !== null ? reply.bytes : new Uint8Array();
  const cut = all > bytes.length;
  const readable = readableText(cut ? wholeCharacters(bytes) : bytes);
  return {
    length: all,
    value: { kind: 'text', text: readable ?? escapeBytes(bytes), binary: readable === undefined },
    cut,
  };
}

/** Bytes of a UTF-8 text without the character that was cut off at their end. */
export function wholeCharacters(bytes: Uint8Array): Uint8Array {
  let lead = bytes.length - 1;
  // 10xxxxxx follows the first byte of a character.
  while (lead > 0 && bytes.length - lead < 4 && ((bytes[lead] ?? 0) & 0xc0) === 0x80) lead--;
  const first = bytes[lead] ?? 0;
  const needs = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return bytes.length - lead < needs ? bytes.subarray(0, lead) : bytes;
}

function rows(length: number, columns: readonly string[], found: readonly (readonly string[])[]): Value {
  return { length, value: { kind: 'rows', columns, rows: found }, cut: found.length < length };
}

/** One element as text, cut where it is long. */
function element(bytes: Uint8Array): string {
  const shown = readableText(bytes) ?? escapeBytes(bytes.subarray(0, mostCharacters));
  return shown.length > mostCharacters ? `${shown.slice(0, mostCharacters)}…` : shown;
}

const scanned = (reply: Reply): Uint8Array[] => (reply.kind === 'array' ? bytesIn(reply.items?.[1]) : []);

function pairs(found: readonly Uint8Array[]): string[][] {
  const result: string[][] = [];
  for (let n = 0; n + 1 < found.length; n += 2)
    result.push([element(found[n] ?? new Uint8Array()), element(found[n + 1] ?? new Uint8Array())]);
  return result;
}

/** A stream's entries: the id, and its fields as `name=value`. */
function entries(reply: Reply): string[][] {
  if (reply.kind !== 'array') return [];
  return (reply.items ?? []).map((entry) => {
    const [id, fields] = entry.kind === 'array' ? (entry.items ?? []) : [];
    const all = pairs(bytesIn(fields));
    return [textOf(id) ?? '', all.map(([field, value]) => `${field ?? ''}=${value ?? ''}`).join('  ')];
  });
}
