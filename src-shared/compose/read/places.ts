import type { Place, Range } from '../node';

/** Offsets of one file's text as places of line and column. */
export class Places {
  private readonly starts: number[] = [0];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  place(given: number): Place {
    const offset = Math.max(0, Math.min(given, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1, offset };
  }

  range(from: number, to: number): Range {
    return { file: this.file, from: this.place(from), to: this.place(Math.max(from, to)) };
  }
}
