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
const namedIn = (words: Words): number => Number(words[2]);

describe('weighing keys', () => {
  it('weighs some of many, spread over them, and takes the rest to be like them', async () => {
    const { member: source, asked } = member((words) => [namedIn(words) * 100]);
    const [weighed] = await weigh(source, [keys(10)], 5000, 1000, 5);
    expect(asked[0]?.slice(3, -1).map(String)).toEqual(['k0', 'k2', 'k4', 'k6', 'k8']);
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
    const { member: source, asked } = member((words) => [namedIn(words)]);
    await weigh(source, [keys(3)], 5000, 1000, 3);
    expect(namedIn(asked[0] ?? [])).toBe(3);
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
