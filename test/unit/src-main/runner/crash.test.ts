import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '@shared/plan';
import { diamond, input, never, plan, step, stepEvent, tempDir, untilAborted, World } from './fake';

interface Line {
  readonly t?: string;
  readonly id?: string;
  readonly status?: string;
}

/** The journal of a whole run (and its undo), line by line. */
async function journalOf(undo: boolean): Promise<{ id: string; lines: string[] }> {
  const dir = tempDir();
  const runner = new World().runner(dir, { concurrency: 2 });
  const { runId } = await runner.start(input(plan(diamond)));
  await runner.settled(runId);
  if (undo) {
    await runner.undo(runId);
    await runner.settled(runId);
  }
  const text = readFileSync(join(dir, 'runs', `${runId}.jsonl`), 'utf8');
  return { id: runId, lines: text.trimEnd().split('\n') };
}

/** A data folder as a crash left it: the journal's first lines, and a piece of the next one. */
function leftBehind(id: string, lines: readonly string[], torn: string): string {
  const dir = tempDir();
  mkdirSync(join(dir, 'runs'));
  writeFileSync(join(dir, 'runs', `${id}.jsonl`), `${lines.join('\n')}\n${torn}`);
  return dir;
}

/** The world that fits such a journal; what was in the middle was made already, or not yet. */
function worldOf(lines: readonly string[], half: 'made' | 'not made'): World {
  const world = new World();
  for (const line of lines.slice(1).map((text) => JSON.parse(text) as Line)) {
    if (line.t !== 'step' || line.id === undefined) continue;
    if (line.status === 'succeeded') world.things.add(line.id);
    if (line.status === 'running' && half === 'made') world.things.add(line.id);
    if (line.status === 'undoing' && half === 'not made') world.things.delete(line.id);
    if (line.status === 'undone') world.things.delete(line.id);
  }
  return world;
}

describe('a crash after every single line of the journal', () => {
  for (const half of ['made', 'not made'] as const) {
    it(`is found as interrupted; resume ends it and undo leaves nothing (half steps ${half})`, async () => {
      const { id, lines } = await journalOf(false);
      // Header, run, five steps twice, run: the last line means that it is over.
      expect(lines.length).toBe(13);
      for (let cut = 1; cut < lines.length; cut++) {
        for (const torn of ['', lines[cut]?.slice(0, 9) ?? '']) {
          for (const action of ['resume', 'undo'] as const) {
            const kept = lines.slice(0, cut);
            const world = worldOf(kept, half);
            const runner = world.afterCrash(leftBehind(id, kept, torn));
            expect(await runner.recover()).toEqual([id]);
            expect(await runner.recover()).toEqual([]);
            const found = await runner.get(id);
            expect(found.status).toBe('interrupted');
            expect(found.steps.map((state) => state.status)).not.toContain('running');
            // Before anything has started there is nothing to undo.
            expect(found).toMatchObject({ canCancel: false, canResume: true, canUndo: cut > 2 });
            if (action === 'undo' && !found.canUndo) continue;
            await runner[action](id);
            const run = await runner.settled(id);
            expect(run.status).toBe(action === 'resume' ? 'succeeded' : 'undone');
            expect([...world.things].sort()).toEqual(action === 'resume' ? ['a', 'b', 'c', 'd', 'e'] : []);
          }
        }
      }
    });

    it(`of the undo is found, and undone to the end (half steps ${half})`, async () => {
      const { id, lines } = await journalOf(true);
      expect(lines.length).toBe(25);
      for (let cut = 14; cut < lines.length; cut++) {
        const kept = lines.slice(0, cut);
        const world = worldOf(kept, half);
        const runner = world.afterCrash(leftBehind(id, kept, lines[cut]?.slice(0, 20) ?? ''));
        await runner.recover();
        const found = await runner.get(id);
        const begun = kept.some((line) => line.includes('"undoing"') && line.includes('"step"'));
        // After the last step was undone, only the run's own end is missing.
        const over = cut === lines.length - 1;
        expect(found).toMatchObject({ status: over ? 'undone' : 'interrupted', canUndo: !over });
        expect([cut, found.canResume]).toEqual([
          cut,
          !begun && found.steps.every((s) => s.status === 'succeeded'),
        ]);
        if (over) continue;
        await runner.undo(id);
        expect((await runner.settled(id)).status).toBe('undone');
        expect(world.things.size).toBe(0);
      }
    });
  }

  it('shows the run as interrupted even before anybody has recovered it', async () => {
    const { id, lines } = await journalOf(false);
    const kept = lines.slice(0, 5);
    const runner = worldOf(kept, 'made').afterCrash(leftBehind(id, kept, ''));
    expect((await runner.list())[0]).toMatchObject({ id, status: 'interrupted', canResume: true });
    await runner.resume(id);
    expect((await runner.settled(id)).status).toBe('succeeded');
  });
});

