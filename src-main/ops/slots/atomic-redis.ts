import { rangesOf } from '@shared/redis-cluster/day-two/ranges';
import { fieldsOf, slotsOfText, type AtomicTasks } from './atomic';
import { stateMs, type Member } from './fleet';

const ends: Readonly<Record<string, 'done' | 'failed' | 'cancelled'>> = {
  completed: 'done',
  failed: 'failed',
  canceled: 'cancelled',
};

/**
 * Redis 8.4 and later: the destination is asked, and tells how far it is.
 * https://redis.io/docs/latest/commands/cluster-migration/
 */
export const redisTasks: AtomicTasks = {
  async start(_source, target, slots) {
    const ranges = rangesOf(slots).flat().map(String);
    return String(
      await target.connection.call(['CLUSTER', 'MIGRATION', 'IMPORT', ...ranges], { timeoutMs: stateMs }),
    );
  },
  async state(_source, target, task) {
    const [found] = await tasksOf(target, ['ID', task]);
    if (found === undefined) return { state: 'failed', text: 'the server has forgotten the migration' };
    const { state = '', last_error: error = '' } = found;
    return { state: ends[state] ?? 'running', text: error === '' ? state : error };
  },
  async cancel(_source, target, task) {
    // Cancelled at the source it would be tried again: https://redis.io/docs/latest/commands/cluster-migration/
    await target.connection.call(['CLUSTER', 'MIGRATION', 'CANCEL', 'ID', task], { timeoutMs: stateMs });
  },
  async running(member) {
    const tasks = (await tasksOf(member, ['ALL'])).filter(
      (task) => task['operation'] === 'import' && ends[task['state'] ?? ''] === undefined,
    );
    return tasks.flatMap((task) => slotsOfText(task['slots'] ?? ''));
  },
};

async function tasksOf({ connection }: Member, which: readonly string[]): Promise<Record<string, string>[]> {
  const reply = await connection.call(['CLUSTER', 'MIGRATION', 'STATUS', ...which], { timeoutMs: stateMs });
  return Array.isArray(reply) ? reply.map(fieldsOf) : [];
}
