import { raw } from '@shared/i18n/index';
import type { RunStatus, RunSummary } from '@shared/plan';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Runs, type RunsSource } from '../../../src-renderer/state/runs.svelte';

const run = (id: string, status: RunStatus): RunSummary => ({
  id,
  status,
  kind: 'test',
  target: 'thing/x',
  title: raw(id),
  engine: 'e',
  startedAt: 0,
  canCancel: false,
  canResume: false,
  canUndo: false,
  stepCount: 2,
  doneCount: 1,
});
const toError = (error: unknown) => ({
  code: 'test',
  doing: raw('doing'),
  what: raw(error instanceof Error ? error.message : ''),
  hint: raw('hint'),
});

function source(list: () => readonly RunSummary[], change: Partial<RunsSource> = {}) {
  const asked = vi.fn(() => Promise.resolve(list()));
  const done = vi.fn(() => Promise.resolve(null));
  return { asked, done, source: { list: asked, cancel: done, resume: done, undo: done, toError, ...change } };
}

describe('Runs', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sorts runs into what goes on, what needs attention and what is done', async () => {
    const all = [
      run('a', 'running'),
      run('b', 'interrupted'),
      run('c', 'failed'),
      run('d', 'succeeded'),
      run('e', 'undone'),
      run('f', 'undo-failed'),
    ];
    const runs = new Runs(source(() => all).source);
    await runs.load();
    const ids = (list: readonly RunSummary[]) => list.map((each) => each.id).join('');
    expect(ids(runs.filtered('all'))).toBe('abcdef');
    expect(ids(runs.filtered('active'))).toBe('a');
    expect(ids(runs.filtered('attention'))).toBe('bcf');
    expect(ids(runs.filtered('done'))).toBe('de');
    expect(ids(runs.interrupted)).toBe('b');
  });

  it('shows a status at once, and asks once for many events', async () => {
    let status: RunStatus = 'running';
    const { source: from, asked } = source(() => [run('a', status)]);
    const runs = new Runs(from);
    await runs.load();
    status = 'succeeded';
    for (let i = 0; i < 20; i++) {
      runs.take({ type: 'step', runId: 'a', at: i, stepId: String(i), status: 'succeeded' });
    }
    runs.take({ type: 'run', runId: 'a', at: 21, status: 'succeeded' });
    expect(runs.list[0]?.status).toBe('succeeded');
    await vi.runAllTimersAsync();
    expect(asked).toHaveBeenCalledTimes(2);
    runs.take({ type: 'log', runId: 'a', at: 22, stepId: '1', line: 'x' });
    await vi.runAllTimersAsync();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('keeps the last list when the next cannot be had', async () => {
    let fail = false;
    const { source: from } = source(() => {
      if (fail) throw new Error('no');
      return [run('a', 'succeeded')];
    });
    const runs = new Runs({ ...from, list: async () => from.list() });
    await runs.load();
    fail = true;
    await runs.load();
    expect(runs.list).toHaveLength(1);
    expect(runs.error?.what).toEqual(raw('no'));
  });

  it('gives the reason of a refused action', async () => {
    const { source: from } = source(() => [], { undo: () => Promise.reject(new Error('locked')) });
    const runs = new Runs(from);
    expect(await runs.act('resume', 'a')).toBeUndefined();
    expect((await runs.act('undo', 'a'))?.what).toEqual(raw('locked'));
  });
});
