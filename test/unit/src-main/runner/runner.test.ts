import { describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { Plan, RunEvent } from '@shared/plan';
import {
  World,
  code,
  diamond,
  event,
  input,
  plan,
  statuses,
  step,
  stepEvent,
  tempDir,
  untilAborted,
} from './fake';

describe('a run that goes well', () => {
  it('does every step after those it depends on and keeps the outputs', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    const seen: Record<string, unknown> = {};
    world.before = (id, context) => {
      seen[id] = Object.fromEntries(context.results);
    };
    const { runId } = await runner.start(input(plan(diamond)));
    const run = await runner.settled(runId);
    expect(run.status).toBe('succeeded');
    expect(run).toMatchObject({
      canCancel: false,
      canResume: false,
      canUndo: true,
      request: { kind: 'test' },
    });
    expect(run.steps.every((state) => state.status === 'succeeded')).toBe(true);
    expect(run.steps[0]?.output).toEqual({ made: 'a' });
    expect(seen['d']).toMatchObject({ b: { made: 'b' }, c: { made: 'c' } });
    const at = (line: string): number => world.log.indexOf(line);
    expect(at('ran a')).toBeLessThan(at('run b'));
    expect(Math.max(at('ran b'), at('ran c'))).toBeLessThan(at('run d'));
  });

  it('does independent steps side by side, up to the limit', async () => {
    const world = new World();
    const many = Array.from({ length: 12 }, (_, n) => step(`s${n}`));
    // Each waits until three run at once: with less than three side by side this would never end.
    let open: () => void = () => undefined;
    const three = new Promise<void>((resolve) => (open = resolve));
    world.before = () => {
      if (world.running >= 3) open();
      return three;
    };
    const runner = world.runner(tempDir(), { concurrency: 3 });
    const { runId } = await runner.start(input(plan(many)));
    expect((await runner.settled(runId)).status).toBe('succeeded');
    expect(world.mostRunning).toBe(3);
  });

  it('tells each status once it is on disk, progress throttled with the last one flushed, and log lines', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    const events: RunEvent[] = [];
    runner.on((found) => events.push(found));
    const complained = vi.spyOn(console, 'error').mockReturnValue();
    runner.on(() => {
      throw new Error('a listener that fails is no concern of the run');
    });
    world.before = (_, context) => {
      for (let n = 1; n <= 1000; n++) context.progress({ fraction: n / 1000, note: raw(`${n}`) });
      context.log('pulled');
    };
    const { runId } = await runner.start(input(plan([step('a')])));
    await runner.settled(runId);
    const progress = events.filter((found) => found.type === 'progress');
    expect(progress.length).toBeLessThan(50);
    expect(progress.at(-1)).toMatchObject({ fraction: 1, note: raw('1000') });
    expect(events.filter((found) => found.type !== 'progress').map((found) => found.type)).toEqual([
      'run',
      'step',
      'log',
      'step',
      'run',
    ]);
    expect(complained).toHaveBeenCalledWith(expect.stringContaining('no concern of the run'));
    complained.mockRestore();
    const lastProgress = events.findLastIndex((found) => found.type === 'progress');
    expect(lastProgress).toBeLessThan(events.findLastIndex((found) => found.type === 'step'));
    expect(events.at(-1)).toMatchObject({ type: 'run', status: 'succeeded', runId });
  });

  it('is found again by another runner, newest first', async () => {
    const world = new World();
    const dir = tempDir();
    let now = 1000;
    const runner = world.runner(dir, { now: () => now });
    const first = await runner.start(input(plan([step('a')])));
    await runner.settled(first.runId);
    now = 2000;
    const second = await runner.start(input(plan([step('b')], { target: 'test/two' })));
    await runner.settled(second.runId);
    const list = await world.runner(dir).list();
    expect(list.map((run) => run.id)).toEqual([second.runId, first.runId]);
    expect(list[0]).toMatchObject({ target: 'test/two', stepCount: 1, doneCount: 1, status: 'succeeded' });
    expect(list[0]).not.toHaveProperty('plan');
  });
});

