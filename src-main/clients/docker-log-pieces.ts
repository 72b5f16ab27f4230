/** Whole lines of one of a container's outputs: each ends with `\n`, and begins with its timestamp and a space. */
export interface LogPiece {
  readonly stderr: boolean;
  readonly text: string;
}

const newline = 10;
const space = 32;

/** Bytes of one line that were not ended yet, of one output. */
interface Rest {
  bytes: Buffer[];
}

/**
 * The lines of a container's log as they come. With frames (no terminal) each frame is one line or, of a line
 * over 16 KiB, a part of it, which the engine gives a timestamp of its own: those further ones are left out.
 *
 * @param stream the body of `GET /containers/{id}/logs?timestamps=1`
 * @param tty the container has a terminal: one output, no frames
 */
export async function* logPieces(stream: AsyncIterable<unknown>, tty: boolean): AsyncGenerator<LogPiece[]> {
  const split = tty ? plainSplitter() : frameSplitter();
  for await (const chunk of stream) {
    const pieces = split.push(chunk as Buffer);
    if (pieces.length > 0) yield pieces;
  }
  const last = split.end();
  if (last.length > 0) yield last;
}

interface Splitter {
  push(chunk: Buffer): LogPiece[];
  end(): LogPiece[];
}

function plainSplitter(): Splitter {
  const rest: Rest = { bytes: [] };
  return {
    push(chunk) {
      const at = chunk.lastIndexOf(newline);
      if (at < 0) {
        rest.bytes.push(chunk);
        return [];
      }
      const whole = Buffer.concat([...rest.bytes, chunk.subarray(0, at + 1)]);
      rest.bytes = at + 1 < chunk.length ? [chunk.subarray(at + 1)] : [];
      return [{ stderr: false, text: text(whole) }];
    },
    end: () => ending(rest, false),
  };
}

/** Frames: a byte for the output (2: stderr), three zeros, the length as four bytes, big end first, the bytes. */
function frameSplitter(): Splitter {
  const rests: readonly [Rest, Rest] = [{ bytes: [] }, { bytes: [] }];
  let left: Buffer = Buffer.alloc(0);

  return {
    push(chunk) {
      const bytes = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
      const pieces: LogPiece[] = [];
      // Payloads of one output that follow each other are moved together in place: no allocation for each line.
      let from = 0;
      let to = 0;
      let stderr = false;
      const flush = (): void => {
        if (to > from) pieces.push({ stderr, text: text(bytes.subarray(from, to)) });
        from = to;
      };
      let at = 0;
      while (bytes.length - at >= 8) {
        const length = bytes.readUInt32BE(at + 4);
        const start = at + 8;
        const end = start + length;
        if (end > bytes.length) break;
        const isErr = bytes[at] === 2;
        at = end;
        const rest = rests[isErr ? 1 : 0];
        const whole = length > 0 && bytes[end - 1] === newline;
        const more = rest.bytes.length > 0;
        if (isErr !== stderr) {
          flush();
          stderr = isErr;
        }
        if (!more && whole) {
          if (to === from) from = to = start;
          else bytes.copyWithin(to, start, end);
          to += length;
          continue;
        }
        // A part of a long line. Its first part keeps its timestamp, the others lose theirs.
        const part = bytes.subarray(start, end);
        rest.bytes.push(Buffer.from(more ? part.subarray(afterTime(part)) : part));
        if (!whole) continue;
        flush();
        pieces.push({ stderr: isErr, text: text(Buffer.concat(rest.bytes)) });
        rest.bytes = [];
      }
      flush();
      left = at < bytes.length ? Buffer.from(bytes.subarray(at)) : Buffer.alloc(0);
      return pieces;
    },
    end: () => [...ending(rests[0], false), ...ending(rests[1], true)],
  };
}

const text = (bytes: Buffer): string => bytes.toString('utf8');

function ending(rest: Rest, stderr: boolean): LogPiece[] {
  if (rest.bytes.length === 0) return [];
  return [{ stderr, text: `${text(Buffer.concat(rest.bytes))}\n` }];
}

/** Where a frame's text begins behind its timestamp. */
function afterTime(part: Buffer): number {
  const at = part.subarray(0, 40).indexOf(space);
  return at < 0 ? 0 : at + 1;
}
