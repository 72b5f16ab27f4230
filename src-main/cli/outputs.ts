import { msg } from '@shared/i18n/index';
import type { Run } from '@shared/plan';
import { eventText } from '@shared/redis-cluster/timeline-text';
import type { DrillTimeline } from '@shared/redis-cluster/timeline';
import { duration, type Terminal } from './terminal';

/** What a run's steps found out that a person wants to read: counts, files, a failover's timeline. */
export function outputLines(t: Terminal, run: Run): string[] {
  return run.plan.steps.flatMap((step) => {
    const output = run.steps.find(({ id }) => id === step.id)?.output;
    if (output === undefined || output === null) return [];
    switch (step.op.kind) {
      case 'redis.watchFailover':
        return timelineLines(t, output as DrillTimeline);
      case 'redis.importKeys':
        return [t.say(msg('cli.output.import', output as ImportCounts))];
      case 'redis.backupManifest': {
        const { path, files, bytes } = output as { path: string; files: number; bytes: number };
        return [t.say(msg('cli.output.backup', { path, n: files, mb: (bytes / 1024 / 1024).toFixed(1) }))];
      }
      default:
        return [];
    }
  });
}

/** As the op leaves them. */
type ImportCounts = Readonly<Record<'copied' | 'skipped' | 'gone', number>>;

function timelineLines(t: Terminal, { startedAt, events, ...times }: DrillTimeline): string[] {
  const at = (ms: number): string => `+${duration(Math.max(0, ms))}`.padStart(9);
  const moments = [
    ['cli.output.suspected', times.suspectedMs],
    ['cli.output.failed', times.failedMs],
    ['cli.output.promoted', times.promotedMs],
    ['cli.output.ok', times.okMs],
  ] as const;
  return [
    ...events.map((event) => `  ${t.paint(at(event.at - startedAt), 'dim')}  ${t.say(eventText(event))}`),
    moments
      .flatMap(([key, ms]) => (ms === undefined ? [] : [t.say(msg(key, { time: duration(ms) }))]))
      .join(' · '),
  ].filter((line) => line !== '');
}
