import type { Words } from '../../clients/redis';
import type { Member } from './fleet';

/** A key, as the bytes that it is. */
export type Key = Buffer;

/** Keys of a slot whose sizes are known to be small, and those that are not, with their size in bytes. */
export interface Weighed {
  readonly small: readonly Key[];
  /** Bytes of all the small ones together. */
  readonly bytes: number;
  readonly big: readonly { readonly key: Key; readonly bytes: number }[];
}

/**
 * What keys take in memory, group by group: the sum of those up to ARGV[1] bytes for each of the ARGV[2] groups, then
 * place and bytes of each that is bigger. The groups' sizes come next, then all keys. One call for many slots: a call a
 * slot costs a tenth of the whole move, a MEMORY USAGE a key more than to move it. The keys stand among the arguments,
 * for declared ones must be of one slot. A key that is gone, or not to be had just now, weighs nothing; where none is to
 * be had the server refuses all of it, and says so.
 */
const weigher = `local most,groups,out=tonumber(ARGV[1]),tonumber(ARGV[2]),{}
local at,told,no=2+groups,false,nil
for g=1,groups do
local sum=0
for i=at+1,at+tonumber(ARGV[2+g]) do
local n=redis.pcall('MEMORY','USAGE',ARGV[i])
if type(n)=='table' then no=n n=0 else told=true n=n or 0 end
if n>most then out[#out+1]=i-2-groups out[#out+1]=n else sum=sum+n end
end
at=at+tonumber(ARGV[2+g])
table.insert(out,g,sum)
end
if no and not told then return no end
return out`;

export const keysIn = (slot: number, count: number): Words => [
  'CLUSTER',
  'GETKEYSINSLOT',
  String(slot),
  String(count),
];

/** The keys in a reply to GETKEYSINSLOT. */
export const asKeys = (value: unknown): Key[] =>
  Array.isArray(value) ? value.filter((each) => Buffer.isBuffer(each)) : [];

/**
 * Tells big keys from small ones, slot by slot; `groups` holds the keys of one slot each. A server that allows no
 * script is asked key by key; one that does not tell at all has only small keys.
 */
export async function weigh(
  { connection }: Member,
  groups: readonly (readonly Key[])[],
  bigBytes: number,
  timeoutMs: number,
  sample = Infinity,
): Promise<Weighed[]> {
  const asked = groups.map((keys) => spread(keys, sample));
  if (asked.every((keys) => keys.length === 0)) return groups.map(() => nothing);
  const sizes = asked.map((keys) => String(keys.length));
  const words: Words = [
    'EVAL',
    weigher,
    '0',
    String(bigBytes),
    String(groups.length),
    ...sizes,
    ...asked.flat(),
  ];
  const [reply] = await connection.batch([words], { timeoutMs });
  const found =
    reply?.ok === true && Array.isArray(reply.value)
      ? sorted(asked, reply.value.map(Number))
      : await Promise.all(asked.map((keys) => oneByOne(connection, keys, bigBytes, timeoutMs)));
  return groups.map((keys, index) => {
    const known = asked[index] ?? keys;
    const some = found[index] ?? nothing;
    return known.length === keys.length ? some : projected(keys, known.length, some);
  });
}

/** No keys. */
export const nothing: Weighed = { small: [], bytes: 0, big: [] };

/** So many of the keys, evenly spread over them; all where there are no more. */
function spread(keys: readonly Key[], most: number): readonly Key[] {
  if (keys.length <= most) return keys;
  return Array.from({ length: most }, (_, n) => keys[Math.floor((n * keys.length) / most)]).filter(
    (key) => key !== undefined,
  );
}

/** What a sample tells of all: the rest is taken to be as the small ones among it are. */
function projected(keys: readonly Key[], sampled: number, { bytes, big }: Weighed): Weighed {
  const known = new Set(big.map(({ key }) => key));
  const small = keys.filter((key) => !known.has(key));
  return { small, bytes: (bytes / Math.max(1, sampled - big.length)) * small.length, big };
}

/** The script's reply, taken apart. */
function sorted(groups: readonly (readonly Key[])[], reply: readonly number[]): Weighed[] {
  const sizes = new Map<number, number>();
  for (let at = groups.length; at < reply.length; at += 2)
    sizes.set((reply[at] ?? 0) - 1, reply[at + 1] ?? 0);
  let before = 0;
  return groups.map((keys, group) => {
    const bytes = reply[group] ?? 0;
    const first = before;
    before += keys.length;
    if (sizes.size === 0) return { small: keys, bytes, big: [] };
    return {
      small: keys.filter((_, index) => !sizes.has(first + index)),
      bytes,
      big: keys.flatMap((key, index) => {
        const size = sizes.get(first + index);
        return size === undefined ? [] : [{ key, bytes: size }];
      }),
    };
  });
}

async function oneByOne(
  connection: Member['connection'],
  keys: readonly Key[],
  bigBytes: number,
  timeoutMs: number,
): Promise<Weighed> {
  const replies = await connection.batch(
    keys.map((key): Words => ['MEMORY', 'USAGE', key]),
    { timeoutMs },
  );
  const small: Key[] = [];
  const big: { key: Key; bytes: number }[] = [];
  let bytes = 0;
  for (const [index, key] of keys.entries()) {
    const reply = replies[index];
    const size = reply?.ok === true ? Number(reply.value ?? 0) : 0;
    if (size > bigBytes) big.push({ key, bytes: size });
    else {
      small.push(key);
      bytes += size;
    }
  }
  return { small, bytes, big };
}

/** Keys in pieces of at most so many, and about so many bytes; as even as can be. */
export function pieces(keys: readonly Key[], bytes: number, most: { keys: number; bytes: number }): Key[][] {
  if (keys.length === 0) return [];
  const count = Math.min(
    keys.length,
    Math.max(Math.ceil(keys.length / most.keys), Math.ceil(bytes / most.bytes), 1),
  );
  return Array.from({ length: count }, (_, index) =>
    keys.slice(Math.floor((index * keys.length) / count), Math.floor(((index + 1) * keys.length) / count)),
  );
}
