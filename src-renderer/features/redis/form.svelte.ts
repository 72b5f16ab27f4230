import type { HostInterface } from '@shared/contract';
import type { Plan } from '@shared/plan';
import type { RedisClusterSpec } from '@shared/redis-cluster/spec';
import { draftOf, drawable, readDraft, type Draft } from './draft';

/** The form of a new cluster: what is typed, what is wrong with it, and the spec that it amounts to. */
export class ClusterForm {
  draft = $state<Draft>() as Draft;
  /** This computer's addresses, once they are known. */
  interfaces = $state.raw<readonly HostInterface[]>([]);
  /** The plan of what the form says now, for its findings; undefined while there is none. */
  plan = $state.raw<Plan | undefined>(undefined);
  readonly read = $derived(readDraft(this.draft));
  readonly #last: { spec: RedisClusterSpec };
  /** A spec for the picture: it follows every keystroke, whatever stands in the form. */
  readonly drawn = $derived.by(() => {
    const spec = drawable(this.draft, this.#last.spec);
    this.#last.spec = spec;
    return spec;
  });
  /** The same as text: equal specs ask for one plan. */
  readonly text = $derived(this.read.spec === undefined ? undefined : JSON.stringify(this.read.spec));

  constructor(start: RedisClusterSpec) {
    this.#last = { spec: start };
    this.draft = draftOf(start);
  }

  /** Fills the form anew, from a preset or a spec file. */
  fill(spec: RedisClusterSpec): void {
    this.#last.spec = spec;
    this.draft = draftOf(spec);
  }

  /** What keeps a field from being taken: the schema's word, else the preflight's. */
  error(path: string): Plan['findings'][number]['what'] | undefined {
    const issue = this.read.issues.find((each) => each.path === path);
    if (issue !== undefined) return issue.message;
    return this.plan?.findings.find((each) => each.level === 'error' && each.path === path)?.what;
  }

  warning(path: string): Plan['findings'][number]['what'] | undefined {
    return this.plan?.findings.find((each) => each.level === 'warning' && each.path === path)?.what;
  }
}
