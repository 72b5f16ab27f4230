import type { ComposeDiff } from '@shared/compose/diff';
import type { ErrorInfo } from '@shared/errors';

/** What `up` would do, asked of the engine; the newest question counts. */
export class Comparison {
  value = $state.raw<ComposeDiff | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  busy = $state(false);
  /** What was compared: an answer about an older reading is shown, but marks nothing in the text. */
  of = $state.raw<unknown>(undefined);
  readonly #ask: () => Promise<ComposeDiff>;
  readonly #toError: (error: unknown) => ErrorInfo;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => Promise<ComposeDiff>, toError: (error: unknown) => ErrorInfo) {
    this.#ask = ask;
    this.#toError = toError;
  }

  /** Asks in `wait` milliseconds, unless asked again by then. */
  soon(of: unknown, wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(of), wait);
  }

  async ask(of: unknown): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const value = await this.#ask();
      if (turn !== this.#turn) return;
      this.value = value;
      this.of = of;
      this.error = undefined;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = this.#toError(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** There is nothing to compare: what was asked is not waited for. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.busy = false;
    this.value = undefined;
    this.error = undefined;
    this.of = undefined;
  }
}
