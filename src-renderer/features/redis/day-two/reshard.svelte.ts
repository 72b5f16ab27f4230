import { msg } from '@shared/i18n/index';
import type { Pace, SlotRange } from '@shared/ops';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { countSlots, slotCount } from '@shared/redis-cluster/slots';
import type { RequestOf } from '@shared/requests';
import { defaultPace, isIssue, mastersOf, numberIssue, type Issue, type OperationForm } from './form';
import { SlotBoard } from './slot-board';
import { SlotDrag } from './slot-drag.svelte';

/** The form of a reshard: slots pulled on the map (or given by number), or so many from here to there. */
export class ReshardForm implements OperationForm {
  #cluster = $state.raw() as ClusterStatus;
  by = $state<'ranges' | 'count'>('ranges');
  board = $state.raw() as SlotBoard;
  readonly drag = new SlotDrag();
  /** The exact way to say what one would pull. */
  first = $state<number | undefined>(undefined);
  last = $state<number | undefined>(undefined);
  target = $state('');
  /** By count. */
  slots = $state<number | undefined>(1000);
  from = $state<'all' | 'some'>('all');
  sources = $state.raw<readonly string[]>([]);
  to = $state('');
  pace = $state<Pace>(defaultPace);

  readonly masters = $derived(mastersOf(this.cluster));
  readonly moves = $derived(this.board.moves());
  /** How many slots the chosen sources have in all. */
  readonly available = $derived(
    this.masters
      .filter(({ name }) => name !== this.to && (this.from === 'all' || this.sources.includes(name)))
      .reduce((sum, { slots }) => sum + countSlots(slots), 0),
  );
  /** What is wrong with the exact fields; they count only when their button is pressed. */
  readonly exactIssues = $derived<readonly Issue[]>(
    [
      numberIssue('first', this.first, 0, slotCount - 1),
      numberIssue('last', this.last, this.first ?? 0, slotCount - 1),
    ].filter(isIssue),
  );
  readonly issues = $derived.by<readonly Issue[]>(() => {
    if (this.by === 'ranges')
      return this.moves.length > 0 ? [] : [{ path: 'moves', message: msg('wizard2.moves.none'), open: true }];
    const wrong = [
      numberIssue('slots', this.slots, 1, slotCount),
      this.to === '' ? { path: 'to', message: msg('wizard2.count.noneTo'), open: true as const } : undefined,
      this.from === 'some' && this.#giving().length === 0
        ? { path: 'from', message: msg('wizard2.count.noneFrom'), open: true as const }
        : undefined,
    ].filter(isIssue);
    if (wrong.length === 0 && (this.slots ?? 0) > this.available)
      return [{ path: 'slots', message: msg('wizard2.count.tooMany', { n: this.available }) }];
    return wrong;
  });
  readonly request = $derived.by<RequestOf<'redis-cluster.reshard'> | undefined>(() => {
    if (this.issues.length > 0) return undefined;
    const of = { kind: 'redis-cluster.reshard' as const, name: this.cluster.name, pace: this.pace };
    if (this.by === 'ranges')
      return {
        ...of,
        what: {
          by: 'ranges',
          moves: this.moves.map(({ from, to, ranges }) => ({
            from,
            to,
            ranges: ranges.map(([first, last]): SlotRange => [first, last]),
          })),
        },
      };
    return {
      ...of,
      what: {
        by: 'count',
        slots: this.slots ?? 0,
        from: this.from === 'all' ? 'all' : this.#giving(),
        to: this.to,
      },
    };
  });

  constructor(cluster: ClusterStatus, node?: string) {
    this.#cluster = cluster;
    this.board = SlotBoard.of(mastersOf(cluster));
    if (node !== undefined) this.to = node;
  }

  get cluster(): ClusterStatus {
    return this.#cluster;
  }

  set cluster(next: ClusterStatus) {
    this.#cluster = next;
    this.board = this.board.rebase(mastersOf(next));
  }

  #giving(): string[] {
    return this.masters.flatMap(({ name }) =>
      this.sources.includes(name) && name !== this.to ? [name] : [],
    );
  }

  toggleSource(name: string): void {
    this.sources = this.sources.includes(name)
      ? this.sources.filter((each) => each !== name)
      : [...this.sources, name];
  }

  /** Takes what is picked out on the map into the exact fields. */
  choose(range: SlotRange): void {
    [this.first, this.last] = range;
  }

  /** Adds the move of the exact fields; false when none of the slots would move. */
  put(): boolean {
    if (this.exactIssues.length > 0 || this.target === '') return false;
    const range: SlotRange = [this.first ?? 0, this.last ?? 0];
    if (this.board.countIn(range, this.target) === range[1] - range[0] + 1) return false;
    this.board = this.board.move(range, this.target);
    this.drag.selection = undefined;
    return true;
  }
}
