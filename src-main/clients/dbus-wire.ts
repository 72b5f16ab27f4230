/**
 * How values lie in D-Bus messages, little-endian:
 * https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-marshaling
 * Values are numbers, bigints (x, t), booleans, strings, arrays (also structs and entries), and variants.
 */
export interface Variant {
  readonly type: string;
  readonly value: unknown;
}

const alignments: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};
const alignmentOf = (type: string): number => alignments[type[0] ?? ''] ?? 1;

/** How deep containers may lie in each other; the bus itself allows 64. */
const deepest = 64;

/** The first complete type of a signature. Throws where there is none. */
function firstType(signature: string, depth = 0): string {
  const head = signature[0] ?? '';
  if (depth > deepest || !(head in alignments))
    throw new Error(`D-Bus: no type in “${signature.slice(0, 40)}”`);
  if (head === 'a') return head + firstType(signature.slice(1), depth + 1);
  if (head !== '(' && head !== '{') return head;
  const close = head === '(' ? ')' : '}';
  let end = 1;
  while (signature[end] !== close) end += firstType(signature.slice(end), depth + 1).length;
  return signature.slice(0, end + 1);
}

/** The complete types of a signature, one by one. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let rest = signature; rest !== '';) {
    const type = firstType(rest);
    types.push(type);
    rest = rest.slice(type.length);
  }
  return types;
}

/** Values as bytes; they begin at a multiple of eight. */
export function marshal(signature: string, values: readonly unknown[]): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  const put = (bytes: Buffer): void => {
    parts.push(bytes);
    size += bytes.length;
  };
  const align = (to: number): void => put(Buffer.alloc((to - (size % to)) % to));
  const fixed = (bytes: number, write: (buffer: Buffer) => void): void => {
    const buffer = Buffer.alloc(bytes);
    write(buffer);
    put(buffer);
  };
  const text = (value: string, lengthBytes: 1 | 4): void => {
    const bytes = Buffer.from(value, 'utf8');
    fixed(lengthBytes, (buffer) => buffer.writeUIntLE(bytes.length, 0, lengthBytes));
    put(Buffer.concat([bytes, Buffer.alloc(1)]));
  };
  const write = (type: string, value: unknown): void => {
    align(alignmentOf(type));
    const head = type[0];
    if (head === 'y') fixed(1, (buffer) => buffer.writeUInt8(Number(value)));
    else if (head === 'b') fixed(4, (buffer) => buffer.writeUInt32LE(value === true ? 1 : 0));
    else if (head === 'n') fixed(2, (buffer) => buffer.writeInt16LE(Number(value)));
    else if (head === 'q') fixed(2, (buffer) => buffer.writeUInt16LE(Number(value)));
    else if (head === 'i') fixed(4, (buffer) => buffer.writeInt32LE(Number(value)));
    else if (head === 'u') fixed(4, (buffer) => buffer.writeUInt32LE(Number(value)));
    else if (head === 'x') fixed(8, (buffer) => buffer.writeBigInt64LE(value as bigint));
    else if (head === 't') fixed(8, (buffer) => buffer.writeBigUInt64LE(value as bigint));
    else if (head === 'd') fixed(8, (buffer) => buffer.writeDoubleLE(Number(value)));
    else if (head === 's' || head === 'o') text(value as string, 4);
    else if (head === 'g') text(value as string, 1);
    else if (head === 'v') {
      const variant = value as Variant;
      text(variant.type, 1);
      write(variant.type, variant.value);
    } else if (head === 'a') {
      const at = parts.length;
      fixed(4, () => undefined);
      align(alignmentOf(type.slice(1)));
      const begin = size;
      for (const each of value as readonly unknown[]) write(type.slice(1), each);
      parts[at]?.writeUInt32LE(size - begin);
    } else {
      const inner = typesOf(type.slice(1, -1));
      inner.forEach((each, i) => write(each, (value as readonly unknown[])[i]));
    }
  };
  typesOf(signature).forEach((type, i) => write(type, values[i]));
  return Buffer.concat(parts);
}

/** Bytes as values, and where they end. Throws where the bytes are not what the signature says. */
export function unmarshal(signature: string, bytes: Buffer, from = 0): { values: unknown[]; end: number } {
  let at = from;
  const take = (count: number): number => {
    const begin = at;
    at += count;
    if (at > bytes.length) throw new Error('D-Bus: the message ends too soon');
    return begin;
  };
  const text = (length: number): string => {
    const begin = take(length + 1);
    return bytes.toString('utf8', begin, begin + length);
  };
  const read = (type: string, depth: number): unknown => {
    if (depth > deepest) throw new Error('D-Bus: too deep');
    take((alignmentOf(type) - (at % alignmentOf(type))) % alignmentOf(type));
    const head = type[0];
    if (head === 'y') return bytes.readUInt8(take(1));
    if (head === 'b') return bytes.readUInt32LE(take(4)) !== 0;
    if (head === 'n') return bytes.readInt16LE(take(2));
    if (head === 'q') return bytes.readUInt16LE(take(2));
    if (head === 'i') return bytes.readInt32LE(take(4));
    if (head === 'u') return bytes.readUInt32LE(take(4));
    if (head === 'x') return bytes.readBigInt64LE(take(8));
    if (head === 't') return bytes.readBigUInt64LE(take(8));
    if (head === 'd') return bytes.readDoubleLE(take(8));
    if (head === 's' || head === 'o') return text(bytes.readUInt32LE(take(4)));
    if (head === 'g') return text(bytes.readUInt8(take(1)));
    if (head === 'v') {
      const inner = text(bytes.readUInt8(take(1)));
      if (firstType(inner) !== inner) throw new Error('D-Bus: a variant of several types');
      return { type: inner, value: read(inner, depth + 1) } satisfies Variant;
    }
    if (head !== 'a') return typesOf(type.slice(1, -1)).map((each) => read(each, depth + 1));
    const length = bytes.readUInt32LE(take(4));
    const inner = type.slice(1);
    take((alignmentOf(inner) - (at % alignmentOf(inner))) % alignmentOf(inner));
    const end = at + length;
    if (end > bytes.length) throw new Error('D-Bus: the message ends too soon');
    const list: unknown[] = [];
    while (at < end) list.push(read(inner, depth + 1));
    return list;
  };
  const values = typesOf(signature).map((type) => read(type, 0));
  return { values, end: at };
}
