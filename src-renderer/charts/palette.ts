/** How many colours there are: the tokens --c1 to --c8 of app.css. */
export const colors = 8;
/** What tells lines of one colour apart: solid first. */
export const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

export interface SeriesLook {
  /** 1 to 8: the token's number. */
  readonly color: number;
  /** An index into `dashes`. */
  readonly dash: number;
}

/** FNV-1a: the same key gives the same number in every run. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/** Which colour each key has. One for the window, so that a container has its colour in every chart. */
export class Palette {
  readonly #colors = new Map<string, number>();
  readonly #used = new Array<number>(colors).fill(0);

  /** By its hash; where that colour is worn by more keys than another, the next of those worn least. */
  colorOf(key: string): number {
    const known = this.#colors.get(key);
    if (known !== undefined) return known;
    const fewest = Math.min(...this.#used);
    let at = hash(key) % colors;
    while ((this.#used[at] ?? 0) > fewest) at = (at + 1) % colors;
    this.#used[at] = fewest + 1;
    this.#colors.set(key, at + 1);
    return at + 1;
  }

  /** For the lines of one chart: those that share a colour differ in their dashes. */
  looksOf(keys: readonly string[]): readonly SeriesLook[] {
    const seen = new Array<number>(colors + 1).fill(0);
    return keys.map((key) => {
      const color = this.colorOf(key);
      const nth = seen[color] ?? 0;
      seen[color] = nth + 1;
      return { color, dash: nth % dashes.length };
    });
  }
}

export const palette = new Palette();
