import { describe, expect, it } from 'vitest';
import { msg, raw } from '@shared/i18n/index';
import type { Plan, Run, RunEvent, StepState } from '@shared/plan';
import { applyEvent, groupProgress, overallFraction } from '../../../src-renderer/state/run-events';
import { WatchedRun } from '../../../src-renderer/state/run.svelte';

const step = (id: string, group: string) => ({
  id,
  group,
  title: raw(id),
  cause: raw(''),
  dependsOn: [],
  op: { kind: 'container.start' as const, args: { container: id } },
});
const plan: Plan = {
  kind: 'redis-cluster.create',
  target: 'redis-cluster/demo',
  title: raw('Build'),
  groups: [
    { id: 'make', title: raw('Make') },
    { id: 'join', title: raw('Join') },
  ],
  steps: [step('a', 'make'), step('b', 'make'), step('c', 'join')],
  findings: [],
};
const run = (steps: Partial<Record<string, Partial<StepState>>> = {}, more: Partial<Run> = {}): Run => ({
  id: 'r1',
  plan,
  request: {},
  engine: 'env',
  status: 'running',
  startedAt: 1,
  steps: plan.steps.map(({ id }) => ({ id, status: 'queued', ...steps[id] })),
  canCancel: true,
  canResume: false,
  canUndo: false,
  ...more,
});
const of = (stepId: string, status: StepState['status'], at: number): RunEvent => ({
  type: 'step',
  runId: 'r1',
  stepId,
  status,
  at,
});
const statuses = (r: Run) => r.steps.map((s) => s.status);

describe('a run and its events', () => {
  it('follows a step from queued to succeeded, with its times', () => {
    let r = applyEvent(run(), of('a', 'running', 10));
    expect(r.steps[0]).toMatchObject({ status: 'running', startedAt: 10 });
    r = applyEvent(r, of('a', 'succeeded', 30));
    expect(r.steps[0]).toMatchObject({ status: 'succeeded', startedAt: 10, endedAt: 30 });
  });

  it('holds on to a terminal status when late events arrive', () => {
    const done = run({ a: { status: 'failed', startedAt: 10, endedAt: 30 } });
    expect(applyEvent(done, of('a', 'running', 20))).toBe(done);
    expect(applyEvent(done, of('a', 'succeeded', 30))).toBe(done);
    expect(applyEvent(done, { type: 'progress', runId: 'r1', stepId: 'a', at: 40, fraction: 0.5 })).toBe(
      done,
    );
  });

  it('lets a resumed run do a step again and forgets the old error', () => {
    const error = { code: 'x', doing: raw(''), what: raw(''), hint: raw('') };
    const failed = run(
      { a: { status: 'failed', startedAt: 10, endedAt: 30, error } },
      { status: 'failed', endedAt: 31 },
    );
    let r = applyEvent(failed, { type: 'run', runId: 'r1', at: 50, status: 'running' });
    r = applyEvent(r, of('a', 'running', 51));
    expect(r.status).toBe('running');
    expect(r.endedAt).toBeUndefined();
    expect(r.steps[0]).toEqual({ id: 'a', status: 'running', startedAt: 51, output: undefined });
  });

  it('ignores events of another run and of steps it does not have', () => {
    const r = run();
    expect(applyEvent(r, { ...of('a', 'running', 5), runId: 'other' })).toBe(r);
    expect(applyEvent(r, of('nowhere', 'running', 5))).toBe(r);
  });

  it('goes back through undoing to undone', () => {
    let r = run({ a: { status: 'succeeded', startedAt: 1, endedAt: 2 } }, { status: 'undoing' });
    r = applyEvent(r, of('a', 'undoing', 9));
    r = applyEvent(r, of('a', 'undone', 12));
    expect(statuses(r)).toEqual(['undone', 'queued', 'queued']);
  });

  it('counts groups and the whole', () => {
    const r = run({
      a: { status: 'succeeded' },
      b: { status: 'running', fraction: 0.5 },
    });
    expect(groupProgress(plan, r)).toEqual([
      { id: 'make', total: 2, done: 1, status: 'running' },
      { id: 'join', total: 1, done: 0, status: 'queued' },
    ]);
    expect(overallFraction(r)).toBeCloseTo((1 + 0.45) / 3);
  });

  it('shows a failure in its group before anything else', () => {
    const r = run({ a: { status: 'failed' }, b: { status: 'running' }, c: { status: 'skipped' } });
    expect(groupProgress(plan, r).map((g) => g.status)).toEqual(['failed', 'skipped']);
  });

  it('counts what is undone of what had been done, and no other steps', () => {
    const r = run({ a: { status: 'succeeded' }, b: { status: 'undone' } }, { status: 'undoing' });
    expect(overallFraction(r)).toBeCloseTo(1 / 2);
    expect(groupProgress(plan, r)).toEqual([
      { id: 'make', total: 2, done: 1, status: 'undone' },
      { id: 'join', total: 0, done: 0, status: 'queued' },
    ]);
  });

  it('calls a group undone, though some of its steps had never begun', () => {
    const r = run(
      { a: { status: 'undone' }, b: { status: 'skipped' }, c: { status: 'skipped' } },
      { status: 'undone' },
    );
    expect(groupProgress(plan, r).map((g) => g.status)).toEqual(['undone', 'skipped']);
  });

  it('does not count cancelled and skipped steps as done', () => {
    const r = run(
      { a: { status: 'succeeded' }, b: { status: 'cancelled' }, c: { status: 'skipped' } },
      { status: 'cancelled' },
    );
    expect(overallFraction(r)).toBeCloseTo(1 / 3);
    expect(groupProgress(plan, r).map((g) => g.done)).toEqual([1, 0]);
  });
});

describe('a watched run', () => {
  it('loses nothing that happens while its snapshot is on its way', async () => {
    let tell: (event: RunEvent) => void = () => {};
    let give: (r: Run) => void = () => {};
    const watched = new WatchedRun('r1', {
      listen: (listener) => {
        tell = listener;
        return () => {};
      },
      get: () => new Promise((resolve) => (give = resolve)),
      toError: () => ({ code: 'x', doing: msg('common.ok'), what: raw(''), hint: raw('') }),
    });
    watched.watch();
    tell(of('a', 'running', 10));
    tell({ type: 'log', runId: 'r1', stepId: 'a', at: 11, line: 'pulling' });
    give(run());
    await Promise.resolve();
    await Promise.resolve();
    expect(watched.run?.steps[0]?.status).toBe('running');
    expect(watched.lines['a']).toEqual(['pulling']);
  });
});
