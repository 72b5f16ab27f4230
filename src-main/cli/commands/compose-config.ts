import { homedir } from 'node:os';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { modelJson, modelYaml } from '@shared/compose/read/print';
import { createProjectReader } from '../../observe/compose-project';
import { valueOf } from '../args';
import { problemLines, projectOf } from '../compose-ref';
import { exit, type Command } from '../session';

/**
 * `compose config [FILE…]`: the model on the standard output, what is wrong on the other, as `file:line:column`.
 * 2 where docker compose would refuse the files. Asks no engine.
 */
export const config: Command = ({ args, t }) => {
  const format = valueOf(args, 'format') ?? 'yaml';
  if (format !== 'yaml' && format !== 'json') {
    throw new AppError({
      code: 'cli.args',
      doing: msg('cread.cli.doing'),
      what: msg('cread.cli.format', { given: format }),
      hint: msg('cli.seeHelp'),
    });
  }
  const ref = projectOf(args, args.words);
  const { problems, model } = createProjectReader({ env: process.env, home: homedir() }).read(ref);
  const shown = problems.filter(({ level }) => level !== 'info');
  problemLines(t, shown).forEach((line) => t.err(line));
  if (model === undefined) return Promise.resolve(exit.badInput);
  t.out(format === 'json' ? modelJson(model) : modelYaml(model));
  return Promise.resolve(exit.done);
};
