import { resolve } from 'node:path';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { Run, Step } from '@shared/plan';
import { exportRun } from '@shared/runs/export';
import { localTime } from '../../runner/lock';
import { bad } from '../args';
import { follow } from '../follow';
import { exit, printJson, type Command, type ExitCode, type Session } from '../session';
import { table } from '../terminal';

/** `runs`: newest first. `runs RUN [FILE]`: one of them for others to read, as Markdown or JSON. */
export const runs: Command = async (session) => {
  const { t, args } = session;
  if (args.words[0] !== undefined) return exported(session);
  const list = await (await session.flotilla()).runner.list();
  if (args.json) {
    t.out(JSON.stringify(list, null, 2));
    return exit.done;
  }
  if (list.length === 0) {
    t.err(t.say(msg('cli.runs.none')));
    return exit.done;
  }
  const heads = ['id', 'status', 'steps', 'started', 'title'] as const;
  const rows = list.map((run) => [
    run.id,
    t.say({ key: `cli.step.${run.status}` }),
    `${run.doneCount}/${run.stepCount}`,
    localTime(run.startedAt),
    t.say(run.title),
  ]);
  table(t, [heads.map((head) => t.say(msg(`cli.runs.${head}`))), ...rows]).forEach((line) => t.out(line));
  return exit.done;
};

/** Equal to what the window's page of a run saves: without secrets, and without the names of person and computer. */
async function exported(session: Session): Promise<ExitCode> {
  const { t, args } = session;
  const { runner, diagnose, containers } = await session.flotilla();
  const run = await runner.get(await findRun(session));
  const text = exportRun(run, args.json ? 'json' : 'markdown', diagnose.about(), t.locale);
  const file = args.words[1];
  if (file === undefined) t.out(text.replace(/\n$/, ''));
  else {
    const path = resolve(file);
    await containers.saveText(path, text);
    t.err(t.say(msg('runs.export.done', { path })));
  }
  return exit.done;
}

/** `resume RUN --yes`: goes on where it stopped. */
export const resume: Command = (session) => again(session, false);

/** `undo RUN --yes`: takes back what was done. */
export const undo: Command = (session) => again(session, true);

async function again(session: Session, undoing: boolean): Promise<ExitCode> {
  const { t, args } = session;
  const { runner } = await session.flotilla();
  const id = await findRun(session);
  if (args.yes) {
    return follow(
      session,
      async () => {
        await (undoing ? runner.undo(id) : runner.resume(id));
        return id;
      },
      undoing,
    );
  }
  const run = await runner.get(id);
  const steps = undoing ? stepsToUndo(run) : stepsToDo(run);
  if (args.json) {
    printJson(session, { type: 'run', runId: id, status: run.status, steps: steps.map((step) => step.id) });
    printJson(session, { type: 'outcome', ok: false, exitCode: exit.notConfirmed, runId: id });
  } else {
    t.out(t.paint(t.say(run.plan.title), 'bold'));
    t.out(t.say(msg(undoing ? 'cli.run.wouldUndo' : 'cli.run.wouldResume')));
    for (const [n, step] of steps.entries()) t.out(`${String(n + 1).padStart(4)}. ${t.say(step.title)}`);
  }
  t.err(t.say(msg('cli.notConfirmed')));
  return exit.notConfirmed;
}

function stepsToDo(run: Run): Step[] {
  const done = new Set(run.steps.filter((step) => step.status === 'succeeded').map((step) => step.id));
  return run.plan.steps.filter((step) => !done.has(step.id));
}

function stepsToUndo(run: Run): Step[] {
  const begun = new Set(
    run.steps
      .filter((step) => step.startedAt !== undefined && step.status !== 'undone')
      .map((step) => step.id),
  );
  return run.plan.steps.filter((step) => begun.has(step.id)).reverse();
}

/** The run that is meant: by its id, by a part of it that fits no other, or `last`. */
async function findRun({ args, flotilla }: Session): Promise<string> {
  const name = args.words[0] ?? '';
  const { runner } = await flotilla();
  const ids = (await runner.list()).map((run) => run.id);
  if (name === 'last' && ids[0] !== undefined) return ids[0];
  if (ids.includes(name)) return name;
  const fitting = ids.filter((id) => id.startsWith(name) || id.endsWith(name));
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    throw bad(msg('cli.ambiguous.run', { name, runs: fitting.slice(0, 5).join(', ') }), msg('cli.hint.runs'));
  }
  // One whose journal is damaged says so itself.
  await runner.get(name).catch((error: unknown) => {
    if (error instanceof AppError && error.info.code !== 'run.unknown') throw error;
  });
  throw bad(msg('cli.unknown.run', { name }), msg('cli.hint.runs'));
}
