import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { projectRefSchema, type Problem, type ProjectRef } from '@shared/compose/source';
import { valueOf, type Arguments } from './args';
import type { Terminal } from './terminal';

/** What docker compose looks for, in its order. */
const usual = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrides = usual.map((name) => name.replace(/\.(ya?ml)$/, '.override.$1'));

/**
 * The project that a command's words and options name: FILE… (else what docker compose would find here or in a folder
 * above), `-p`, `--project-directory`, `--env-file`, `--profile`. Throws AppError `cli.args` where there is no file.
 */
export function projectOf(args: Arguments, files: readonly string[], folder = process.cwd()): ProjectRef {
  const texts = (name: 'env-file' | 'profile'): string[] =>
    (args.given[name] ?? []).filter((value) => typeof value === 'string');
  const directory = valueOf(args, 'project-directory');
  const start = directory === undefined ? folder : resolve(folder, directory);
  const name = valueOf(args, 'project-name');
  const envFiles = texts('env-file').map((file) => resolve(folder, file));
  return projectRefSchema.parse({
    files: files.length > 0 ? files.map((file) => resolve(folder, file)) : found(start),
    ...(directory !== undefined && { directory: start }),
    ...(name !== undefined && { name }),
    ...(envFiles.length > 0 && { envFiles }),
    profiles: texts('profile'),
  });
}

function found(from: string): string[] {
  for (let folder = from; ; folder = dirname(folder)) {
    const main = usual.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (main !== undefined) {
      const over = overrides.map((name) => join(folder, name)).find((path) => existsSync(path));
      return over === undefined ? [main] : [main, over];
    }
    if (folder === dirname(folder)) break;
  }
  throw new AppError({
    code: 'cli.args',
    doing: msg('cread.cli.doing'),
    what: msg('cread.cli.no-file'),
    hint: msg('cread.cli.no-file.hint'),
  });
}

/** Problems as lines for `err`: `file:line:column: what`, the hint under it. */
export function problemLines(t: Terminal, problems: readonly Problem[], folder = process.cwd()): string[] {
  return problems.flatMap(({ at, level, what, hint }) => {
    const short = relative(folder, at.file);
    const file = short === '' || short.startsWith('..') ? at.file : short;
    const place = t.paint(`${file}:${at.from.line}:${at.from.column}`, 'bold');
    const label = { error: msg('cli.error'), warning: msg('cread.cli.warning'), info: msg('clint.cli.info') };
    const word = t.paint(t.say(label[level]), level === 'error' ? 'red' : 'yellow');
    return [`${place}: ${word}: ${t.say(what)}`, `  → ${t.say(hint)}`];
  });
}
