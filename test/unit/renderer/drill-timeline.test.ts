import { describe, expect, it } from 'vitest';
import type { Run, StepState } from '@shared/plan';
import { DrillForm } from '../../../src-renderer/features/redis/day-two/drill.svelte';
import { drillStory, readLine, spread } from '../../../src-renderer/features/redis/day-two/drill-timeline';
import { asked, n2, n6, status } from './day-two-support';

describe('the timeline of a drill', () => {
  it('reads the lines of a watch', () => {
    expect(readLine('+1.234 s promoted redis-5 (redis-1)', 1000)).toEqual({
      at: 2234,
      kind: 'promoted',
      node: 'redis-5',
      other: 'redis-1',
    });
    expect(readLine('+0.500 s epoch 7', 0)).toEqual({ at: 500, kind: 'epoch', n: 7 });
    expect(readLine('+2.000 s state-fail', 0)).toEqual({ at: 2000, kind: 'state-fail' });
    expect(readLine('something else', 0)).toBeUndefined();
    expect(readLine('+1.0 s exploded redis-1', 0)).toBeUndefined();
  });

  const plan = asked(new DrillForm(status, n2)).plan;
  const watches = plan.steps.filter(({ op }) => op.kind === 'redis.watchFailover').map(({ id }) => id);
  const loss = plan.steps.find(({ op }) => op.kind === 'container.stop')?.id;
  const heal = plan.steps.find(({ op }) => op.kind === 'container.start')?.id;
  const runWith = (change: (id: string) => Partial<StepState>, endedAt?: number): Run =>
    ({
      plan,
      startedAt: 900,
      endedAt,
      steps: plan.steps.map(({ id }) => ({ id, status: 'queued', ...change(id) })),
    }) as unknown as Run;

  it('begins when the node is gone, and grows with the live output', () => {
    expect(
      drillStory(
        runWith(() => ({})),
        {},
        2000,
      ),
    ).toBeUndefined();
    const run = runWith((id) =>
      id === loss
        ? { output: { lostAt: 1000 }, startedAt: 950 }
        : id === watches[0]
          ? { startedAt: 1100 }
          : {},
    );
    const lines = {
      [watches[0] ?? '']: ['+2.000 s suspected ' + n2, '+2.100 s state-fail', `+2.500 s failed ${n2}`],
    };
    const story = drillStory(run, lines, 4000);
    expect(story).toMatchObject({ victim: n2, over: false, to: 3000 });
    expect(story?.at).toEqual({ lost: 0, suspected: 2000, failed: 2500 });
    expect(story?.tracks.map(({ node, stretches }) => [node, stretches.map(({ is }) => is)])).toEqual([
      [n2, ['serves', 'unnoticed', 'suspected', 'failed']],
      [undefined, ['well', 'fail']],
    ]);
  });

  it('ends with every duration, from the moment of the loss', () => {
    const first = {
      startedAt: 1000,
      events: [
        { at: 3000, kind: 'suspected', node: n2 },
        { at: 3500, kind: 'failed', node: n2 },
        { at: 4200, kind: 'promoted', node: n6, other: n2 },
      ],
      suspectedMs: 2000,
      failedMs: 2500,
      promotedMs: 3200,
      okMs: 3400,
      promoted: n6,
    };
    const outputs: Record<string, Partial<StepState>> = {
      [loss ?? '']: { startedAt: 950, output: { lostAt: 1000 } },
      [watches[0] ?? '']: { startedAt: 1100, output: first },
      [heal ?? '']: { startedAt: 4500 },
    };
    // The node is back when all that waits for it is content.
    const waits = plan.steps.slice(plan.steps.findIndex(({ id }) => id === heal) + 1);
    for (const { id, op } of waits)
      if (op.kind === 'redis.ping' || op.kind === 'redis.waitAgree' || op.kind === 'redis.waitSynced')
        outputs[id] = { status: 'succeeded', startedAt: 4600, endedAt: 6000 };
    const story = drillStory(
      runWith((id) => outputs[id] ?? {}, 6500),
      {},
      99_000,
    );
    expect(story?.at).toEqual({
      lost: 0,
      suspected: 2000,
      failed: 2500,
      promoted: 3200,
      ok: 3400,
      back: 3500,
      healed: 5000,
    });
    expect(story?.promoted).toBe(n6);
    expect(story?.over).toBe(true);
    expect(story?.tracks[0]?.stretches.map(({ is }) => is)).toEqual([
      'serves',
      'unnoticed',
      'suspected',
      'failed',
      'returning',
      'replica',
    ]);
    expect(story?.tracks[1]?.stretches.map(({ is }) => is)).toEqual(['replica', 'master']);
  });

  it('keeps marks apart and inside', () => {
    const placed = spread([10, 12, 13, 300, 301], 20, 0, 300);
    expect(placed).toEqual([10, 30, 50, 280, 300]);
  });
});
