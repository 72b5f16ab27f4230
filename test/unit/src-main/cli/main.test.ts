import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import { planDigest, type Finding, type Plan, type RunEvent } from '@shared/plan';
import { environmentEngine, main } from '../../../../src-main/cli/main';
import type { Flotilla } from '../../../../src-main/wiring';
import { diamond, plan, step, stepEvent, tempDir, untilAborted, World } from '../runner/fake';

/** The command over a real runner with fake ops; what it printed, and its exit code. */
function stage(options: { steps?: Plan['steps']; findings?: Finding[]; dir?: string } = {}) {
  const world = new World();
  const made = plan(options.steps ?? diamond, { findings: options.findings ?? [] });
  const runner = world.runner(options.dir ?? tempDir(), { concurrency: 2 });
  const closed = vi.fn(() => Promise.resolve());
  const request = { kind: 'redis-cluster.remove', name: 'x', volumes: false } as const;
  const flotilla = {
    runner,
    engines: { start: () => Promise.resolve({ state: 'searching' }) },
    specs: {
      read: (path: string) =>
        path === 'good.yaml'
          ? Promise.resolve(request)
          : Promise.reject(
              new AppError({
                code: 'spec.invalid',
                doing: raw('Reading'),
                what: raw(`${path}:3:5 bad`),
                hint: raw('Mend it'),
              }),
            ),
    },
    planning: {
      prepare: () => Promise.resolve({ plan: made, digest: planDigest(made) }),
      start: () => runner.start({ plan: made, request, engine: 'env' }),
      script: () => Promise.resolve('#!/usr/bin/env bash\n'),
    },
    clusters: { list: () => Promise.resolve([]) },
    close: closed,
  } as unknown as Flotilla;
  const run = async (line: string): Promise<{ code: number; out: string; err: string }> => {
    written.out = written.err = '';
    const code = await main(line.split(' '), { version: '1.2.3', open: () => Promise.resolve(flotilla) });
    return { code, ...written };
  };
  return { world, runner, run, closed };
}

