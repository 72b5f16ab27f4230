import { rangesOf } from '@shared/redis-cluster/day-two/ranges';
import { fieldsOf, slotsOfText, type AtomicTasks } from './atomic';
import { stateMs, type Member } from './fleet';

/** What the server calls the ends of a task; all else is on the way. */
const ends: Readonly<Record<string, 'done' | 'failed' | 'cancelled'>> = {
  success: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

/**
 * Valkey 9: the source is asked, and tells how far it is. Its log forgets old tasks, so one is known by its name.
 * https://valkey.io/topics/atomic-slot-migration
 */
export const valkeyTasks: AtomicTasks = {
  async start(source, target, slots) {
    const before = new Set((await jobsOf(source)).map(({ name }) => name));
    const ranges = rangesOf(slots).flat().map(String);
    await source.connection.call(['CLUSTER', 'MIGRATESLOTS', 'SLOTSRANGE', ...ranges, 'NODE', target.id], {
      timeoutMs: stateMs,
    });
    const job = (await jobsOf(source)).find(
      (each) => !before.has(each.name) && each['operation'] === 'EXPORT' && each['target_node'] === target.id,
    );
    return job?.['name'] ?? '';
  },
  async state(source, _target, task) {
    const job = (await jobsOf(source)).find(({ name }) => name === task);
    if (job === undefined) return { state: 'failed', text: 'the server has forgotten the migration' };
    const { state = '', message = '' } = job;
    return { state: ends[state] ?? 'running', text: message === '' ? state : message };
  },
  async cancel(source) {
    // It takes no name: it ends all of this node's. One that has just ended by itself: nothing to cancel.
    const [reply] = await source.connection.batch([['CLUSTER', 'CANCELSLOTMIGRATIONS']], {
      timeoutMs: stateMs,
    });
    if (reply?.ok === false && !/No migrations ongoing/i.test(reply.error.text)) throw reply.error;
  },
  async running(member) {
    const jobs = (await jobsOf(member)).filter(
      (job) => job['operation'] === 'EXPORT' && ends[job['state'] ?? ''] === undefined,
    );
    return jobs.flatMap((job) => slotsOfText(job['slot_ranges'] ?? ''));
  },
};

async function jobsOf({ connection }: Member): Promise<Record<string, string>[]> {
  const reply = await connection.call(['CLUSTER', 'GETSLOTMIGRATIONS'], { timeoutMs: stateMs });
  return Array.isArray(reply) ? reply.map(fieldsOf) : [];
}
