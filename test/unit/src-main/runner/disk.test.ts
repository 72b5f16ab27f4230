import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import { msg, translate } from '@shared/i18n/index';
import { createJournal, readJournal } from '../../../../src-main/runner/journal';
import { createLocks } from '../../../../src-main/runner/lock';
import { isSameProcess, processStart, thisProcess } from '../../../../src-main/runner/process';
import { input, never, plan, step, stepEvent, tempDir, World } from './fake';

afterEach(() => vi.restoreAllMocks());
const words = {
  doing: msg('runner.doing.run'),
  what: msg('runner.doing.run'),
  hint: msg('runner.doing.run'),
};
const info = async (promise: Promise<unknown>): Promise<AppError['info']> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not an AppError: ${String(error)}`);
  return error.info;
};

describe('journals', () => {
  const header = {
    v: 1,
    id: 'r1',
    plan: plan([step('a')]),
    request: {},
    engine: 'env',
    startedAt: 1,
    pid: 1,
  } as const;

  it('share one sync among the entries of one moment', async () => {
    const dir = tempDir();
    const journal = await createJournal(dir, header);
    const probe = await open(join(dir, 'probe'), 'w');
    const sync = vi.spyOn(Object.getPrototypeOf(probe) as { datasync: () => Promise<void> }, 'datasync');
    await probe.close();
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        journal.append({ t: 'step', at, id: 'a', status: 'running' }, true),
      ),
    );
    expect(sync).toHaveBeenCalledTimes(1);
    await journal.close();
    expect(readFileSync(join(dir, 'r1.jsonl'), 'utf8').trimEnd().split('\n').length).toBe(21);
  });

  it('refuse the same id twice', async () => {
    const dir = tempDir();
    await (await createJournal(dir, header)).close();
    expect((await info(createJournal(dir, header))).code).toBe('journal.write');
  });

  it('that are damaged hide their own run only', async () => {
    const dir = tempDir();
    const runner = new World().runner(dir);
    const { runId } = await runner.start(input(plan([step('a')])));
    await runner.settled(runId);
    const good = readFileSync(join(dir, 'runs', `${runId}.jsonl`), 'utf8');
    const put = (name: string, text: string): void => writeFileSync(join(dir, 'runs', `${name}.jsonl`), text);
    put('empty', '');
    put('binary', '\u0000\u0001\u0002\n\u0003');
    put('newer', good.replace('"v":1', '"v":99'));
    put('middle', good.replace('"t":"step"', '"t":"stamp"'));
    put('no-newline', good.split('\n')[0]?.slice(0, 50) ?? '');
    mkdirSync(join(dir, 'runs', 'folder.jsonl'));
    expect((await runner.list()).map((run) => run.id)).toEqual([runId]);
    expect(await runner.recover()).toEqual([]);
    expect(await info(runner.get('middle'))).toMatchObject({
      code: 'run.unreadable',
      what: msg('runner.unreadable.what', { path: join(dir, 'runs', 'middle.jsonl'), line: 3 }),
    });
  });

  it('take a torn last line as not written', async () => {
    const dir = tempDir();
    await (await createJournal(dir, header)).close();
    appendFileSync(join(dir, 'r1.jsonl'), '{"t":"step","at":2,"id":"a","status":"run');
    const record = await readJournal(dir, 'r1');
    expect(record.steps.get('a')?.status).toBe('queued');
  });

  it('ignore an entry that a terminal status forbids', async () => {
    const dir = tempDir();
    const journal = await createJournal(dir, header);
    for (const status of ['running', 'succeeded', 'cancelled', 'skipped'] as const) {
      await journal.append({ t: 'step', at: 1, id: 'a', status }, false);
    }
    for (const status of ['running', 'succeeded', 'failed', 'running', 'interrupted'] as const) {
      await journal.append({ t: 'run', at: 1, status }, false);
    }
    await journal.append({ t: 'step', at: 1, id: 'unknown', status: 'running' }, false);
    await journal.close();
    const record = await readJournal(dir, 'r1');
    expect([record.status, record.steps.get('a')?.status]).toEqual(['succeeded', 'succeeded']);
  });

  it('on a full disk refuse the start, and say what to do', async () => {
    const dir = tempDir();
    const runner = new World().runner(dir);
    const probe = await open(join(dir, 'probe'), 'w');
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    vi.spyOn(
      Object.getPrototypeOf(probe) as { appendFile: () => Promise<void> },
      'appendFile',
    ).mockRejectedValue(full);
    await probe.close();
    const error = await info(runner.start(input(plan([step('a')]))));
    expect([error.code, error.what]).toEqual(['journal.write', msg('runner.journal.full')]);
    expect(readdirSync(join(dir, 'locks'))).toEqual([]);
  });

  it('on a disk that fills in the middle end the run as failed; it can be undone when there is space', async () => {
    const dir = tempDir();
    const world = new World();
    const runner = world.runner(dir, { concurrency: 1 });
    const probe = await open(join(dir, 'probe'), 'w');
    const proto = Object.getPrototypeOf(probe) as { appendFile: () => Promise<void> };
    await probe.close();
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    world.after = (id) => {
      if (id === 'b') vi.spyOn(proto, 'appendFile').mockRejectedValue(full);
    };
    const ended = new Promise<unknown>((resolve) => {
      runner.on((found) => {
        if (found.type === 'run' && found.error !== undefined) resolve(found.error.what);
      });
    });
    const { runId } = await runner.start(input(plan([step('a'), step('b', ['a']), step('c', ['b'])])));
    expect(await ended).toEqual(msg('runner.journal.full'));
    await runner.settled(runId);
    expect([...world.things]).toEqual(['a', 'b']);
    vi.restoreAllMocks();
    expect(await runner.get(runId)).toMatchObject({ status: 'interrupted', canResume: true, canUndo: true });
    await runner.undo(runId);
    expect((await runner.settled(runId)).status).toBe('undone');
    expect(world.things.size).toBe(0);
  });
});

describe('locks', () => {
  const self = { pid: 4711, start: 'then' };
  const locks = (dir: string, alive: boolean | (() => boolean) = true, who = self) =>
    createLocks({
      dir,
      self: () => Promise.resolve(who),
      as: 'app',
      isAlive: () => Promise.resolve(typeof alive === 'function' ? alive() : alive),
      now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
    });

  it('keep a second one out and say who has it, since when', async () => {
    const dir = tempDir();
    const lock = await locks(dir).acquire('redis/demo', 'env', 'r1');
    const error = await info(locks(dir).acquire('redis/demo', 'env', 'r2'));
    expect(error.code).toBe('target.locked');
    expect(translate('en', error.what)).toMatch(
      /The Flotilla app \(process 4711\) .* redis\/demo since 2026-01-0/,
    );
    expect(error.hint.params).toEqual({ run: 'r1' });
    // Another target, or the same on another engine, is free.
    await locks(dir).acquire('redis/other', 'env', 'r3');
    await locks(dir).acquire('redis/demo', 'context:far', 'r4');
    await lock.release();
    await locks(dir).acquire('redis/demo', 'env', 'r5');
  });

  it('go by the place of the engine, whichever way leads there', async () => {
    const dir = tempDir();
    const world = new World();
    const there = { place: 'unix:///run/docker.sock' };
    world.before = never;
    const { runId } = await world.runner(dir).start({ ...input(plan([step('a')])), ...there });
    const shell = new World().runner(dir);
    const second = shell.start({ ...input(plan([step('a')])), ...there, engine: 'socket:/run/docker.sock' });
    expect((await info(second)).code).toBe('target.locked');
    // Nor is the run taken for an interrupted one.
    expect(await shell.recover()).toEqual([]);
    expect((await shell.get(runId)).status).toBe('running');
  });

  it('are taken again where the run began: the ops are asked for at its place', async () => {
    const dir = tempDir();
    const world = new World();
    world.before = () => Promise.reject(new Error('no'));
    const first = world.runner(dir);
    const { runId } = await first.start({ ...input(plan([step('a')])), place: 'tcp://far' });
    await first.settled(runId);
    const asked: unknown[] = [];
    const elsewhere = world.runner(dir, {
      handlersFor: (...given) => {
        asked.push(given);
        return Promise.reject(new AppError({ code: 'engine.unknown', ...words }));
      },
    });
    expect((await info(elsewhere.undo(runId))).code).toBe('engine.unknown');
    expect(asked).toEqual([['env', 'tcp://far']]);
  });

  it('that cannot be written say where, and what to do', async () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    const error = await info(locks(join(file, 'locks')).acquire('t', 'env', 'r1'));
    expect(error.code).toBe('journal.write');
    expect(error.hint.params?.['path']).toContain(join(file, 'locks'));
  });

  it('of a dead owner, or damaged ones, are taken over', async () => {
    const dir = tempDir();
    await locks(dir).acquire('t', 'env', 'r1');
    expect(await locks(dir, false).owner('t', 'env')).toBeUndefined();
    await locks(dir, false).acquire('t', 'env', 'r2');
    expect((await locks(dir).owner('t', 'env'))?.runId).toBe('r2');
    const [name] = readdirSync(dir);
    writeFileSync(join(dir, name!), 'not json');
    await locks(dir).acquire('t', 'env', 'r3');
    expect((await locks(dir).owner('t', 'env'))?.runId).toBe('r3');
    expect(readdirSync(dir)).toHaveLength(1);
  });

  it('are not released by one who lost them', async () => {
    const dir = tempDir();
    const old = await locks(dir).acquire('t', 'env', 'r1');
    await locks(dir, false).acquire('t', 'env', 'r2');
    await old.release();
    expect((await locks(dir).owner('t', 'env'))?.runId).toBe('r2');
  });

  it('are won by exactly one of many, also over a stale one', async () => {
    const dir = tempDir();
    await locks(dir).acquire('t', 'env', 'stale');
    const all = Array.from({ length: 12 }, (_, n) =>
      createLocks({
        dir,
        self: () => Promise.resolve({ pid: n, start: '' }),
        as: 'command',
        isAlive: (owner) => Promise.resolve(owner.pid !== 4711),
        now: () => 0,
      }).acquire('t', 'env', `r${n}`),
    );
    const results = await Promise.allSettled(all);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('know a live process from a dead one and from a recycled number', async () => {
    const me = await thisProcess();
    expect(await isSameProcess(me)).toBe(true);
    expect(await isSameProcess({ ...me, start: 'another time' })).toBe(false);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = child.pid!;
    expect(await processStart(pid)).toMatch(/./);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(await processStart(pid)).toBeUndefined();
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    expect(await isSameProcess({ pid: gone, start: '' })).toBe(false);
  });

  it('show a run of another live process as running, not ours to cancel', async () => {
    const dir = tempDir();
    const world = new World();
    world.before = () => never();
    const theirs = world.runner(dir);
    const started = stepEvent(theirs, 'a', 'running');
    const { runId } = await theirs.start(input(plan([step('a')])));
    await started;
    const ours = world.runner(dir);
    expect(await ours.get(runId)).toMatchObject({
      status: 'running',
      canCancel: false,
      canResume: false,
      canUndo: false,
    });
    expect(await ours.recover()).toEqual([]);
    expect((await info(ours.cancel(runId))).code).toBe('run.elsewhere');
    expect((await info(ours.resume(runId))).code).toBe('target.locked');
    expect((await info(ours.start(input(plan([step('b')]))))).code).toBe('target.locked');
  });
});