const written = { out: '', err: '' };
beforeEach(() => {
  vi.stubEnv('LANG', 'C.UTF-8');
  vi.stubEnv('LC_ALL', '');
  vi.stubEnv('LC_MESSAGES', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the engine that the environment names', () => {
  it.each([
    [{}, undefined],
    [{ DOCKER_HOST: 'tcp://far:2375' }, 'env'],
    [{ DOCKER_CONTEXT: 'far', DOCKER_HOST: 'unix:///x' }, 'context:far'],
    [{ DOCKER_CONTEXT: 'default', DOCKER_HOST: 'unix:///x' }, 'env'],
    [{ DOCKER_CONTEXT: '', DOCKER_HOST: '' }, undefined],
  ])('%j -> %s', (env, engine) => expect(environmentEngine(env)).toBe(engine));
});

describe('flotilla', () => {
  it('says its version and helps without opening anything', async () => {
    const { run, closed } = stage();
    expect(await run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
    expect((await run('help apply')).out).toContain('flotilla apply FILE');
    expect((await run('--lang zh-CN help')).out).toContain('用法');
    expect(closed).not.toHaveBeenCalled();
  });

  it('without --yes shows the plan, changes nothing and leaves with 3', async () => {
    const { run, world, closed } = stage();
    const { code, out, err } = await run('apply good.yaml');
    expect(code).toBe(3);
    expect(out).toContain('make a');
    expect(out).toContain('docker volume create');
    expect(err).toContain('--yes');
    expect(world.log).toEqual([]);
    expect(closed).toHaveBeenCalledOnce();
    const json = jsonLines((await run('apply good.yaml --json')).out);
    expect(json.map((line) => line['type'])).toEqual(['plan', 'outcome']);
    expect(json[1]).toMatchObject({ ok: false, exitCode: 3 });
  });

  it('with --yes runs it and leaves with 0; the standard output stays free for results', async () => {
    const { run, world } = stage();
    const { code, out, err } = await run('apply good.yaml --yes');
    expect([code, out]).toEqual([0, '']);
    expect(world.things.size).toBe(5);
    expect(err).toMatch(/\[5\/5\] ✓ make d/);
    expect(err).toMatch(/Done in /);
  });

  it('with --json prints the run’s events and, last, the outcome', async () => {
    const { run } = stage();
    const { code, out, err } = await run('apply good.yaml --yes --json');
    const lines = jsonLines(out);
    expect([code, err]).toEqual([0, '']);
    expect(lines.at(-1)).toMatchObject({
      type: 'outcome',
      ok: true,
      exitCode: 0,
      status: 'succeeded',
      steps: { succeeded: 5 },
    });
    expect(
      lines.slice(0, -1).every((line) => ['run', 'step', 'progress', 'log'].includes(line['type'] as string)),
    ).toBe(true);
    expect(lines[0]).toMatchObject({ type: 'run', status: 'running' });
    expect(lines.filter((line) => line['status'] === 'succeeded' && line['type'] === 'step')).toHaveLength(5);
  });

  it('tells a failure with its cure and the ways on, and leaves with 1; resume and undo follow', async () => {
    const { run, world, runner } = stage();
    world.before = (id, context) => {
      context.log('a word from within');
      if (id === 'd')
        throw new AppError({
          code: 'x.y',
          doing: raw('Making d'),
          what: raw('It broke'),
          hint: raw('Mend it'),
        });
    };
    const failed = await run('apply good.yaml --yes');
    expect(failed.code).toBe(1);
    expect(failed.err).toMatch(/✗ make d\s+\(failed\)/);
    for (const words of ['It broke', 'Mend it', 'a word from within']) expect(failed.err).toContain(words);
    const id = (await runner.list())[0]?.id ?? '';
    expect(failed.err).toContain(`flotilla resume ${id} --yes`);
    expect(failed.err).toContain(`flotilla undo ${id} --yes`);

    expect((await run('runs')).out).toMatch(new RegExp(`${id} +failed +4/5`));
    const asked = await run(`resume ${id}`);
    expect([asked.code, asked.out.includes('make d'), asked.out.includes('make a')]).toEqual([
      3,
      true,
      false,
    ]);
    world.before = () => undefined;
    // A part of the id that fits no other will do.
    expect((await run(`resume ${id.slice(-5)} --yes`)).code).toBe(0);
    const wouldUndo = await run(`undo ${id}`);
    expect(wouldUndo.code).toBe(3);
    expect(wouldUndo.out.indexOf('make d')).toBeLessThan(wouldUndo.out.indexOf('make a'));
    const undone = await run(`undo ${id} --yes --json`);
    expect(undone.code).toBe(0);
    expect(jsonLines(undone.out).at(-1)).toMatchObject({ ok: true, status: 'undone' });
    expect(world.things.size).toBe(0);
    expect((await run(`undo ${id} --yes`)).code).toBe(1);
  });

  it('on Ctrl-C lets the steps settle, says how to go on, and leaves with 130', async () => {
    const { run, world, runner } = stage({ steps: [step('a'), step('b', ['a'])] });
    world.before = (id, context) => (id === 'b' ? untilAborted(context.signal) : undefined);
    const begun = stepEvent(runner, 'b', 'running');
    const running = run('apply good.yaml --yes');
    await begun;
    // The signal as Node delivers it.
    process.emit('SIGINT');
    const { code, err } = await running;
    expect(code).toBe(130);
    expect(err).toMatch(/Cancelling/);
    expect(err).toMatch(/Cancelled after .*\n.*resume .*\n.*undo /);
    expect([...world.things]).toEqual(['a']);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('a Ctrl-C that comes while the run is being started is not lost', async () => {
    const { run, runner, world } = stage({ steps: [step('a')] });
    world.before = (_, context) => untilAborted(context.signal);
    const off = runner.on((event: RunEvent) => {
      if (event.type === 'run' && event.status === 'running') process.emit('SIGINT');
    });
    const { code } = await run('apply good.yaml --yes');
    off();
    expect(code).toBe(130);
  });

  it('bad input leaves with 2 and says where', async () => {
    const { run } = stage();
    const bad = await run('apply bad.yaml --yes --json');
    expect(bad.code).toBe(2);
    expect(bad.err).toContain('bad.yaml:3:5');
    expect(jsonLines(bad.out)).toEqual([
      expect.objectContaining({ type: 'outcome', ok: false, exitCode: 2 }),
    ]);
    expect((await run('resume nothing-like-it')).code).toBe(2);
    expect((await run('aply x')).code).toBe(2);
  });

  it('a plan that can’t run leaves with 1, whether it was agreed to or not, and changes nothing', async () => {
    const finding: Finding = {
      level: 'error',
      code: 'port.taken',
      what: raw('Port taken'),
      hint: raw('Choose another'),
    };
    const { run, world } = stage({ findings: [finding] });
    for (const line of ['plan good.yaml', 'apply good.yaml', 'apply good.yaml --yes']) {
      const { code, out, err } = await run(line);
      expect([line, code]).toEqual([line, 1]);
      expect(out + err).toContain('Port taken');
      expect(out + err).toContain('Choose another');
    }
    expect(world.log).toEqual([]);
  });

  it('prints the script on the standard output', async () => {
    const { run } = stage();
    expect((await run('script good.yaml')).out).toBe('#!/usr/bin/env bash\n');
  });

  it('never prints a stack', async () => {
    const { run, world } = stage();
    world.before = () => {
      throw new Error('something odd');
    };
    const { err } = await run('apply good.yaml --yes');
    expect(err).toContain('something odd');
    expect(err).not.toMatch(/\n\s+at /);
  });
});
