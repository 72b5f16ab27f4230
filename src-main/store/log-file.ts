import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the app writes down of itself, for the day when something went wrong. */
export interface LogFile {
  readonly write: (level: 'info' | 'error', text: string) => void;
}

export interface LogFileOptions {
  readonly dataDir: string;
  /** Takes out what must not be written. */
  readonly hide: (text: string) => string;
  /** A file that has grown to this becomes the old one, bytes. */
  readonly limit?: number;
  readonly now?: () => Date;
}

const names = ['flotilla.log', 'flotilla.log.1'] as const;
const longest = 8000;

/**
 * `<dataDir>/logs/flotilla.log`, and the one before it. Each line is handed to the system before the call returns: what
 * was said before a crash is there after it. It never throws: a log that cannot be written must not end what it tells of.
 */
export function createLogFile({
  dataDir,
  hide,
  limit = 2 ** 20,
  now = () => new Date(),
}: LogFileOptions): LogFile {
  const folder = join(dataDir, 'logs');
  const [file, old] = names.map((name) => join(folder, name)) as [string, string];
  let size: number | undefined;
  return {
    write(level, text) {
      // One event, one line that begins with its time: what follows is set in.
      const words = hide(text).slice(0, longest).trimEnd().replaceAll('\n', '\n    ');
      const line = `${now().toISOString()} ${level} ${words}\n`;
      try {
        size ??= prepare(folder, file);
        if (size + line.length > limit && size > 0) {
          renameSync(file, old);
          size = 0;
        }
        appendFileSync(file, line, { mode: 0o600 });
        size += Buffer.byteLength(line);
      } catch {
        size = undefined; // Next time it is looked for anew.
      }
    },
  };
}

function prepare(folder: string, file: string): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The logs that there are, by name. */
export function readLogs(dataDir: string): { readonly name: string; readonly text: string }[] {
  return names.flatMap((name) => {
    try {
      return [{ name, text: readFileSync(join(dataDir, 'logs', name), 'utf8') }];
    } catch {
      return [];
    }
  });
}
