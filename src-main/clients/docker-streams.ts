import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';

/** One file for a container, packed as the engine takes it. `mode` is the Unix mode (0o600). */
export async function tarOf(path: string, content: string, mode: number): Promise<Buffer> {
  const archive = pack();
  // The whole path stands in the entry: missing parents are made, and those there stay as they are.
  archive.entry({ name: path.replace(/^\/+/, ''), mode, mtime: new Date() }, content);
  archive.finalize();
  return collect(archive);
}

/** All of a stream. */
export async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The first regular file's text out of a tar archive; undefined where there is none. */
export async function firstFileOf(archive: Buffer): Promise<string | undefined> {
  const entries = Readable.from([archive]).pipe(extract());
  let found: string | undefined;
  for await (const entry of entries) {
    const content = await collect(entry);
    if (entry.header.type === 'file') found ??= content.toString('utf8');
  }
  return found;
}

/** The objects of a stream of JSON lines, as they come. Lines that are not JSON are an error. */
export async function* jsonLines(stream: AsyncIterable<unknown>): AsyncGenerator {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line);
  }
  if (rest.trim() !== '') yield JSON.parse(rest);
}

/**
 * The frames of the engine's multiplexed output: a type byte (1 stdout, 2 stderr), three zeros, the
 * length as four bytes, big end first, and the bytes
 * (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach).
 * Output of a container with a terminal has no frames: it is one. docker-modem's demuxStream() runs out
 * of stack on some thousand short frames at once, and is quadratic in them.
 */
function* frames(bytes: Buffer): Generator<{ stream: 1 | 2; data: Buffer }> {
  for (let at = 0; at < bytes.length;) {
    const framed = bytes.length - at >= 8 && (bytes[at] ?? 9) <= 2 && bytes.readUIntBE(at + 1, 3) === 0;
    if (!framed) {
      yield { stream: 1, data: bytes.subarray(at) };
      return;
    }
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    yield { stream: bytes[at] === 2 ? 2 : 1, data: bytes.subarray(at + 8, end) };
    at = end;
  }
}

/** Both outputs of a program, apart. */
export function demux(bytes: Buffer): { stdout: string; stderr: string } {
  const all = [...frames(bytes)];
  const text = (stream: 1 | 2): string =>
    Buffer.concat(all.filter((frame) => frame.stream === stream).map((frame) => frame.data)).toString('utf8');
  return { stdout: text(1), stderr: text(2) };
}

/** Both outputs in the order in which they came. */
export function framesText(bytes: Buffer): string {
  return Buffer.concat([...frames(bytes)].map((frame) => frame.data)).toString('utf8');
}
