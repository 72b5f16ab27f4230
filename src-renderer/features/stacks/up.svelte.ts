import type { ProjectRef, Reading } from '@shared/compose/source';
import type { ErrorInfo } from '@shared/errors';
import type { PlanRequest } from '@shared/requests';
import type { UpOptions } from '../../state/routes';

/** What the form needs of the main process; given by the page, or by a test. */
export interface UpSource {
  read(ref: ProjectRef): Promise<Reading>;
  toError(error: unknown): ErrorInfo;
}

/** The form that brings a stack up: its files, and what `docker compose up` takes as flags. */
export class UpForm {
  files = $state.raw<readonly string[]>([]);
  envFiles = $state.raw<readonly string[]>([]);
  /** As typed; empty: what the files say. */
  name = $state('');
  profiles = $state.raw<readonly string[]>([]);
  services = $state.raw<readonly string[]>([]);
  scale = $state.raw<Readonly<Record<string, number>>>({});
  recreate = $state<'auto' | 'force' | 'never'>('auto');
  build = $state(false);
  pull = $state(false);
  removeOrphans = $state(false);
  by = $state<'auto' | 'cli' | 'own'>('auto');

  reading = $state.raw<Reading | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);

  readonly #directory: string | undefined;
  readonly #source: UpSource;
  #turn = 0;

  constructor({ project, services = [], scale = {} }: UpOptions, source: UpSource) {
    this.files = project.files;
    this.envFiles = project.envFiles ?? [];
    this.name = project.name ?? '';
    this.profiles = project.profiles;
    this.#directory = project.directory;
    this.services = services;
    this.scale = scale;
    this.#source = source;
  }

  readonly ref = $derived.by((): ProjectRef => ({
    files: [...this.files],
    ...(this.#directoryOf() !== undefined && { directory: this.#directoryOf() }),
    ...(this.name.trim() !== '' && { name: this.name.trim() }),
    ...(this.envFiles.length > 0 && { envFiles: [...this.envFiles] }),
    profiles: [...this.profiles],
  }));

  readonly request = $derived.by((): PlanRequest => ({
    kind: 'compose.up',
    project: this.ref,
    services: [...this.services],
    recreate: this.recreate,
    build: this.build,
    pull: this.pull,
    removeOrphans: this.removeOrphans,
    scale: this.scale,
    by: this.by,
  }));

  /** The stack's name as the files give it. */
  readonly stack = $derived(this.reading?.name ?? this.name);
  readonly serviceNames = $derived(Object.keys(this.reading?.model?.services ?? {}));
  readonly errors = $derived(this.reading?.problems.filter(({ level }) => level === 'error') ?? []);

  #directoryOf(): string | undefined {
    return this.#directory;
  }

  /** Reads the files; the newest answer counts. */
  async look(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const reading = await this.#source.read(this.ref);
      if (turn !== this.#turn) return;
      this.reading = reading;
      this.error = undefined;
    } catch (error) {
      if (turn === this.#turn) this.error = this.#source.toError(error);
    }
  }

  toggle(list: 'profiles' | 'services', name: string, on: boolean): void {
    const others = this[list].filter((each) => each !== name);
    this[list] = on ? [...others, name] : others;
  }

  /** undefined: as the file says. */
  setScale(service: string, count: number | undefined): void {
    const others = Object.entries(this.scale).filter(([name]) => name !== service);
    this.scale = Object.fromEntries(count === undefined ? others : [...others, [service, count]]);
  }
}
