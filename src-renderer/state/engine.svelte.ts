import type { EngineInfo, EngineState } from '@shared/engine';
import type { ErrorInfo } from '@shared/errors';
import { call, toError } from '../lib/api';

export interface EngineSource {
  state(): Promise<EngineState>;
  list(): Promise<readonly EngineInfo[]>;
  select(id: string | null): Promise<EngineState>;
  toError(error: unknown): ErrorInfo;
}

/** The Docker engine in use, and the others that were found. Events keep it up to date. */
export class EngineStore {
  state = $state.raw<EngineState>({ state: 'searching' });
  found = $state.raw<readonly EngineInfo[]>([]);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** A change of engine is under way. */
  busy = $state(false);
  readonly connected = $derived(this.state.state === 'connected');
  readonly #source: EngineSource;
  #told = false;

  constructor(source: EngineSource) {
    this.#source = source;
  }

  async load(): Promise<void> {
    try {
      this.#told = false;
      const state = await this.#source.state();
      // An event that came meanwhile is newer than the answer.
      if (!this.#told) this.state = state;
      this.error = undefined;
    } catch (error) {
      this.error = this.#source.toError(error);
    }
  }

  /** Looks again for engines on this computer. */
  async look(): Promise<void> {
    try {
      this.found = await this.#source.list();
    } catch (error) {
      this.error = this.#source.toError(error);
    }
  }

  /** null: back to the first that answers. */
  async select(id: string | null): Promise<void> {
    this.busy = true;
    try {
      this.state = await this.#source.select(id);
      this.error = undefined;
    } catch (error) {
      this.error = this.#source.toError(error);
    } finally {
      this.busy = false;
    }
  }

  take(state: EngineState): void {
    this.#told = true;
    this.state = state;
  }
}

export const engine = new EngineStore({
  state: () => call('engine.state'),
  list: () => call('engine.list'),
  select: (id) => call('engine.select', id),
  toError,
});
