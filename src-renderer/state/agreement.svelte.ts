import type { ErrorInfo } from '@shared/errors';
import type { PlanRequest } from '@shared/requests';
import type { LivePreview } from './preview.svelte';

/** What starting an agreed plan needs of the main process; given by the page, or by a test. */
export interface AgreementSource {
  start(input: { request: PlanRequest; digest: string }): Promise<{ runId: string }>;
  toError(error: unknown): ErrorInfo;
}

/** The way from a plan on show to its run: agreed to once, refused when things have changed since. */
export class Agreement {
  starting = $state(false);
  /** The plan was refused because it is no longer the one that was shown. */
  changed = $state(false);
  failure = $state.raw<ErrorInfo | undefined>(undefined);
  runId = $state<string | undefined>(undefined);
  readonly #source: AgreementSource;

  constructor(source: AgreementSource) {
    this.#source = source;
  }

  /** Starts the plan that is on show; true when it runs. A refusal makes the preview look again. */
  async agree(preview: LivePreview): Promise<boolean> {
    const { planned, digest } = preview;
    if (planned === undefined || digest === undefined || this.starting) return false;
    this.starting = true;
    this.failure = undefined;
    this.changed = false;
    try {
      const { runId } = await this.#source.start({ request: planned, digest });
      this.runId = runId;
      preview.stop();
      return true;
    } catch (error) {
      const info = this.#source.toError(error);
      this.changed = info.code === 'plan.changed';
      this.failure = this.changed ? undefined : info;
      preview.again();
      return false;
    } finally {
      this.starting = false;
    }
  }

  /** Back to the form. */
  reset(): void {
    this.runId = undefined;
    this.failure = undefined;
    this.changed = false;
  }
}
