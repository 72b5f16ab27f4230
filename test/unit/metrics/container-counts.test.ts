import { expect, it } from 'vitest';
import { containerCounts } from '@shared/metrics/container-counts';

it('counts containers by their state; an unhealthy one runs as well', () => {
  const counts = containerCounts([
    { State: 'running', Status: 'Up 2 hours' },
    { State: 'running', Status: 'Up 2 hours (unhealthy)' },
    { State: 'running', Status: 'Up 3 seconds (health: starting)' },
    { State: 'paused', Status: 'Up 2 hours (Paused)' },
    { State: 'restarting', Status: 'Restarting (1) 3 seconds ago' },
    { State: 'exited', Status: 'Exited (137) 2 days ago' },
    { State: 'created', Status: 'Created' },
    { State: 'dead', Status: 'Dead' },
    { State: 'removing', Status: 'Removal In Progress' },
  ]);
  expect(counts).toEqual({
    ...{ hostRunning: 3, hostUnhealthy: 1, hostRestarting: 1, hostPaused: 1, hostStopped: 3 },
  });
});
