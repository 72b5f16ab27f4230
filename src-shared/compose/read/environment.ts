import type { Context, Environment, EnvSource } from './context';
import { nowhere } from './context';
import type { Range } from '../node';
import { readEnv, type EnvProblem } from './dotenv';
import type { Places } from './places';
import type { Lookup } from './template';

/** The variables of the process, and those of env files that it does not have. */
export function environmentOf(
  process: Readonly<Record<string, string>>,
  files: readonly string[],
  context: Context,
): Environment {
  const env = new Map<string, { value: string; from: EnvSource }>();
  for (const [name, value] of Object.entries(process)) env.set(name, { value, from: 'environment' });
  return withEnvFiles(env, files, context);
}

/** An environment with what env files add to it: a variable that is set already stays. */
export function withEnvFiles(
  base: Environment,
  files: readonly string[],
  context: Context,
  from?: Range,
): Environment {
  const more = new Map<string, string>();
  for (const file of files) readEnvFile(file, more, (name) => base.get(name)?.value, context, from);
  const env = new Map(base);
  for (const [name, value] of more) if (!env.has(name)) env.set(name, { value, from: 'env-file' });
  return env;
}

/** Reads one env file into `out`; tells what is wrong with it. */
export function readEnvFile(
  path: string,
  out: Map<string, string>,
  lookup: Lookup,
  context: Context,
  from?: Range,
): void {
  const at = from ?? nowhere(path);
  if (context.deps.kindOf(path) === 'folder') {
    context.error('compose.env-file-folder', at, 'cread.env-file-folder', { file: path });
    return;
  }
  const places = context.open(path, 'env', from);
  if (places === undefined) {
    context.error('compose.env-file-missing', at, 'cread.env-file-missing', { file: path });
    return;
  }
  const problem = readEnv(places.text, out, lookup, (seen, offset) => {
    const known = lookup(seen.name) ?? out.get(seen.name);
    if (known !== undefined || seen.default) return;
    const end = places.text.indexOf('\n', offset);
    context.warning(
      'compose.variable-unset',
      places.range(offset, end === -1 ? places.text.length : end),
      'cread.variable-unset',
      { name: seen.name },
    );
  });
  if (problem !== undefined) tell(problem, places, context);
}

function tell(problem: EnvProblem, places: Places, context: Context): void {
  const end = places.text.indexOf('\n', problem.offset);
  const at = places.range(problem.offset, end === -1 ? places.text.length : end);
  // What stands behind `=` may be a secret: only what is no value is repeated.
  if (problem.kind === 'required') context.error('compose.env-required', at, 'cread.env.required');
  else context.error(`compose.env-${problem.kind}`, at, `cread.env.${problem.kind}`);
}
