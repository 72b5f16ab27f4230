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
 * What the keys take in memory: the sum, then index and bytes of each that is bigger than ARGV[1]. One call a slot: a
 * MEMORY USAGE a key would cost more than to move it.
 */
const weigher = `local sum,out=0,{0}
for i=1,#KEYS do
local n=redis.call('MEMORY','USAGE',KEYS[i]) or 0
if n>tonumber(ARGV[1]) then out[#out+1]=i out[#out+1]=n else sum=sum+n end
end
out[1]=sum
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
  const replies = await connection.batch(
    asked.map((keys): Words => ['EVAL', weigher, String(keys.length), ...keys, String(bigBytes)]),
    { timeoutMs },
  );
  const weighed: Weighed[] = [];
  for (const [index, keys] of groups.entries()) {
    const reply = replies[index];
    const known = asked[index] ?? keys;
    const found =
      reply?.ok === true && Array.isArray(reply.value)
        ? sorted(known, reply.value.map(Number))
        : await oneByOne(connection, known, bigBytes, timeoutMs);
    weighed.push(known.length === keys.length ? found : projected(keys, known.length, found));
  }
  return weighed;
}

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

function sorted(keys: readonly Key[], [bytes = 0, ...pairs]: readonly number[]): Weighed {
  if (pairs.length === 0) return { small: keys, bytes, big: [] };
  const sizes = new Map<number, number>();
  for (let at = 0; at < pairs.length; at += 2) sizes.set((pairs[at] ?? 0) - 1, pairs[at + 1] ?? 0);
  return {
    small: keys.filter((_, index) => !sizes.has(index)),
    bytes,
    big: keys.flatMap((key, index) => {
      const size = sizes.get(index);
      return size === undefined ? [] : [{ key, bytes: size }];
    }),
  };
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
