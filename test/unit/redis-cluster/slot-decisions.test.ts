import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideSlot,
  type SlotAction,
  type SlotIntent,
  type SlotState,
} from '@shared/redis-cluster/slot-decisions';

// One test a row of the table in docs/slot-moves.md. S and T are source and target of a move, X is a third master.

const epochs = { S: 1, T: 2, X: 3 };
const meant: SlotIntent = { from: 'S', to: 'T' };
const slot = (state: Partial<SlotState>): SlotState => ({
  slot: 7,
  owners: [],
  migrating: [],
  importing: [],
  keys: {},
  ...state,
});
const open = (node: string, peer: string) => ({ node, peer });

const rows: readonly [row: string, state: Partial<SlotState>, intent: SlotIntent | undefined, SlotAction][] =
  [
    ['task', { owners: ['S'], task: true }, meant, { do: 'wait', row: 'task' }],
    ['owner-lost', { lostOwner: 'Z', keys: { T: 3 } }, meant, { do: 'stop', row: 'owner-lost', node: 'Z' }],
    [
      'no-owner-held',
      { keys: { T: 2, X: 5 } },
      meant,
      { do: 'claim', row: 'no-owner-held', owner: 'X', gather: ['T'] },
    ],
    ['no-owner-meant', {}, meant, { do: 'claim', row: 'no-owner-meant', owner: 'T', gather: [] }],
    ['no-owner', {}, undefined, { do: 'stop', row: 'no-owner' }],
    [
      'two-owners',
      { owners: ['S', 'T'], keys: { S: 9, T: 1 } },
      undefined,
      { do: 'settle', row: 'two-owners', owner: 'T', gather: ['S'] },
    ],
    ['there', { owners: ['T'] }, meant, { do: 'nothing', row: 'there' }],
    [
      'there-open',
      { owners: ['T'], migrating: [open('S', 'T')] },
      meant,
      { do: 'settle', row: 'there-open', owner: 'T', gather: [] },
    ],
    [
      'there-keys-behind',
      { owners: ['T'], keys: { S: 4, T: 4 } },
      meant,
      { do: 'settle', row: 'there-keys-behind', owner: 'T', gather: ['S'] },
    ],
    ['forward', { owners: ['S'] }, meant, { do: 'move', row: 'forward', from: 'S', to: 'T', gather: [] }],
    ['elsewhere', { owners: ['X'] }, meant, { do: 'leave', row: 'elsewhere', owner: 'X' }],
    [
      'open-both',
      { owners: ['S'], migrating: [open('S', 'T')], importing: [open('T', 'S')], keys: { S: 1, T: 9 } },
      undefined,
      { do: 'move', row: 'open-both', from: 'S', to: 'T', gather: [] },
    ],
    [
      'migrating-held',
      { owners: ['S'], migrating: [open('S', 'gone')], keys: { S: 1, T: 2, X: 1 } },
      undefined,
      { do: 'move', row: 'migrating-held', from: 'S', to: 'T', gather: ['X'] },
    ],
    [
      'migrating-only',
      { owners: ['S'], migrating: [open('S', 'gone')], keys: { S: 5 } },
      undefined,
      { do: 'settle', row: 'migrating-only', owner: 'S', gather: [] },
    ],
    [
      'importing-only',
      { owners: ['S'], importing: [open('T', 'S')], keys: { S: 5, T: 1 } },
      undefined,
      { do: 'settle', row: 'importing-only', owner: 'S', gather: ['T'] },
    ],
    [
      'stray',
      { owners: ['S'], keys: { S: 5, X: 1 } },
      undefined,
      { do: 'settle', row: 'stray', owner: 'S', gather: ['X'] },
    ],
    ['well', { owners: ['S'], keys: { S: 5 } }, undefined, { do: 'nothing', row: 'well' }],
  ];

describe('what is done about a slot', () => {
  it.each(rows)('%s', (_row, state, intent, action) => {
    expect(decideSlot(slot(state), epochs, intent)).toEqual(action);
  });

  it('goes on forward in whatever state a move was left, as long as the source owns the slot', () => {
    const states: Partial<SlotState>[] = [
      { migrating: [open('S', 'T')], importing: [open('T', 'S')] },
      { importing: [open('T', 'S')] },
      { migrating: [open('S', 'T')] },
      { migrating: [open('S', 'gone')], keys: { T: 3 } },
    ];
    for (const state of states)
      expect(decideSlot(slot({ owners: ['S'], ...state }), epochs, meant)).toMatchObject({
        do: 'move',
        row: 'forward',
        gather: [],
      });
  });

  it('brings keys along that lie with neither side', () => {
    const state = slot({ owners: ['S'], importing: [open('X', 'S')], keys: { S: 1, X: 2, T: 3 } });
    expect(decideSlot(state, epochs, meant)).toMatchObject({ from: 'S', to: 'T', gather: ['X'] });
  });

  it('lets the greater id win where two claims have the same epoch, as Redis does', () => {
    const state = slot({ owners: ['S', 'X'] });
    expect(decideSlot(state, { S: 4, X: 4 })).toMatchObject({ owner: 'X' });
  });

  it('stands row by row in docs/slot-moves.md', () => {
    const text = readFileSync('docs/slot-moves.md', 'utf8');
    const described = [...text.matchAll(/^\| `([a-z-]+)` /gm)].map(([, row]) => row);
    expect(described.sort()).toEqual(rows.map(([row]) => row).sort());
  });

  it('never leaves keys out: whoever holds some and is not where the slot goes gives them away', () => {
    const node = fc.constantFrom('S', 'T', 'X', 'Y');
    const opens = fc.array(fc.record({ node, peer: node }), { maxLength: 2 });
    const state = fc.record({
      slot: fc.constant(7),
      owners: fc.uniqueArray(node, { maxLength: 2 }),
      migrating: opens,
      importing: opens,
      keys: fc.dictionary(node, fc.integer({ min: 1, max: 9 })),
    });
    const intent = fc.constantFrom(undefined, meant);
    fc.assert(
      fc.property(state, intent, (found, goal) => {
        const action = decideSlot(found, epochs, goal);
        if (action.do === 'leave' || action.do === 'stop' || action.do === 'wait') return;
        const holders = Object.keys(found.keys);
        if (action.do === 'nothing') {
          const owners: readonly string[] = found.owners;
          expect(holders.filter((id) => !owners.includes(id))).toEqual([]);
          return;
        }
        const kept = action.do === 'move' ? [action.from, action.to] : [action.owner];
        expect(holders.filter((id) => !kept.includes(id) && !action.gather.includes(id))).toEqual([]);
        expect(action.gather.filter((id) => kept.includes(id))).toEqual([]);
      }),
    );
  });
});
