import { describe, expect, it } from 'vitest';
import type { RedisNode } from '@shared/ops';
import type { Words } from '../../../../src-main/clients/redis';
import type { Member } from '../../../../src-main/ops/slots/fleet';
import { weigh, type Key } from '../../../../src-main/ops/slots/keys';
import { migrateMs } from '../../../../src-main/ops/slots/migrate';
import { settleDoubts } from '../../../../src-main/ops/slots/move-keys';
import { paces } from '../../../../src-main/ops/slots/pace';

/** A master that answers by `reply`, and what it was asked. */
function member(reply: (words: Words) => unknown): { member: Member; asked: Words[] } {
  const asked: Words[] = [];
  const connection = {
    batch: (commands: readonly Words[]) => {
      asked.push(...commands);
      return Promise.resolve(commands.map((words) => ({ ok: true, value: reply(words) })));
    },
    ping: () => Promise.resolve(),
  } as unknown as Member['connection'];
  return { member: { node: { name: 'a' } as RedisNode, id: 'a', connection, lines: [] }, asked };
}

const keys = (count: number): Key[] => Array.from({ length: count }, (_, n) => Buffer.from(`k${String(n)}`));
/** How many keys each group has in a call of the script, and the keys. */
const sizesIn = (words: Words): number[] => words.slice(5, 5 + Number(words[4])).map(Number);
const keysOf = (words: Words): string[] => words.slice(5 + Number(words[4])).map(String);

describe('weighing keys', () => {
  it('weighs some of many, spread over them, and takes the rest to be like them', async () => {
    const { member: source, asked } = member((words) => sizesIn(words).map((n) => n * 100));
    const [weighed] = await weigh(source, [keys(10)], 5000, 1000, 5);
    expect(keysOf(asked[0]!)).toEqual(['k0', 'k2', 'k4', 'k6', 'k8']);
    expect(weighed).toEqual({ small: keys(10), bytes: 1000, big: [] });
  });

  it('keeps a big one that it met apart from the rest', async () => {
    const { member: source } = member(() => [200, 2, 9000]);
    const [weighed] = await weigh(source, [keys(9)], 5000, 1000, 3);
    expect(weighed?.big).toEqual([{ key: Buffer.from('k3'), bytes: 9000 }]);
    expect(weighed?.small).toHaveLength(8);
    expect(weighed?.bytes).toBe(800);
  });

  it('weighs all where there are no more than asked for', async () => {
    const { member: source, asked } = member((words) => sizesIn(words));
    await weigh(source, [keys(3)], 5000, 1000, 3);
    expect(sizesIn(asked[0]!)).toEqual([3]);
  });

  it('weighs the keys of many slots in one call, and tells whose are big', async () => {
    // Groups of 2, 0 and 3: the second key of all and the fourth are big.
    const { member: source, asked } = member(() => [10, 0, 30, 2, 7000, 4, 8000]);
    const groups = [keys(2), [], keys(3)];
    const weighed = await weigh(source, groups, 5000, 1000);
    expect(asked).toHaveLength(1);
    expect(sizesIn(asked[0]!)).toEqual([2, 0, 3]);
    expect(keysOf(asked[0]!)).toEqual(['k0', 'k1', 'k0', 'k1', 'k2']);
    expect(weighed).toEqual([
      { small: [groups[0]![0]], bytes: 10, big: [{ key: groups[0]![1], bytes: 7000 }] },
      { small: [], bytes: 0, big: [] },
      { small: [groups[2]![0], groups[2]![2]], bytes: 30, big: [{ key: groups[2]![1], bytes: 8000 }] },
    ]);
  });

  it('asks key by key where no script may run', async () => {
    const asked: Words[] = [];
    const connection = {
      batch: (commands: readonly Words[]) => {
        asked.push(...commands);
        return Promise.resolve(
          commands.map(([name, , key]) =>
            name === 'EVAL'
              ? { ok: false, error: new Error('NOPERM') }
              : { ok: true, value: String(key) === 'k1' ? 6000 : 100 },
          ),
        );
      },
    } as unknown as Member['connection'];
    const source = { node: { name: 'a' } as RedisNode, id: 'a', connection, lines: [] };
    expect(await weigh(source, [keys(3)], 5000, 1000)).toEqual([
      { small: [keys(3)[0], keys(3)[2]], bytes: 200, big: [{ key: keys(3)[1], bytes: 6000 }] },
    ]);
    expect(asked.map(([name]) => name)).toEqual(['EVAL', 'MEMORY', 'MEMORY', 'MEMORY']);
  });
});

it('gives a call that timed out the time that its biggest key needs', async () => {
  const bytes = 900_000_000;
  const { member: source, asked } = member((words) =>
    words[0] === 'EVAL' ? [100, 2, bytes] : words[0] === 'EXISTS' ? 1 : words[0] === 'MIGRATE' ? 'OK' : [],
  );
  const route = { source, target: member(() => 1).member, host: 'h', port: 1, login: [] };
  const doubts = new Map([[7, keys(3)]]);
  expect(await settleDoubts(route, 7, migrateMs(0), { doubts, settings: paces.fast })).toEqual({ rest: [] });
  const call = asked.find(([name]) => name === 'MIGRATE');
  expect(Number(call?.[5])).toBe(migrateMs(bytes));
  expect(doubts.size).toBe(0);
});
