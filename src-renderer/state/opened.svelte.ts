import type { PlanRequest } from '@shared/requests';

/** A spec file that was opened from the menu or the overview, on its way to the wizard that takes it. */
export class OpenedSpec {
  request = $state.raw<PlanRequest | undefined>(undefined);

  put(request: PlanRequest): void {
    this.request = request;
  }

  /** Gives it once. */
  take(): PlanRequest | undefined {
    const request = this.request;
    this.request = undefined;
    return request;
  }
}

export const opened = new OpenedSpec();