describe('a runner that is gone', () => {
  for (const at of ['a', 'b', 'd', 'e']) {
    it(`while ${at} ran is followed by one that resumes or undoes`, async () => {
      for (const action of ['resume', 'undo'] as const) {
        const dir = tempDir();
        const world = new World();
        world.after = (id) => (id === at ? never() : undefined);
        const gone = world.runner(dir, { concurrency: 1 });
        const started = stepEvent(gone, at, 'running');
        const { runId } = await gone.start(input(plan(diamond)));
        await started;
        await new Promise((resolve) => setImmediate(resolve));

        world.after = () => undefined;
        const next = world.afterCrash(dir);
        expect(await next.recover()).toEqual([runId]);
        await next[action](runId);
        expect((await next.settled(runId)).status).toBe(action === 'resume' ? 'succeeded' : 'undone');
        expect(world.things.size).toBe(action === 'resume' ? 5 : 0);
        expect(readdirSync(join(dir, 'locks'))).toEqual([]);
      }
    });
  }
});

describe('random plans', () => {
  /** Steps s0…sn, each depending on some before it, given in a shuffled order. */
  const steps: fc.Arbitrary<Step[]> = fc.integer({ min: 1, max: 10 }).chain((size) =>
    fc
      .tuple(
        ...Array.from({ length: size }, (_, n) => fc.subarray(Array.from({ length: n }, (_, i) => `s${i}`))),
      )
      .map((before) => before.map((dependsOn, n) => step(`s${n}`, dependsOn)))
      .chain((list) => fc.shuffledSubarray(list, { minLength: list.length })),
  );
  type Trouble = 'none' | 'fail' | 'fail after' | 'crash' | 'cancel';
  const trouble = fc.record({
    what: fc.constantFrom<Trouble>('none', 'fail', 'fail after', 'crash', 'cancel'),
    at: fc.nat(9),
    concurrency: fc.integer({ min: 1, max: 4 }),
  });

  it('never run a step before its dependencies, and never leave a thing that undo does not take away', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.array(trouble, { maxLength: 3 }),
        fc.boolean(),
        async (list, troubles, finish) => {
          const dir = tempDir();
          const world = new World();
          const needs = new Map(list.map((item) => [item.id, item.dependsOn]));
          const check = (id: string): void => {
            for (const need of needs.get(id) ?? [])
              if (!world.things.has(need)) throw new Error(`${id} before ${need}`);
          };
          let broken: unknown;
          const guard = (id: string): void => {
            try {
              check(id);
            } catch (error) {
              broken = error;
            }
          };
          let runId: string | undefined;
          for (const { what, at, concurrency } of [
            ...troubles,
            { what: 'none', at: 0, concurrency: 2 } as const,
          ]) {
            const isLast = what === 'none';
            const victim = list[at % list.length]?.id;
            const runner = world.afterCrash(dir, { concurrency });
            let hit: () => void = () => undefined;
            const crashed = new Promise<void>((resolve) => (hit = resolve));
            world.before = async (id, context) => {
              guard(id);
              if (isLast || id !== victim) return;
              if (what === 'fail') throw new Error('fail');
              if (what === 'cancel') {
                void runner.cancel(context.runId);
                await untilAborted(context.signal);
              }
            };
            world.after = async (id) => {
              if (isLast || id !== victim) return;
              if (what === 'fail after') throw new Error('fail after');
              if (what === 'crash') {
                hit();
                await never();
              }
            };
            if (runId === undefined) ({ runId } = await runner.start(input(plan(list))));
            else if ((await runner.get(runId)).canResume) await runner.resume(runId);
            else break;
            await Promise.race([runner.settled(runId), crashed]);
          }
          expect(broken).toBeUndefined();
          const runner = world.afterCrash(dir);
          const done = await runner.get(runId ?? '');
          expect(done.status).toBe('succeeded');
          expect(world.things.size).toBe(list.length);
          if (finish) return;
          // In reverse: nothing goes while something that depends on it is there.
          world.beforeUndo = (id) => {
            for (const other of list) {
              if (other.dependsOn.includes(id) && world.things.has(other.id))
                broken = `${id} before ${other.id}`;
            }
          };
          await runner.undo(done.id);
          expect((await runner.settled(done.id)).status).toBe('undone');
          expect(broken).toBeUndefined();
          expect(world.things.size).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('leave nothing when undone right after any trouble', async () => {
    await fc.assert(
      fc.asyncProperty(steps, trouble, async (list, { what, at, concurrency }) => {
        const dir = tempDir();
        const world = new World();
        const victim = list[at % list.length]?.id;
        const first = world.runner(dir, { concurrency });
        let hit: () => void = () => undefined;
        const crashed = new Promise<void>((resolve) => (hit = resolve));
        // After a crash nothing of the dead process may go on in this one.
        let dead = false;
        world.before = async (id, context) => {
          if (dead) await never();
          if (id !== victim) return;
          if (what === 'fail') throw new Error('fail');
          if (what === 'cancel') {
            void first.cancel(context.runId);
            await untilAborted(context.signal);
          }
        };
        world.after = async (id) => {
          if (id !== victim) return;
          if (what === 'fail after') throw new Error('fail after');
          if (what === 'crash') {
            dead = true;
            hit();
            await never();
          }
        };
        const { runId } = await first.start(input(plan(list)));
        await Promise.race([first.settled(runId), crashed]);
        const second = world.afterCrash(dir);
        await second.recover();
        const run = await second.get(runId);
        if (run.canUndo) {
          await second.undo(runId);
          expect((await second.settled(runId)).status).toBe('undone');
        }
        expect([...world.things]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
