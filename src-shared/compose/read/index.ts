import type { MapNode } from '../node';
import type { Problem, ProjectRef, ReadDeps, Reading } from '../source';
import { validate } from '../lint/validate';
import { entryOf, mapOf, stringOf } from './build';
import { checkValues } from './checks';
import { checkConsistency } from './consistency';
import { Context, nowhere, type Environment } from './context';
import { encodeModel } from './encode-model';
import { withFileValues } from './env-files';
import { environmentOf } from './environment';
import { loadFiles } from './load';
import { onlyNeeded, withReplicas } from './needed';
import { normalize, resolveLists } from './normalize';
import { baseName, folderOf, inFolder, projectName } from './paths';
import { escapeDollars } from './print';
import { mentionedProfiles, withProfiles } from './profiles';
import { substitute } from './template';
import { readYaml } from './yaml';

/**
 * Reads a compose project as docker compose does: files merged, variables filled in, `extends`, `include`, profiles,
 * env files, long forms, defaults. Pure: all it knows of the computer comes from `deps`. Never throws for what files
 * hold; what is wrong is in `problems`, at its place. `model` equals `docker compose config --format json`
 * (2.26.1) but for what docs/compose-differences.md lists.
 */
export function readProject(ref: ProjectRef, deps: ReadDeps): Reading {
  const context = new Context(deps);
  const first = ref.files[0] ?? '';
  const directory = ref.directory ?? folderOf(first);
  const dotEnv = inFolder(directory, '.env');
  const envFiles = ref.envFiles ?? (usesDotEnv(deps) && deps.kindOf(dotEnv) === 'file' ? [dotEnv] : []);
  const base = environmentOf(deps.env, envFiles, context);
  const name = nameOf(ref, directory, base, context);
  const env: Environment = new Map(base).set('COMPOSE_PROJECT_NAME', {
    value: name,
    from: base.get('COMPOSE_PROJECT_NAME')?.from ?? 'environment',
  });
  const add = (problems: readonly Problem[]): void => problems.forEach((problem) => context.add(problem));
  const loaded = loadFiles(ref.files, {
    ...{ context, env, folder: directory, included: [] },
    validate: (tree) => {
      if (!context.broken) add(validate(tree));
    },
  });
  if (!context.failed) checkValues(loaded, context);
  const whole = normalize(resolveLists(loaded, env), name, env);
  const profiles = ref.profiles.length > 0 ? ref.profiles : profilesOf(env);
  const active = withProfiles(whole, profiles);
  const tree = withFileValues(active, env, context);
  const model = context.failed ? undefined : encodeModel(tree, name, context);
  if (model !== undefined && !context.failed)
    checkConsistency(model, tree, keysOf(whole, 'services'), context);
  const files = context.files();
  const on = new Set(keysOf(active, 'services'));
  return {
    ...{ name, directory, files, tree },
    problems: inOrder(context.problems, files),
    ...(model !== undefined && !context.failed && { model: escapeDollars(onlyNeeded(withReplicas(model))) }),
    variables: inOrder(context.variables, files),
    profiles: mentionedProfiles(whole),
    inactive: keysOf(whole, 'services').filter((name) => !on.has(name)),
  };
}

function keysOf(tree: MapNode, key: string): string[] {
  const node = entryOf(tree, key);
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
}

const usesDotEnv = (deps: ReadDeps): boolean =>
  !/^(1|t|true)$/i.test(deps.env['COMPOSE_DISABLE_ENV_FILE'] ?? '');

/** Empty names stay: `profiles: ["", mysql]` is what a service says that is on unless other profiles are asked for. */
const profilesOf = (env: Environment): string[] =>
  (env.get('COMPOSE_PROFILES')?.value ?? '').split(',').map((each) => each.trim());

/** `-p`, COMPOSE_PROJECT_NAME, the last `name:`, the folder's name. */
function nameOf(ref: ProjectRef, directory: string, env: Environment, context: Context): string {
  const asked = ref.name ?? env.get('COMPOSE_PROJECT_NAME')?.value ?? '';
  const at = nowhere(ref.files[0] ?? '');
  if (asked !== '') {
    if (projectName(asked) !== asked)
      context.error('compose.project-name', at, 'cread.project-name', { name: asked });
    return asked;
  }
  let written = '';
  for (const file of ref.files) {
    if (context.deps.kindOf(file) !== 'file') continue;
    const places = context.open(file, 'compose', undefined);
    // Only the name is wanted here: what else is wrong is told of when the file is read in earnest.
    const quiet = new Context(context.deps);
    const documents =
      places === undefined || !/^['"]?name['"]?\s*:/m.test(places.text) ? [] : readYaml(places, quiet);
    for (const document of documents) written = stringOf(entryOf(document, 'name')) ?? written;
  }
  const given = substitute(
    written,
    (name) => env.get(name)?.value,
    () => {},
  );
  const name = projectName(given.ok ? given.text : '') || projectName(baseName(directory));
  if (name === '') context.error('compose.project-name-empty', at, 'cread.project-name-empty');
  return name;
}

function inOrder<T extends { readonly at: Problem['at'] }>(
  items: readonly T[],
  files: Reading['files'],
): T[] {
  const order = new Map(files.map(({ path }, n) => [path, n]));
  const file = (item: T): number => order.get(item.at.file) ?? files.length;
  return [...items].sort((a, b) => file(a) - file(b) || a.at.from.offset - b.at.from.offset);
}

/** A reading of nothing: what an editor shows before its first one. */
export const emptyTree = (file: string): MapNode => mapOf(nowhere(file), []);
