import { msg } from '@shared/i18n/index';
import type { RunEvent, RunStatus } from '@shared/plan';
import type { Runner } from '../runner/types';
import type { Notifier } from './notify';

/** The ends of a run that are worth a word to somebody who looks elsewhere. */
const ends = {
  succeeded: 'app.notice.run.succeeded',
  failed: 'app.notice.run.failed',
  cancelled: 'app.notice.run.cancelled',
  undone: 'app.notice.run.undone',
  'undo-failed': 'app.notice.run.undoFailed',
} as const satisfies Partial<Record<RunStatus, string>>;

const isEnd = (status: RunStatus): status is keyof typeof ends => status in ends;

/** Tells how runs ended; `log` hears of a run whose journal could not be read for it. */
export function noticeRuns(
  runner: Pick<Runner, 'on' | 'get'>,
  notifier: Notifier,
  log: (error: unknown) => void,
): void {
  runner.on((event: RunEvent) => {
    if (event.type !== 'run') return;
    const { runId, status } = event;
    if (!isEnd(status)) return;
    runner
      .get(runId)
      .then(({ plan }) =>
        notifier.notify({
          kind: 'run',
          group: runId,
          title: plan.title,
          body: msg(ends[status]),
          path: `runs/${encodeURIComponent(runId)}`,
        }),
      )
      .catch(log);
  });
}
