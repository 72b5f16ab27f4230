import type { Metric } from './model';

const stateMetrics = [
  'hostRunning',
  'hostUnhealthy',
  'hostRestarting',
  'hostPaused',
  'hostStopped',
] as const satisfies readonly Metric[];
export type ContainerCounts = Readonly<Record<(typeof stateMetrics)[number], number>>;

/**
 * How many containers of an engine are in which state, by its list of all. The states are those of
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerList; health stands in
 * the status' text only.
 */
export function containerCounts(
  all: readonly { readonly State: string; readonly Status: string }[],
): ContainerCounts {
  const counts = { hostRunning: 0, hostUnhealthy: 0, hostRestarting: 0, hostPaused: 0, hostStopped: 0 };
  for (const { State, Status } of all) {
    if (State === 'running') {
      counts.hostRunning += 1;
      if (Status.includes('(unhealthy)')) counts.hostUnhealthy += 1;
    } else if (State === 'restarting') counts.hostRestarting += 1;
    else if (State === 'paused') counts.hostPaused += 1;
    // One that is being removed is neither here nor there.
    else if (/^(created|exited|dead)$/.test(State)) counts.hostStopped += 1;
  }
  return counts;
}
