import { canRun } from '@shared/plan';
import type { PlanRequest } from '@shared/requests';
import { msg } from '@shared/i18n/index';
import { follow } from '../follow';
import { exit, printJson, type Command, type ExitCode, type Session } from '../session';
import { blockedLine, findingLines, planLines } from '../show-plan';

/** `plan FILE`: shows what would be done. */
export const plan: Command = async (session) => {
  const { t, args } = session;
  const request = await readSpec(session);
  const flotilla = await session.withEngine();
  const preview = await flotilla.planning.prepare(request);
  if (args.json) t.out(JSON.stringify({ digest: preview.digest, ...preview.plan }, null, 2));
  else planLines(t, preview.plan).forEach((line) => t.out(line));
  const blocked = blockedLine(t, preview.plan);
  if (blocked === undefined) return exit.done;
  t.err(blocked);
  return exit.failed;
};

/** `script FILE`: the bash script that stands for the plan. */
export const script: Command = async (session) => {
  const request = await readSpec(session);
  const flotilla = await session.withEngine();
  const { plan: made } = await flotilla.planning.prepare(request);
  const text = await flotilla.planning.script(request);
  session.t.out(text.replace(/\n$/, ''));
  // The script is of use elsewhere, or later: what the checks found here is told beside it.
  for (const finding of made.findings)
    findingLines(session.t, finding).forEach((line) => session.t.err(line));
  return exit.done;
};

/** `apply FILE --yes`: builds it. */
export const apply: Command = async (session) => execute(session, await readSpec(session));

/** `remove KIND NAME --yes`: takes a cluster away. */
export const remove: Command = (session) =>
  execute(session, {
    kind: 'redis-cluster.remove',
    name: session.args.words[1] ?? '',
    volumes: session.args.volumes,
  });

/** Shows the plan of a request and, where it was agreed to, runs it. */
async function execute(session: Session, request: PlanRequest): Promise<ExitCode> {
  const { t, args } = session;
  const flotilla = await session.withEngine();
  const { plan: made, digest } = await flotilla.planning.prepare(request);
  if (!args.yes) {
    if (args.json) printJson(session, { type: 'plan', digest, ...made });
    else planLines(t, made).forEach((line) => t.out(line));
    const blocked = blockedLine(t, made);
    t.err(blocked ?? t.say(msg('cli.notConfirmed')));
    const code = blocked === undefined ? exit.notConfirmed : exit.failed;
    if (args.json) printJson(session, { type: 'outcome', ok: false, exitCode: code });
    return code;
  }
  // What keeps a plan from running comes back as the error of the start: with every finding, on one path.
  if (canRun(made) && !args.json) {
    for (const finding of made.findings) findingLines(t, finding).forEach((line) => t.err(line));
  }
  return follow(session, async () => (await flotilla.planning.start(request, digest)).runId);
}

async function readSpec({ args, flotilla }: Session): Promise<PlanRequest> {
  return (await flotilla()).specs.read(args.words[0] ?? '');
}
