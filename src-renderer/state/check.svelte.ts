import type { ErrorInfo } from '@shared/errors';
import type { CheckReport } from '@shared/redis-cluster/tools';
import { fixesOf } from './fixes';

/** What a check needs of the main process; given by the page, or by a test. */
export interface CheckSource {
  check(deep: boolean): Promise<CheckReport>;
  toError(error: unknown): ErrorInfo;
}

/** The check of a cluster: one at a time; the last report stays on show until the next is there. */
export class ClusterCheck {
  report = $state.raw<CheckReport | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  busy = $state(false);
  /** Also count the keys in wrong nodes: for the next check. */
  deep = $state(false);
  /** The plan requests of the findings, each kind of repair once, in the report's order. */
  readonly fixes = $derived(fixesOf(this.report?.findings ?? []));
  readonly #source: CheckSource;
  #again = false;

  constructor(source: CheckSource) {
    this.#source = source;
  }

  /** Checks now. Asked for while a check is under way, it checks once more afterwards. */
  async run(): Promise<void> {
    if (this.busy) {
      this.#again = true;
      return;
    }
    this.busy = true;
    do {
      this.#again = false;
      try {
        this.report = await this.#source.check(this.deep);
        this.error = undefined;
      } catch (error) {
        this.error = this.#source.toError(error);
      }
    } while (this.#again);
    this.busy = false;
  }
}
