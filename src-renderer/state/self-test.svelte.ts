import { checkIds, tally, type Check, type CheckId, type Checks } from '@shared/diagnose/self-test';
import type { ErrorInfo } from '@shared/errors';

export interface SelfTestSource {
  check(id: CheckId): Promise<Check>;
  toError(error: unknown): ErrorInfo;
}

/** The self-test as it goes on: all looks side by side, each shown as soon as it is over. */
export class SelfTest {
  checks = $state.raw<Checks>({});
  error = $state.raw<ErrorInfo | undefined>(undefined);
  running = $state(false);
  readonly counts = $derived(tally(this.checks));
  readonly done = $derived(Object.keys(this.checks).length);
  readonly #source: SelfTestSource;
  /** Answers to an earlier round come too late. */
  #round = 0;

  constructor(source: SelfTestSource) {
    this.#source = source;
  }

  /** Looks at everything anew. */
  async run(): Promise<void> {
    const round = ++this.#round;
    this.checks = {};
    this.error = undefined;
    this.running = true;
    await Promise.all(
      checkIds.map(async (id) => {
        try {
          const check = await this.#source.check(id);
          if (round === this.#round) this.checks = { ...this.checks, [id]: check };
        } catch (error) {
          if (round === this.#round) this.error = this.#source.toError(error);
        }
      }),
    );
    if (round === this.#round) this.running = false;
  }

  /** Nobody looks any more. */
  stop(): void {
    this.#round += 1;
    this.running = false;
  }
}
