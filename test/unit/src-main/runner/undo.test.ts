import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { raw } from '@shared/i18n/index';
import type { OpHandler } from '../../../../src-main/runner/types';
import { World, code, diamond, input, plan, statuses, step, stepEvent, tempDir, untilAborted } from './fake';
import { createJournal } from '../../../../src-main/runner/journal';

describe('undo', () => {
  it('goes in reverse, independent ones side by side', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    const { runId } = await runner.start(input(plan(diamond)));
    await runner.settled(runId);
    world.log.length = 0;
    await runner.undo(runId);
    await runner.settled(runId);
    const at = (line: string): number => world.log.indexOf(line);
    expect(at('undone d')).toBeLessThan(Math.min(at('undo b'), at('undo c')));
    expect(Math.max(at('undone b'), at('undone c'))).toBeLessThan(at('undo a'));
    expect(at('undo e')).toBeLessThan(at('undone d'));
  });

  for (const failing of ['a', 'b', 'd', 'e']) {
    it(`that fails at ${failing} goes on with the rest, says so, and can be tried again`, async () => {
      const world = new World();
      const runner = world.runner(tempDir());
      const { runId } = await runner.start(input(plan(diamond)));
      await runner.settled(runId);
      world.beforeUndo = (id) => {
        if (id === failing) throw new Error('busy');
      };
      await runner.undo(runId);
      const run = await runner.settled(runId);
      expect(run).toMatchObject({ status: 'undo-failed', canUndo: true, canResume: false });
      expect(run.error?.what).toEqual(raw('busy'));
      expect(statuses(run)[failing]).toBe('undo-failed');
      // What it stands on is still there; nothing else is.
      const under: Record<string, string[]> = { a: [], b: ['a'], d: ['a', 'b', 'c'], e: [] };
      expect([...world.things].sort()).toEqual([failing, ...(under[failing] ?? [])].sort());
      world.beforeUndo = () => undefined;
      await runner.undo(runId);
      expect((await runner.settled(runId)).status).toBe('undone');
      expect(world.things.size).toBe(0);
    });
  }

  it('is not offered once a destructive step has begun', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    const { runId } = await runner.start(input(plan([step('a'), step('b', ['a'], { destructive: true })])));
    expect((await runner.settled(runId)).canUndo).toBe(false);
    expect(await code(runner.undo(runId))).toBe('run.cannot-undo');
    expect(world.things.size).toBe(2);
  });

  it('tells what stays, also to those who look later', async () => {
    const [world, dir] = [new World(), tempDir()];
    const runner = world.runner(dir);
    world.stays = (id) => (id === 'b' ? raw('b is in use') : undefined);
    const { runId } = await runner.start(input(plan(diamond)));
    await runner.settled(runId);
    const told = stepEvent(runner, 'b', 'undone');
    await runner.undo(runId);
    expect(await told).toMatchObject({ stays: raw('b is in use') });
    for (const each of [await runner.settled(runId), await world.afterCrash(dir).get(runId)]) {
      expect(each.status).toBe('undone');
      expect(each.steps.flatMap(({ id, stays }) => (stays === undefined ? [] : [[id, stays]]))).toEqual([
        ['b', raw('b is in use')],
      ]);
    }
  });

  it('is not offered where nothing can be taken back', async () => {
    const runner = new World().runner(tempDir());
    const gone = step('a', [], { op: { kind: 'network.remove', args: { name: 'a' } } });
    const { runId } = await runner.start(input(plan([gone])));
    expect((await runner.settled(runId)).canUndo).toBe(false);
    const { runId: other } = await runner.start(input(plan([gone, step('b')])));
    expect((await runner.settled(other)).canUndo).toBe(true);
  });

  it('and resume are refused while it runs, and after it is over', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    world.before = (_, context) => untilAborted(context.signal);
    const started = stepEvent(runner, 'a', 'running');
    const { runId } = await runner.start(input(plan([step('a')])));
    await started;
    expect(await code(runner.undo(runId))).toBe('run.busy');
    expect(await code(runner.resume(runId))).toBe('run.busy');
    await runner.cancel(runId);
    await runner.undo(runId);
    await runner.settled(runId);
    expect(await code(runner.undo(runId))).toBe('run.cannot-undo');
    expect(await code(runner.resume(runId))).toBe('run.cannot-resume');
    expect(await code(runner.undo('no-such-run'))).toBe('run.unknown');
    expect(await code(runner.get('../../etc/passwd'))).toBe('run.unknown');
  });

  it('can be cancelled, and taken up again', async () => {
    const world = new World();
    const runner = world.runner(tempDir(), { concurrency: 1 });
    const { runId } = await runner.start(input(plan(diamond)));
    await runner.settled(runId);
    world.beforeUndo = (id, context) => (id === 'b' ? untilAborted(context.signal) : undefined);
    const begun = stepEvent(runner, 'b', 'undoing');
    await runner.undo(runId);
    await begun;
    await runner.cancel(runId);
    expect(await runner.get(runId)).toMatchObject({ status: 'interrupted', canUndo: true, canResume: false });
    world.beforeUndo = () => undefined;
    await runner.undo(runId);
    expect((await runner.settled(runId)).status).toBe('undone');
    expect(world.things.size).toBe(0);
  });
});

