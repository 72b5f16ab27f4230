import type { Preview } from '@shared/contract';
import type { ErrorInfo } from '@shared/errors';
import type { PlanRequest } from '@shared/requests';

/** What a live preview needs of the main process; given by the page, or by a test. */
export interface PreviewSource {
  preview(request: PlanRequest): Promise<Preview>;
  toError(error: unknown): ErrorInfo;
}

/**
 * The plan that follows a form while someone types: asked for after a pause, one question at a time,
 * the newest answer only. The last good plan stays on show, marked `stale`, until the next arrives.
 */
export class LivePreview {
  plan = $state.raw<Preview['plan'] | undefined>(undefined);
  digest = $state<string | undefined>(undefined);
  /** Images that the engine had at the last look. */
  images = $state.raw<readonly string[]>([]);
  /** The request that the shown plan was made from. */
  planned = $state.raw<PlanRequest | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** A question is under way or about to be asked. */
  busy = $state(false);
  /** The plan on show is not the plan of what the form says now. */
  stale = $state(false);

  readonly #source: PreviewSource;
  readonly #pauseMs: number;
  #request: PlanRequest | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  /** Someone asked for another look while one was under way. */
  #more = false;
  #turn = 0;

  constructor(source: PreviewSource, pauseMs = 150) {
    this.#source = source;
    this.#pauseMs = pauseMs;
  }

  /** What the form says now; undefined when it cannot be planned (a field is wrong). */
  ask(request: PlanRequest | undefined): void {
    this.#turn += 1;
    this.#request = request;
    this.stale = true;
    this.busy = request !== undefined;
    if (request === undefined) this.#unschedule();
    else this.#schedule();
  }

  /**
   * Looks once more for what was asked last: the engine has changed, or answers again. The plan on show
   * stays good meanwhile. However often it is called, an answer under way is let through.
   */
  again(): void {
    if (this.#request === undefined || this.#timer !== undefined) return;
    if (this.#asking) {
      this.#more = true;
      return;
    }
    if (this.plan === undefined) this.busy = true;
    this.#schedule();
  }

  stop(): void {
    this.#turn += 1;
    this.#request = undefined;
    this.#unschedule();
    this.busy = false;
  }

  #schedule(): void {
    this.#unschedule();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, this.#pauseMs);
  }

  #unschedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** One question at a time: an engine under load is not asked about every keystroke. */
  async #run(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    let turn: number;
    do {
      turn = this.#turn;
      this.#more = false;
      const request = this.#request;
      if (request !== undefined) await this.#answer(request, turn);
      // What was typed meanwhile is asked for at once, unless its own pause is still to end.
    } while (turn !== this.#turn && this.#request !== undefined && this.#timer === undefined);
    this.#asking = false;
    if (this.#more) this.again();
  }

  async #answer(request: PlanRequest, turn: number): Promise<void> {
    try {
      const { plan, digest, images } = await this.#source.preview(request);
      if (turn !== this.#turn) return;
      this.plan = plan;
      this.digest = digest;
      this.images = images ?? this.images;
      this.planned = request;
      this.error = undefined;
      this.stale = false;
      this.busy = false;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = this.#source.toError(error);
      this.plan = undefined;
      this.digest = undefined;
      this.busy = false;
    }
  }
}
