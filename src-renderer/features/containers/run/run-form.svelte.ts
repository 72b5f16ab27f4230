import type { Finding } from '@shared/plan';
import {
  draftOfSpec,
  emptyMount,
  emptyPort,
  emptyRun,
  emptyVariable,
  isEmptyMount,
  isEmptyPort,
  isEmptyVariable,
  specIndex,
  specOfDraft,
  wrongOfDraft,
  type DraftVariable,
  type RunDraft,
} from '@shared/containers/run-draft';
import { parseRun, type ParsedRun } from '@shared/containers/run-parse';
import { runSpecSchema, type RunSpec } from '@shared/containers/run-spec';
import type { PlanRequest } from '@shared/requests';

export interface RunFormDeps {
  /** Keeps a secret; gives its reference. */
  readonly keep: (value: string) => Promise<{ stored: string }>;
  readonly failed: (error: unknown) => void;
}

/** The form of a container by hand, with what is wrong in it, and the request that it makes. */
export class RunForm {
  draft = $state<RunDraft>(emptyRun());
  /** What the last paste had that the form has not. */
  pasted = $state.raw<ParsedRun | undefined>(undefined);
  /** Of the plan on show. */
  findings = $state.raw<readonly Finding[]>([]);
  readonly #deps: RunFormDeps;
  /** What somebody has typed in: nothing is called wrong before. */
  readonly wrong = $derived(wrongOfDraft(this.draft));
  readonly request = $derived.by((): PlanRequest | undefined => {
    const spec = runSpecSchema.safeParse(specOfDraft(this.draft));
    return spec.success ? { kind: 'containers.run', spec: spec.data } : undefined;
  });

  constructor(deps: RunFormDeps, image = '') {
    this.#deps = deps;
    this.draft.image = image;
  }

  /** Neither image nor name: there is nothing to say yet. */
  get untouched(): boolean {
    return this.draft.image.trim() === '' || this.draft.name.trim() === '';
  }

  /** The error of a field: what cannot be, or what its plan says. Of a field that is still empty: nothing. */
  error(field: keyof RunDraft, text: string): string | undefined {
    const value = this.draft[field];
    return this.wrong.has(field === 'policy' ? 'tries' : field) && value !== '' ? text : undefined;
  }

  /** What the plan says against a field. */
  found(field: string, level: Finding['level'] = 'error'): Finding | undefined {
    return this.findings.find((each) => each.path === field && each.level === level);
  }

  /** The same of a row; `at` counts empty rows as well. */
  foundInRow(kind: 'ports' | 'mounts' | 'env', at: number): Finding | undefined {
    const { ports, mounts, env } = this.draft;
    const index =
      kind === 'ports'
        ? specIndex(ports, at, isEmptyPort)
        : kind === 'mounts'
          ? specIndex(mounts, at, isEmptyMount)
          : specIndex(env, at, isEmptyVariable);
    return this.found(`${kind}.${String(index)}`);
  }

  add(kind: 'ports' | 'mounts' | 'env'): void {
    if (kind === 'ports') this.draft.ports.push(emptyPort());
    else if (kind === 'mounts') this.draft.mounts.push(emptyMount());
    else this.draft.env.push(emptyVariable());
  }

  remove(kind: 'ports' | 'mounts' | 'env', at: number): void {
    this.draft[kind].splice(at, 1);
  }

  /** Fills the form from a pasted `docker run`. */
  async paste(text: string): Promise<void> {
    const parsed = parseRun(text);
    this.pasted = parsed;
    if (parsed.draft === undefined) return;
    this.draft = parsed.draft;
    await Promise.all(this.draft.env.map((each) => this.keep(each)));
  }

  /** Fills the form from a spec file. */
  fill(spec: RunSpec): void {
    this.pasted = undefined;
    this.draft = draftOfSpec(spec);
  }

  /** Puts a secret away: the request holds its reference only. */
  async keep(row: DraftVariable): Promise<void> {
    // One that a file names has its place already, and no value here.
    if (row.secret && row.value === '' && row.ref !== undefined && !('stored' in row.ref)) return;
    if (!row.secret || row.value === '') {
      row.ref = undefined;
      return;
    }
    const { value } = row;
    try {
      const ref = await this.#deps.keep(value);
      if (row.value === value && row.secret) row.ref = ref;
    } catch (error) {
      this.#deps.failed(error);
    }
  }
}