describe('resume', () => {
  it('runs again what no longer holds, and what hangs on it without a say of its own', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    world.before = (id) => {
      if (id === 'd') throw new Error('boom');
    };
    const { runId } = await runner.start(input(plan(diamond)));
    await runner.settled(runId);
    world.before = () => undefined;
    world.things.delete('b');
    world.log.length = 0;
    await runner.resume(runId);
    expect((await runner.settled(runId)).status).toBe('succeeded');
    expect(world.log.filter((line) => line.startsWith('run ')).sort()).toEqual(['run b', 'run d']);
    expect(world.things.size).toBe(5);
  });

  it('without `holds` runs a done step again only when one that it depends on was', async () => {
    const world = new World();
    const handler = world.process() as OpHandler;
    const silent = { ...handler, holds: undefined } as unknown as OpHandler;
    const runner = world.runner(tempDir(), {
      handlersFor: () => Promise.resolve((kind) => (kind === 'volume.create' ? handler : silent)),
    });
    const remove = { op: { kind: 'volume.remove', args: { name: 'w' } } } as const;
    const steps = [
      step('a'),
      step('w', ['a'], remove),
      step('b'),
      step('x', ['b'], { op: { kind: 'volume.remove', args: { name: 'x' } } }),
      step('z', ['w', 'x']),
    ];
    world.before = (id) => {
      if (id === 'z') throw new Error('boom');
    };
    const { runId } = await runner.start(input(plan(steps)));
    await runner.settled(runId);
    world.before = () => undefined;
    world.things.delete('a');
    world.log.length = 0;
    await runner.resume(runId);
    expect((await runner.settled(runId)).status).toBe('succeeded');
    expect(world.log.filter((line) => line.startsWith('run ')).sort()).toEqual(['run a', 'run w', 'run z']);
  });

  it('leaves a step as done when it can’t be told whether it holds, and fails', async () => {
    const world = new World();
    const runner = world.runner(tempDir());
    world.before = (id) => {
      if (id === 'd') throw new Error('boom');
    };
    const { runId } = await runner.start(input(plan(diamond)));
    await runner.settled(runId);
    world.before = () => undefined;
    world.holds = () => {
      throw new Error('engine is silent');
    };
    await runner.resume(runId);
    const run = await runner.settled(runId);
    expect(run).toMatchObject({ status: 'failed', error: { what: raw('engine is silent') }, canUndo: true });
    world.holds = (id) => world.things.has(id);
    await runner.undo(runId);
    expect((await runner.settled(runId)).status).toBe('undone');
    expect(world.things.size).toBe(0);
  });
});

it('a step that a dying process began after its run was found interrupted is undone as well', async () => {
  const dir = tempDir();
  const world = new World();
  const header = { v: 1, id: 'r1', ...input(plan([step('a')])), startedAt: 1, pid: 1 } as const;
  const journal = await createJournal(join(dir, 'runs'), header);
  await journal.append({ t: 'run', at: 1, status: 'running' }, true);
  await journal.append({ t: 'run', at: 2, status: 'interrupted' }, true);
  await journal.append({ t: 'step', at: 3, id: 'a', status: 'running' }, true);
  world.things.add('a');
  const runner = world.runner(dir);
  await runner.undo('r1');
  expect((await runner.settled('r1')).status).toBe('undone');
  expect([...world.things]).toEqual([]);
});
