import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '@shared/plan';
import { throttleRunEvents } from '../../../../src-main/ipc/run-events';

const base = { runId: 'r', at: 1, stepId: 's' };
const progress = (fraction: number, stepId = 's'): RunEvent => ({
  ...base,
  type: 'progress',
  stepId,
  fraction,
});
const step = (status: 'running' | 'succeeded'): RunEvent => ({ ...base, type: 'step', status });
const line = (text: string): RunEvent => ({ ...base, type: 'log', line: text });

describe('throttleRunEvents', () => {
  const sent: RunEvent[] = [];
  const events = () => throttleRunEvents((event) => sent.push(event), 80);
  beforeEach(() => {
    vi.useFakeTimers();
    sent.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('sends in order, one burst at a time', () => {
    const { push } = events();
    push(step('running'));
    push(line('a'));
    push(step('succeeded'));
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(80);
    expect(sent).toEqual([step('running'), line('a'), step('succeeded')]);
  });

  it('keeps the latest progress of each step', () => {
    const { push } = events();
    for (let i = 1; i <= 100; i++) push(progress(i / 100));
    push(progress(0.5, 't'));
    vi.advanceTimersByTime(80);
    expect(sent).toEqual([progress(1), progress(0.5, 't')]);
  });

  it('does not carry progress over a change of status', () => {
    const { push } = events();
    push(progress(0.9));
    push(step('succeeded'));
    push(progress(0.1));
    vi.advanceTimersByTime(80);
    expect(sent).toEqual([progress(0.9), step('succeeded'), progress(0.1)]);
  });

  it('keeps the last lines of a flood', () => {
    const { push } = events();
    for (let i = 0; i < 1000; i++) push(line(String(i)));
    vi.advanceTimersByTime(80);
    expect(sent).toHaveLength(400);
    expect(sent.at(-1)).toEqual(line('999'));
  });

  it('sends the end of a run at once, after all that came before', () => {
    const { push } = events();
    push(line('last words'));
    push({ type: 'run', runId: 'r', at: 2, status: 'succeeded' });
    expect(sent.map((event) => event.type)).toEqual(['log', 'run']);
  });
});
