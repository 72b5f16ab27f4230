/** What is known of one slot, from the masters that answer. Nodes go by their id. */
export interface SlotState {
  readonly slot: number;
  /** Those that say of themselves that they own it. */
  readonly owners: readonly string[];
  readonly migrating: readonly OpenSlot[];
  readonly importing: readonly OpenSlot[];
  /** Keys of the slot by node; nodes without any are left out. */
  readonly keys: Readonly<Record<string, number>>;
  /** The others name it as the owner, and it does not answer. */
  readonly lostOwner?: string;
  /** A server's own (atomic) migration of the slot is under way. */
  readonly task?: boolean;
}

export interface OpenSlot {
  readonly node: string;
  readonly peer: string;
}

/** What a journal says about a slot: where it was to go. */
export interface SlotIntent {
  readonly from: string;
  readonly to: string;
}

/** The rows of the table in docs/slot-moves.md. */
export type DecisionRow =
  | 'task'
  | 'owner-lost'
  | 'no-owner-held'
  | 'no-owner-meant'
  | 'no-owner'
  | 'two-owners'
  | 'there'
  | 'there-open'
  | 'there-keys-behind'
  | 'forward'
  | 'elsewhere'
  | 'open-both'
  | 'migrating-held'
  | 'migrating-only'
  | 'importing-only'
  | 'stray'
  | 'well';

/**
 * What to do about a slot.
 * - `move`: open it where it is not, move keys until `from` has none, give it to `to`, tell all. Before that, the
 *   keys at `gather` go to `to`. `from` owns it, so what it has replaces what lies at `to`.
 * - `settle`: `owner` keeps it; the keys at `gather` go to it, and where both have one the owner's stays. Then all
 *   that is open is closed and all are told.
 * - `claim`: `owner` takes it (ADDSLOTS, BUMPEPOCH), then as `settle`.
 */
export type SlotAction =
  | { readonly do: 'nothing'; readonly row: DecisionRow }
  | { readonly do: 'wait'; readonly row: DecisionRow }
  | { readonly do: 'stop'; readonly row: DecisionRow; readonly node?: string }
  | { readonly do: 'leave'; readonly row: DecisionRow; readonly owner: string }
  | {
      readonly do: 'move';
      readonly row: DecisionRow;
      readonly from: string;
      readonly to: string;
      readonly gather: readonly string[];
    }
  | {
      readonly do: 'settle' | 'claim';
      readonly row: DecisionRow;
      readonly owner: string;
      readonly gather: readonly string[];
    };

/**
 * What is to be done about a slot as it is found, whoever left it so. Pure: the table in docs/slot-moves.md, row by
 * row. After any action but `nothing` the slot is looked at again.
 *
 * @param epochs each master's config epoch: of two claims the higher one counts, as among the nodes themselves
 * @param intent where the slot was to go; without it nothing goes anywhere that is not half there
 */
export function decideSlot(
  state: SlotState,
  epochs: Readonly<Record<string, number>>,
  intent?: SlotIntent,
): SlotAction {
  const holders = holdersOf(state);
  const [owner] = state.owners;
  if (state.task === true) return { do: 'wait', row: 'task' };
  if (state.lostOwner !== undefined && owner === undefined)
    return { do: 'stop', row: 'owner-lost', node: state.lostOwner };
  if (owner === undefined) return withoutOwner(holders, intent);
  if (state.owners.length > 1) {
    const winner = strongest(state.owners, epochs);
    return { do: 'settle', row: 'two-owners', owner: winner, gather: without(holders, winner) };
  }
  return intent === undefined
    ? undirected(state, owner, holders)
    : directed(state, owner, without(holders, owner), intent);
}

/** Whoever holds keys of the slot, most keys first. */
function holdersOf({ keys }: SlotState): string[] {
  return Object.entries(keys)
    .filter(([, count]) => count > 0)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([node]) => node);
}

const without = (nodes: readonly string[], ...those: readonly string[]): string[] =>
  nodes.filter((node) => !those.includes(node));

/** The highest config epoch; where two are equal, the greater id, as Redis settles a collision. */
function strongest(nodes: readonly string[], epochs: Readonly<Record<string, number>>): string {
  const [first = ''] = [...nodes].sort((a, b) => (epochs[b] ?? 0) - (epochs[a] ?? 0) || (a > b ? -1 : 1));
  return first;
}

function withoutOwner(holders: readonly string[], intent: SlotIntent | undefined): SlotAction {
  const [holder] = holders;
  if (holder !== undefined)
    return { do: 'claim', row: 'no-owner-held', owner: holder, gather: without(holders, holder) };
  if (intent !== undefined) return { do: 'claim', row: 'no-owner-meant', owner: intent.to, gather: [] };
  return { do: 'stop', row: 'no-owner' };
}

function directed(
  state: SlotState,
  owner: string,
  others: readonly string[],
  { from, to }: SlotIntent,
): SlotAction {
  const open = state.migrating.length + state.importing.length > 0;
  if (owner === to) {
    if (others.length > 0) return { do: 'settle', row: 'there-keys-behind', owner, gather: others };
    return open ? { do: 'settle', row: 'there-open', owner, gather: [] } : { do: 'nothing', row: 'there' };
  }
  if (owner === from) return { do: 'move', row: 'forward', from, to, gather: without(others, to) };
  return { do: 'leave', row: 'elsewhere', owner };
}

function undirected(state: SlotState, owner: string, holders: readonly string[]): SlotAction {
  const others = without(holders, owner);
  const out = state.migrating.find(({ node }) => node === owner);
  if (out !== undefined) {
    const meets = state.importing.some(({ node, peer }) => node === out.peer && peer === owner);
    if (meets)
      return { do: 'move', row: 'open-both', from: owner, to: out.peer, gather: without(others, out.peer) };
    const [holder] = others;
    if (holder !== undefined)
      return { do: 'move', row: 'migrating-held', from: owner, to: holder, gather: without(others, holder) };
    return { do: 'settle', row: 'migrating-only', owner, gather: [] };
  }
  if (state.importing.length + state.migrating.length > 0)
    return { do: 'settle', row: 'importing-only', owner, gather: others };
  if (others.length > 0) return { do: 'settle', row: 'stray', owner, gather: others };
  return { do: 'nothing', row: 'well' };
}
