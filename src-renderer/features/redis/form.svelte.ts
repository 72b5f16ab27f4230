import type { HostInterface } from '@shared/contract';
import type { Plan } from '@shared/plan';
import { presets } from '@shared/redis-cluster/presets';
import type { RedisClusterSpec } from '@shared/redis-cluster/spec';
import { draftOf, drawable, readDraft, type Draft } from './draft';
import { quickFix } from './quick-fix';

type Text = Plan['findings'][number]['what'];

/** The spec that an untouched form holds: the bridge-mode preset, with a network named after the cluster. */
export function startSpec(): RedisClusterSpec {
  const [first] = presets([]);
  if (first?.spec.network.mode !== 'bridge') throw new RangeError('the first preset is not in bridge mode');
  return { ...first.spec, network: { ...first.spec.network, name: undefined } };
}

/** The form of a new cluster: what is typed, what is wrong with it, and the spec that it amounts to. */
export class ClusterForm {
  draft = $state<Draft>() as Draft;
  /** This computer's addresses, once they are known. */
  interfaces = $state.raw<readonly HostInterface[]>([]);
  /** The newest plan, for its findings; undefined while there is none. */
  plan = $state.raw<Plan | undefined>(undefined);
  readonly read = $derived(readDraft(this.draft));
  readonly #last: { spec: RedisClusterSpec };
  /** A spec for the picture: it follows every keystroke, whatever stands in the form. */
  readonly drawn = $derived.by(() => {
    const spec = drawable(this.draft, this.#last.spec);
    this.#last.spec = spec;
    return spec;
  });
  /** The spec as text: equal specs ask for one plan. */
  readonly text = $derived(this.read.spec === undefined ? undefined : JSON.stringify(this.read.spec));
  /** The draft as it was filled by us; while it still is, we may better our own proposals. */
  #filled = '';
  #tries = 0;

  constructor(start: RedisClusterSpec) {
    this.#last = { spec: start };
    this.fill(start);
  }

  /** Fills the form anew, from a preset or a spec file. */
  fill(spec: RedisClusterSpec): void {
    this.#last.spec = spec;
    this.draft = draftOf(spec);
    this.#filled = JSON.stringify(this.draft);
    this.#tries = 0;
  }

  /**
   * While nobody has typed anything, a subnet, an address or a port of our own proposal that is taken
   * gives way to a free one. True when something was changed.
   */
  settle(plan: Plan): boolean {
    if (this.#tries >= 4 || JSON.stringify(this.draft) !== this.#filled) return false;
    const fixes = plan.findings.filter((each) => each.level === 'error').map(quickFix);
    const change = Object.assign({}, ...fixes.map((fix) => fix?.change)) as Partial<Draft>;
    if (Object.keys(change).length === 0) return false;
    this.#tries += 1;
    Object.assign(this.draft, change);
    this.#filled = JSON.stringify(this.draft);
    return true;
  }

  /** A name of our own proposal that is taken gives way to the next free one. */
  rename(taken: readonly string[]): void {
    if (JSON.stringify(this.draft) !== this.#filled || !taken.includes(this.draft.name)) return;
    let n = 2;
    while (taken.includes(`${this.draft.name}-${n}`)) n += 1;
    this.draft.name = `${this.draft.name}-${n}`;
    this.#filled = JSON.stringify(this.draft);
  }

  /** What keeps a field from being taken: the schema's word, else the preflight's. */
  error(path: string): Text | undefined {
    const issue = this.read.issues.find((each) => each.path === path);
    if (issue !== undefined) return issue.message;
    return this.plan?.findings.find((each) => each.level === 'error' && each.path === path)?.what;
  }

  warning(path: string): Text | undefined {
    return this.plan?.findings.find((each) => each.level === 'warning' && each.path === path)?.what;
  }
}
