import type { Finding } from '@shared/plan';

/** A place in a project's files, as a finding names it. */
export interface FilePlace {
  /** By the project's folder, or absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

let asked: FilePlace | undefined;

/** Where the editor is asked to begin, by another page. */
export const atPlace = {
  ask(place: FilePlace | undefined): void {
    asked = place;
  },
  /** Once. */
  take(): FilePlace | undefined {
    const place = asked;
    asked = undefined;
    return place;
  },
};

/** The place that a plan's finding leads with: `compose.yml:8:9`. */
export function placeOfFinding({ what }: Finding): FilePlace | undefined {
  const place = what.params?.['place'];
  const [, file, line, column] = (typeof place === 'string' && /^(.+):(\d+):(\d+)$/.exec(place)) || [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}

/** Where a line and a column stand in a text. */
export function offsetOf(text: string, { line, column }: FilePlace): number {
  let at = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return Math.min(at + column - 1, text.length);
}
