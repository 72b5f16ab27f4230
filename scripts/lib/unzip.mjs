/** Unpacks chosen entries of a zip file with Node alone (no ZIP64: archives below 4 GiB). */
import {
  chmodSync,
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const endMark = 0x06054b50;
const entryMark = 0x02014b50;

function read(file, position, length) {
  const buffer = Buffer.alloc(length);
  readSync(file, buffer, 0, length, position);
  return buffer;
}

/** The entries of a zip's central directory. @param {string} zip */
function entries(zip) {
  const file = openSync(zip, 'r');
  try {
    const { size } = fstatSync(file);
    const tailStart = Math.max(0, size - 66_000);
    const tail = read(file, tailStart, size - tailStart);
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== endMark) end -= 1;
    if (end < 0) throw new Error(`${zip} is not a zip file, or is cut off`);
    const list = read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    const found = [];
    for (let at = 0; at + 46 <= list.length && list.readUInt32LE(at) === entryMark;) {
      const nameEnd = at + 46 + list.readUInt16LE(at + 28);
      const offset = list.readUInt32LE(at + 42);
      found.push({
        name: list.toString('utf8', at + 46, nameEnd),
        method: list.readUInt16LE(at + 10),
        packed: list.readUInt32LE(at + 20),
        mode: list.readUInt32LE(at + 38) >>> 16,
        header: offset,
      });
      at = nameEnd + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
    }
    for (const each of found.filter((entry) => entry.packed > 0)) {
      const local = read(file, each.header, 30);
      each.start = each.header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    }
    return found;
  } finally {
    closeSync(file);
  }
}

/**
 * Unpacks a zip.
 * @param {string} zip
 * @param {string} into
 * @param {(name: string) => string | undefined} place the path under `into` for an entry, or undefined to
 *   leave it out
 */
export async function unzip(zip, into, place) {
  for (const entry of entries(zip)) {
    const name = entry.name.endsWith('/') ? undefined : place(entry.name);
    if (!name) continue;
    const path = resolve(join(into, name));
    if (!path.startsWith(resolve(into) + sep))
      throw new Error(`${zip} holds an entry outside its folder: ${name}`);
    mkdirSync(dirname(path), { recursive: true });
    const source =
      entry.packed === 0
        ? new PassThrough().end()
        : createReadStream(zip, { start: entry.start, end: entry.start + entry.packed - 1 });
    await pipeline(
      source,
      entry.method === 8 ? createInflateRaw() : new PassThrough(),
      createWriteStream(path),
    );
    if (entry.mode & 0o111) chmodSync(path, 0o755);
  }
}