describe('a start that is refused', () => {
  const start = (made: Plan, replan?: () => Promise<Plan>): Promise<string> => {
    const runner = new World().runner(tempDir());
    return code(runner.start({ ...input(made), ...(replan && { replan }) }));
  };
  it('for steps that wait for each other, unknown dependencies and double ids', async () => {
    expect(await start(plan([step('a', ['b']), step('b', ['a']), step('c', ['b'])]))).toBe('plan.invalid');
    expect(await start(plan([step('a', ['a'])]))).toBe('plan.invalid');
    expect(await start(plan([step('a', ['z'])]))).toBe('plan.invalid');
    expect(await start(plan([step('a'), step('a')]))).toBe('plan.invalid');
  });
  it('names the steps of the cycle', async () => {
    const runner = new World().runner(tempDir());
    const made = plan([step('a', ['b']), step('b', ['c']), step('c', ['b'])]);
    await expect(runner.start(input(made))).rejects.toMatchObject({
      info: { what: msg('runner.invalid.cycle', { steps: 'b → c → b' }) },
    });
  });
  it('when the fresh plan is another one', async () => {
    expect(await start(plan([step('a')]), () => Promise.resolve(plan([step('b')])))).toBe('plan.changed');
    expect(await start(plan([step('a')]), () => Promise.resolve(plan([step('a')])))).toBe('resolved');
  });
  it('when a finding is an error, with the findings as details', async () => {
    const finding = { level: 'error', code: 'port.taken', what: raw('taken'), hint: raw('choose') } as const;
    const runner = new World().runner(tempDir());
    const made = plan([step('a')], { findings: [finding] });
    await expect(runner.start(input(made))).rejects.toMatchObject({
      info: { code: 'plan.refused', details: [raw('taken'), raw('choose')] },
    });
    // The lock is free again.
    expect(await code(runner.start(input(plan([step('a')]))))).toBe('resolved');
  });
  it('when an op is unknown, before anything has begun', async () => {
    const world = new World();
    const runner = world.runner(tempDir(), {
      handlersFor: () =>
        Promise.resolve(() => {
          throw new Error('unknown op');
        }),
    });
    await expect(runner.start(input(plan([step('a')])))).rejects.toThrow('unknown op');
    expect(await runner.list()).toEqual([]);
  });
});

describe('a failure', () => {
  for (const failing of ['a', 'b', 'd', 'e']) {
    it(`at ${failing} skips what depends on it, ends the rest, and undo leaves nothing`, async () => {
      const world = new World();
      const runner = world.runner(tempDir());
      world.after = (id) => {
        if (id === failing) throw new Error('boom');
      };
      const { runId } = await runner.start(input(plan(diamond)));
      const run = await runner.settled(runId);
      const after: Record<string, string[]> = { a: ['b', 'c', 'd'], b: ['d'], d: [], e: [] };
      const skipped = after[failing] ?? [];
      expect(run.status).toBe('failed');
      expect(run.error).toMatchObject({ code: 'step.failed', what: raw('boom') });
      expect(run).toMatchObject({ canResume: true, canUndo: true });
      for (const [id, status] of Object.entries(statuses(run))) {
        expect([id, status]).toEqual([
          id,
          id === failing ? 'failed' : skipped.includes(id) ? 'skipped' : 'succeeded',
        ]);
      }
      await runner.undo(runId);
      const undone = await runner.settled(runId);
      expect(undone).toMatchObject({ status: 'undone', canUndo: false, canResume: false });
      expect([...world.things]).toEqual([]);
    });

    it(`at ${failing} can be resumed`, async () => {
      const world = new World();
      const runner = world.runner(tempDir());
      world.before = (id) => {
        if (id === failing) throw new Error('boom');
      };
      const { runId } = await runner.start(input(plan(diamond)));
      await runner.settled(runId);
      world.before = () => undefined;
      const ranBefore = world.log.filter((line) => line.startsWith('ran'));
      await runner.resume(runId);
      const run = await runner.settled(runId);
      expect(run).toMatchObject({ status: 'succeeded', canResume: false, canUndo: true });
      expect(run.error).toBeUndefined();
      expect([...world.things].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
      const all = world.log.filter((line) => line.startsWith('ran'));
      expect(all.length).toBe(5);
      expect(all.slice(0, ranBefore.length)).toEqual(ranBefore);
    });
  }

  it('keeps an AppError’s own words', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    const info = { code: 'port.taken', doing: raw('d'), what: raw('w'), hint: raw('h') };
    world.before = () => {
      throw new AppError(info);
    };
    const { runId } = await runner.start(input(plan([step('a')])));
    expect((await runner.settled(runId)).steps[0]?.error).toEqual(info);
  });

  it('of a best-effort step neither fails the run nor skips its dependents', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    world.before = (id) => {
      if (id === 'a') throw new Error('boom');
    };
    const { runId } = await runner.start(
      input(plan([step('a', [], { bestEffort: true }), step('b', ['a'])])),
    );
    const run = await runner.settled(runId);
    expect(run.status).toBe('succeeded');
    expect(statuses(run)).toEqual({ a: 'failed', b: 'succeeded' });
  });
});

