import type { RunEvent } from '@shared/plan';
import type { Runner } from '../runner/types';
import type { Motion } from './quit';

/** Keeps count of the runs that this process has going. */
export function watchMotion(runner: Pick<Runner, 'on' | 'get' | 'cancel'>): Motion {
  const going = new Set<string>();
  runner.on((event: RunEvent) => {
    if (event.type !== 'run') return;
    if (event.status === 'queued' || event.status === 'running' || event.status === 'undoing') {
      going.add(event.runId);
    } else {
      going.delete(event.runId);
    }
  });
  return {
    running: () =>
      Promise.all([...going].map(async (id) => ({ id, title: (await runner.get(id)).plan.title }))),
    cancel: (id) => runner.cancel(id),
  };
}
