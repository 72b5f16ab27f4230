import { describe, expect, it } from 'vitest';
import { raw } from '@shared/i18n/index';
import type { RunStatus, RunSummary } from '@shared/plan';
import { unfinishedRun } from '../../../src-renderer/state/unfinished';

const run = (status: RunStatus, kind = 'redis-cluster.create', engine = 'e'): RunSummary => ({
  id: `${kind}-${status}`,
  engine,
  status,
  kind,
  target: 'redis-cluster/demo',
  title: raw('x'),
  startedAt: 1,
  stepCount: 3,
  doneCount: 1,
  canCancel: false,
  canResume: false,
  canUndo: false,
});
const is = (state: string, ...runs: RunSummary[]) => unfinishedRun(runs, 'e', { name: 'demo', state })?.is;

describe('a cluster whose last run is not over', () => {
  it('is being built, half-built, being removed or half-removed', () => {
    expect(is('fail', run('running'))).toBe('building');
    expect(is('fail', run('interrupted'))).toBe('half-built');
    expect(is('unreachable', run('cancelled'))).toBe('half-built');
    expect(is('fail', run('undoing'))).toBe('removing');
    expect(is('degraded', run('failed', 'redis-cluster.remove'))).toBe('half-removed');
  });

  it('is what its state says when it works, when a later run is over, or when the run was elsewhere', () => {
    expect(is('ok', run('failed'))).toBeUndefined();
    expect(is('fail', run('succeeded'), run('failed'))).toBeUndefined();
    expect(is('fail', run('running', 'redis-cluster.create', 'other'))).toBeUndefined();
    expect(unfinishedRun([run('running')], 'e', { name: 'demo-2', state: 'fail' })).toBeUndefined();
  });
});