describe('cancel', () => {
  for (const at of ['a', 'b', 'd', 'e']) {
    it(`while ${at} runs lets it settle, begins nothing more, and both resume and undo work`, async () => {
      const dirs = [tempDir(), tempDir()];
      for (const [index, dir] of dirs.entries()) {
        const world = new World();
        const runner = world.runner(dir, { concurrency: 1 });
        let settled = false;
        world.before = async (id, context) => {
          if (id !== at) return;
          await untilAborted(context.signal).catch(async (error: unknown) => {
            await new Promise((resolve) => setTimeout(resolve, 5));
            settled = true;
            throw error;
          });
        };
        const started = stepEvent(runner, at, 'running');
        const { runId } = await runner.start(input(plan(diamond)));
        await started;
        expect((await runner.get(runId)).canCancel).toBe(true);
        await runner.cancel(runId);
        expect(settled).toBe(true);
        const run = await runner.get(runId);
        expect(run).toMatchObject({ status: 'cancelled', canCancel: false, canResume: true });
        expect(statuses(run)[at]).toBe('cancelled');
        expect(Object.values(statuses(run)).every((s) => s === 'succeeded' || s === 'cancelled')).toBe(true);
        // Over is over: a second cancel changes nothing.
        await runner.cancel(runId);
        expect(await runner.get(runId)).toEqual(run);

        world.before = () => undefined;
        if (index === 0) {
          await runner.resume(runId);
          expect((await runner.settled(runId)).status).toBe('succeeded');
          expect(world.things.size).toBe(5);
        } else if (run.canUndo) {
          await runner.undo(runId);
          expect((await runner.settled(runId)).status).toBe('undone');
          expect(world.things.size).toBe(0);
        }
      }
    });
  }

  it('of a run whose last step ends well all the same is a run that succeeded', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    world.before = (_, context) => untilAborted(context.signal).catch(() => undefined);
    const { runId } = await runner.start(input(plan([step('a')])));
    await runner.cancel(runId);
    const run = await runner.get(runId);
    // Cancelled before the step began, or too late to matter: never in between.
    expect([run.status, statuses(run)['a']]).toEqual(
      world.things.has('a') ? ['succeeded', 'succeeded'] : ['cancelled', 'cancelled'],
    );
  });
});

it('a run’s terminal status sticks: events come in order and never after the end', async () => {
  const world = new World();
  const runner = world.runner(tempDir());
  const seen: string[] = [];
  runner.on((found) => {
    if (found.type === 'run') seen.push(found.status);
  });
  const ended = event(runner, (found) => found.type === 'run' && found.status === 'succeeded');
  const { runId } = await runner.start(input(plan(diamond)));
  await ended;
  await runner.cancel(runId);
  expect(seen).toEqual(['running', 'succeeded']);
  expect((await runner.get(runId)).status).toBe('succeeded');
});
