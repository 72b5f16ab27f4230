import type { ErrorInfo } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { Run, RunEvent, RunStatus } from '@shared/plan';
import { outputLines } from './outputs';
import { RunView } from './run-view';
import { exit, printJson, type ExitCode, type Session } from './session';
import { duration, errorLines, type Terminal } from './terminal';

/** The last line of `--json`: how it ended. */
export interface OutcomeLine {
  readonly type: 'outcome';
  readonly ok: boolean;
  readonly exitCode: ExitCode;
  readonly runId?: string;
  readonly status?: RunStatus;
  readonly target?: string;
  readonly steps?: Readonly<Record<string, number>>;
  readonly durationMs?: number;
  readonly canResume?: boolean;
  readonly canUndo?: boolean;
  readonly error?: ErrorInfo;
}

/**
 * Begins a run (`begin` gives its id), tells what happens, and waits for its end. Ctrl-C cancels it and
 * waits until the steps under way have settled; a second one leaves at once.
 */
export async function follow(
  session: Session,
  begin: () => Promise<string>,
  undoing = false,
): Promise<ExitCode> {
  const { t, args } = session;
  const { runner } = await session.flotilla();
  const startedAt = Date.now();
  let runId: string | undefined;
  let view: RunView | undefined;
  // Checked after waits, in which a signal may have come.
  const asked = { cancel: false };
  const early: RunEvent[] = [];
  const tell = (event: RunEvent): void => {
    if (event.runId !== runId) return;
    if (args.json) printJson(session, event);
    else view?.hear(event);
  };
  // The first events come before the id is known.
  const off = runner.on((event) => (runId === undefined ? void early.push(event) : tell(event)));

  const cancel = (): void => {
    if (runId !== undefined) void runner.cancel(runId).catch(() => undefined);
  };
  const onSignal = (): void => {
    if (asked.cancel) {
      view?.close();
      t.err(t.say(msg('cli.run.leaving')));
      if (runId !== undefined) nextSteps(t, runId, !undoing, true).forEach((line) => t.err(line));
      process.exit(exit.cancelled);
    }
    asked.cancel = true;
    const text = t.paint(t.say(msg('cli.run.cancelling')), 'yellow');
    if (view === undefined) t.err(text);
    else view.line(text);
    cancel();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const id = await begin();
    const begun = await runner.get(id);
    if (!args.json) {
      view = new RunView(t, begun, undoing);
      view.line(t.paint(t.say(msg('cli.run.started', { run: id })), 'dim'));
    }
    runId = id;
    early.splice(0).forEach(tell);
    if (asked.cancel) cancel();
    const run = await runner.settled(id);
    view?.close();
    return report(session, run, Date.now() - startedAt);
  } finally {
    view?.close();
    off();
    for (const signal of signals) process.off(signal, onSignal);
  }
}

function report(session: Session, run: Run, milliseconds: number): ExitCode {
  const { t, args } = session;
  const ok = run.status === 'succeeded' || run.status === 'undone';
  const stopped = run.status === 'cancelled' || run.status === 'interrupted';
  const code = ok ? exit.done : stopped ? exit.cancelled : exit.failed;
  if (args.json) {
    const steps: Record<string, number> = {};
    for (const { status } of run.steps) steps[status] = (steps[status] ?? 0) + 1;
    const { id: runId, status, canResume, canUndo } = run;
    printJson(session, {
      ...{ type: 'outcome', ok, exitCode: code, runId, status, target: run.plan.target, steps },
      ...{ durationMs: milliseconds, canResume, canUndo, ...(run.error && { error: run.error }) },
    } satisfies OutcomeLine);
    return code;
  }
  t.err(
    t.paint(t.say(ending(run, duration(milliseconds))), 'bold', ok ? 'green' : stopped ? 'yellow' : 'red'),
  );
  for (const { stays } of run.steps) if (stays !== undefined) t.err(`  ${t.say(stays)}`);
  if (ok && run.status === 'succeeded') outputLines(t, run).forEach((line) => t.out(line));
  // A failed step has told its error already; one that belongs to no step has not.
  if (run.error !== undefined && !run.steps.some((step) => step.error !== undefined)) {
    errorLines(t, run.error, msg('cli.error')).forEach((line) => t.err(line));
  }
  if (!ok) nextSteps(t, run.id, run.canResume, run.canUndo, run.status).forEach((line) => t.err(line));
  return code;
}

function ending({ status, steps }: Run, time: string): Message {
  switch (status) {
    case 'succeeded':
      return msg('cli.run.succeeded', { time });
    case 'undone':
      return steps.some(({ stays }) => stays !== undefined)
        ? msg('cli.run.undoneBut', { time })
        : msg('cli.run.undone', { time });
    case 'undo-failed':
      return msg('cli.run.undoFailed');
    case 'cancelled':
      return msg('cli.run.cancelled', { time });
    case 'interrupted':
      return msg('cli.run.interrupted', { time });
    default:
      return msg('cli.run.failed', { time });
  }
}

function nextSteps(
  t: Terminal,
  run: string,
  canResume: boolean,
  canUndo: boolean,
  status?: RunStatus,
): string[] {
  return [
    ...(canResume ? [t.say(msg('cli.run.canResume', { run }))] : []),
    ...(canUndo ? [t.say(msg(status === 'undo-failed' ? 'cli.run.again' : 'cli.run.canUndo', { run }))] : []),
  ].map((line) => `  ${line}`);
}
