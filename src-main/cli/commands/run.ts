import { specOfDraft } from '@shared/containers/run-draft';
import { parseRun } from '@shared/containers/run-parse';
import { runSpecSchema, type RunSpec } from '@shared/containers/run-spec';
import { AppError, type ErrorInfo } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { Flotilla } from '../../wiring';
import { execute } from '../execute';
import type { Command } from '../session';

/** `run [docker run's options] IMAGE [COMMAND…]`: the same container, by a plan. Nothing that was asked for is left out. */
export const run: Command = async (session) => {
  const spec = await specOf(session.args.words, await session.flotilla());
  return execute(session, { kind: 'containers.run', spec });
};

async function specOf(words: readonly string[], { secrets }: Flotilla): Promise<RunSpec> {
  const line = ['docker', 'run', ...words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`)].join(' ');
  const { draft, left, problems } = parseRun(line, (name) => process.env[name] ?? '');
  if (problems[0] !== undefined) throw bad(problems[0], problems.slice(1));
  if (draft === undefined)
    throw bad(msg('cli.missing.argument', { command: 'flotilla run', name: 'IMAGE' }), []);
  if (left.length > 0)
    throw bad(msg('containers.cli.left', { what: left.join(' · ') }), [], msg('containers.cli.left.hint'));
  for (const each of draft.env) {
    if (!each.secret) continue;
    // What the shell has is named; what was typed is kept for this run.
    if (process.env[each.name] === each.value) each.ref = { env: each.name };
    else if (each.value !== '') each.ref = await secrets.store(each.value);
    else each.secret = false;
  }
  const spec = runSpecSchema.safeParse(specOfDraft(draft));
  if (spec.success) return spec.data;
  const fields = spec.error.issues.map(({ path }) => path.join('.'));
  throw bad(msg('containers.cli.wrong', { fields: [...new Set(fields)].join(', ') }), []);
}

function bad(
  what: Message,
  more: readonly Message[],
  hint: Message = msg('containers.cli.wrong.hint'),
): AppError {
  const info: ErrorInfo = { code: 'cli.args', doing: msg('cli.doing.args'), what, hint };
  return new AppError(more.length === 0 ? info : { ...info, details: [...more] });
}
