import { canRun } from '@shared/plan';
import type { PlanRequest } from '@shared/requests';
import { msg } from '@shared/i18n/index';
import { follow } from './follow';
import { exit, printJson, type ExitCode, type Session } from './session';
import { blockedLine, findingLines, planLines } from './show-plan';

/**
 * Shows the plan of a request and, where it was agreed to, runs it. `--dry-run` shows it and leaves with 0: what was
 * asked for is done.
 */
export async function execute(session: Session, request: PlanRequest): Promise<ExitCode> {
  const { t, args } = session;
  const flotilla = await session.withEngine();
  const { plan: made, digest } = await flotilla.planning.prepare(request);
  if (args.dryRun || !args.yes) {
    if (args.json) printJson(session, { type: 'plan', digest, ...made });
    else planLines(t, made).forEach((line) => t.out(line));
    const blocked = blockedLine(t, made);
    if (blocked !== undefined) t.err(blocked);
    else if (!args.dryRun) t.err(t.say(msg('cli.notConfirmed')));
    const code = blocked !== undefined ? exit.failed : args.dryRun ? exit.done : exit.notConfirmed;
    if (args.json) printJson(session, { type: 'outcome', ok: code === exit.done, exitCode: code });
    return code;
  }
  // What keeps a plan from running comes back as the error of the start: with every finding, on one path.
  if (canRun(made) && !args.json) {
    for (const finding of made.findings) findingLines(t, finding).forEach((line) => t.err(line));
  }
  return follow(session, async () => (await flotilla.planning.start(request, digest)).runId);
}
