/**
 * One metric's values in a ring, by the number of their sample: `NaN` where it was not told. As long as it stays what
 * it was first told as (a limit, errors that nobody sees), it is that one number and takes no room.
 */
export class RingColumn {
  #steady = Number.NaN;
  /** The first sample that told it. */
  #since = Number.POSITIVE_INFINITY;
  #values: Float32Array | undefined;

  /** Of the newest sample in a ring of so many places; the oldest one's is overwritten. */
  put(sample: number, value: number, size: number): void {
    const kept = Math.fround(value);
    if (this.#values !== undefined) {
      this.#values[sample % size] = kept;
      return;
    }
    if (this.#since === Number.POSITIVE_INFINITY) {
      if (Number.isNaN(kept)) return;
      this.#steady = kept;
      this.#since = sample;
    }
    if (kept === this.#steady) return;
    const values = new Float32Array(size).fill(Number.NaN);
    for (let each = Math.max(this.#since, sample - size + 1); each < sample; each++)
      values[each % size] = this.#steady;
    values[sample % size] = kept;
    this.#values = values;
  }

  at(sample: number, size: number): number {
    if (this.#values !== undefined) return this.#values[sample % size] ?? Number.NaN;
    return sample >= this.#since ? this.#steady : Number.NaN;
  }

  /** The ring gets another size; `first` to before `end` are the samples that it holds. */
  resize(size: number, before: number, first: number, end: number): void {
    if (this.#values === undefined) return;
    const values = new Float32Array(size).fill(Number.NaN);
    for (let each = first; each < end; each++)
      values[each % size] = this.#values[each % before] ?? Number.NaN;
    this.#values = values;
  }

  /** Bytes that its values take. */
  get bytes(): number {
    return this.#values?.byteLength ?? 0;
  }
}
