import { msg, type Message } from '@shared/i18n/index';
import type { OpContext } from '../../runner/types';

const everyMs = 200;
/** The rate is that of so many milliseconds past. */
const rateMs = 3000;

/** Counts slots and keys that are over, and says so five times a second. */
export class Meter {
  keys = 0;
  slots = 0;
  #last = 0;
  #lane: Message | undefined;
  readonly #marks: { at: number; keys: number }[] = [];

  constructor(
    private readonly context: Pick<OpContext, 'progress'>,
    private readonly all: number,
  ) {}

  addKeys(keys: number): void {
    this.keys += keys;
    this.#tell();
  }

  addSlots(slots: number): void {
    this.slots += slots;
    this.#tell();
  }

  /** A look has found so many slots where they belong. */
  setSlots(slots: number): void {
    this.slots = slots;
    this.#tell();
  }

  /** Something that takes long has begun (its own note), or has ended. */
  slow(note: Message | undefined): void {
    this.#lane = note;
    this.#last = 0;
    this.#tell();
  }

  /** Keys a second, of late. */
  get rate(): number {
    const [first] = this.#marks;
    if (first === undefined) return 0;
    const seconds = (performance.now() - first.at) / 1000;
    return seconds < 0.05 ? 0 : Math.round((this.keys - first.keys) / seconds);
  }

  #tell(): void {
    const now = performance.now();
    if (now - this.#last < everyMs) return;
    this.#last = now;
    this.#marks.push({ at: now, keys: this.keys });
    while ((this.#marks[0]?.at ?? now) < now - rateMs) this.#marks.shift();
    this.context.progress({
      fraction: this.all === 0 ? 1 : Math.min(1, this.slots / this.all),
      note:
        this.#lane ??
        msg('ops.slots.note', { done: this.slots, all: this.all, keys: this.keys, rate: this.rate }),
    });
  }
}
