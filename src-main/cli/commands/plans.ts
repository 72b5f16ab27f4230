import type { PlanRequest } from '@shared/requests';
import { execute } from '../execute';
import { exit, type Command, type Session } from '../session';
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

async function readSpec({ args, flotilla }: Session): Promise<PlanRequest> {
  return (await flotilla()).specs.read(args.words[0] ?? '');
}
