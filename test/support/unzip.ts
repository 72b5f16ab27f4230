import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a zip archive, by its own index. Throws where a checksum does not fit. */
export function unzip(archive: Buffer): { name: string; data: Buffer }[] {
  const end = archive.lastIndexOf('PK\x05\x06');
  const files: { name: string; data: Buffer }[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [sum, packed] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 20)];
    const [words, extra, comment] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + words);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = inflateRawSync(archive.subarray(from, from + packed));
    if (crc32(data) !== sum) throw new Error(`${name} is damaged`);
    files.push({ name, data });
    at += 46 + words + extra + comment;
  }
  return files;
}
