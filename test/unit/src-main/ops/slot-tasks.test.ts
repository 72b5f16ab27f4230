import { describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import type { BatchReply, NodeConnection, Words } from '../../../../src-main/clients/redis';
import { RedisFailure } from '../../../../src-main/clients/redis-errors';
import { atomicMode, moveAtomically, slotsInTasks } from '../../../../src-main/ops/slots/atomic';
import { redisTasks } from '../../../../src-main/ops/slots/atomic-redis';
import { valkeyTasks } from '../../../../src-main/ops/slots/atomic-valkey';
import { fleetOf, type Member } from '../../../../src-main/ops/slots/fleet';
import { paces } from '../../../../src-main/ops/slots/pace';

// The servers' own migration, against fakes that speak as the documentation (Redis 8.4) or a real server (Valkey 9) does.

const node = (n: number): RedisNode => ({
  name: `r-${String(n)}`,
  host: '127.0.0.1',
  port: 7000 + n,
  announce: { address: '127.0.0.1', port: 7000 + n, busPort: 17_000 + n },
  innerPort: 7000 + n,
});
type Answer = (words: string[]) => unknown;

/** A master whose replies `answer` gives; what it throws is an error reply. */
function member(n: number, answer: Answer): { member: Member; said: string[] } {
  const said: string[] = [];
  const reply = (words: Words): unknown => {
    said.push(words.join(' '));
    return answer(words.map(String));
  };
  const refuse = (error: unknown): RedisFailure => new RedisFailure('redis.refused', node(n), String(error));
  const connection: Partial<NodeConnection> = {
    call: (words) => Promise.resolve().then(() => reply(words)),
    batch: (commands) =>
      Promise.resolve(
        commands.map((words): BatchReply => {
          try {
            return { ok: true, value: reply(words) };
          } catch (error) {
            return { ok: false, error: refuse(error) };
          }
        }),
      ),
    ping: vi.fn(() => Promise.resolve()),
  };
  return {
    member: { node: node(n), id: String(n).repeat(40), connection: connection as NodeConnection, lines: [] },
    said,
  };
}
const work = (signal = new AbortController().signal) => ({
  settings: paces.gentle,
  signal,
  moved: vi.fn(),
  done: vi.fn(),
  log: vi.fn(),
});
const counted: Answer = (words) => (words[1] === 'COUNTKEYSINSLOT' ? 10 : undefined);
const task = (state: string, error = ''): unknown[] => [
  'id',
  'abc',
  'slots',
  '5-7',
  'operation',
  'import',
  'state',
  state,
  'last_error',
  error,
];

describe('what the masters can do', () => {
  const able =
    (...lists: (readonly unknown[] | null)[]): Answer =>
    () =>
      lists;
  it.each([
    [[able(['x'], null), able(['x'], null)], 'valkey'],
    [[able(null, ['x']), able(null, ['x'])], 'redis'],
    [[able(['x'], null), able(null, null)], 'keys'],
    [[able(['x'], null), able(null, ['x'])], 'keys'],
    [[able([], []), able([], [])], 'keys'],
  ] as const)('takes the way that all of them have', async (answers, mode) => {
    const fleet = fleetOf(answers.map((answer, n) => member(n, answer).member));
    expect(await atomicMode(fleet)).toBe(mode);
  });
});

describe('Redis 8.4: CLUSTER MIGRATION on the destination', () => {
  const target = (...states: unknown[][]) =>
    member(2, (words) => (words[2] === 'IMPORT' ? 'abc' : words[2] === 'STATUS' ? [states.shift()] : 'OK'));

  it('imports ranges and follows the task to its end', async () => {
    const { member: to, said } = target(task('send-bulk-and-stream'), task('completed'));
    const doing = work();
    await moveAtomically(redisTasks, member(1, counted).member, to, [5, 6, 7, 9], doing);
    expect(said).toEqual([
      'CLUSTER MIGRATION IMPORT 5 7 9 9',
      'CLUSTER MIGRATION STATUS ID abc',
      'CLUSTER MIGRATION STATUS ID abc',
    ]);
    expect(doing.moved).toHaveBeenCalledWith(40);
    expect(doing.done).toHaveBeenCalledWith(4);
  });

  it('says why a task failed, in the server’s words', async () => {
    const { member: to } = target(task('failed', 'AUTH failed'));
    const failed = moveAtomically(redisTasks, member(1, counted).member, to, [5], work());
    await expect(failed).rejects.toThrow('AUTH failed');
    await failed.catch((error: unknown) =>
      expect(error instanceof AppError && error.info.code).toBe('redis.slots.task-failed'),
    );
  });

  it('cancels the task at the destination, by its id', async () => {
    const { member: to, said } = target(task('connecting'));
    const stopped = AbortSignal.abort(new Error('stop'));
    await expect(
      moveAtomically(redisTasks, member(1, counted).member, to, [5], work(stopped)),
    ).rejects.toThrow('stop');
    expect(said.at(-1)).toBe('CLUSTER MIGRATION CANCEL ID abc');
  });

  it('knows the slots of tasks under way, and only of those', async () => {
    const answer: Answer = () => [
      task('streaming-buffer'),
      ['slots', '100', 'operation', 'import', 'state', 'completed'],
      ['slots', '200', 'operation', 'migrate', 'state', 'connecting'],
    ];
    expect([...(await slotsInTasks('redis', fleetOf([member(2, answer).member])))]).toEqual([5, 6, 7]);
  });
});

describe('Valkey 9: CLUSTER MIGRATESLOTS on the source', () => {
  const job = (name: string, state: string, message = ''): unknown[] => [
    ...['name', name, 'operation', 'EXPORT', 'slot_ranges', '5-7 9', 'target_node', '2'.repeat(40)],
    ...['state', state, 'message', message],
  ];

  it('finds its own job among older ones, and follows it', async () => {
    const lists = [
      [job('old', 'success')],
      [job('new', 'waiting-to-snapshot'), job('old', 'success')],
      [job('new', 'replicating'), job('old', 'success')],
      [job('new', 'success'), job('old', 'success')],
    ];
    const { member: from, said } = member(1, (words) =>
      words[1] === 'GETSLOTMIGRATIONS' ? lists.shift() : words[1] === 'MIGRATESLOTS' ? 'OK' : 10,
    );
    await moveAtomically(valkeyTasks, from, member(2, counted).member, [5, 6, 7, 9], work());
    expect(said).toContain(`CLUSTER MIGRATESLOTS SLOTSRANGE 5 7 9 9 NODE ${'2'.repeat(40)}`);
    expect(lists).toEqual([]);
  });

  it('takes a cancel that comes too late for done', async () => {
    const { member: from } = member(1, () => {
      throw new Error('ERR No migrations ongoing');
    });
    await valkeyTasks.cancel(from, member(2, counted).member, 'x');
  });

  it('knows the slots of jobs under way', async () => {
    const { member: from } = member(1, () => [job('a', 'snapshotting'), job('b', 'failed')]);
    expect(await valkeyTasks.running(from)).toEqual([5, 6, 7, 9]);
  });
});
