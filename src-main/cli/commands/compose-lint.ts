import { homedir } from 'node:os';
import { lint as problemsOf } from '@shared/compose/lint/index';
import { msg } from '@shared/i18n/index';
import { createProjectReader } from '../../observe/compose-project';
import { problemLines, projectOf } from '../compose-ref';
import { exit, type Command } from '../session';

/**
 * `compose lint [FILE…]`: what is wrong and what could be better, as `file:line:column`. 2 where something is an
 * error. Asks no engine. With `--json` one list on the standard output.
 */
export const lint: Command = ({ args, t }) => {
  const ref = projectOf(args, args.words);
  const reading = createProjectReader({ env: process.env, home: homedir() }).read(ref);
  const problems = problemsOf(reading);
  if (args.json) {
    const list = problems.map(({ level, code, at, what, hint }) => ({
      ...{ level, code, file: at.file, line: at.from.line, column: at.from.column },
      ...{ what: t.say(what), hint: t.say(hint) },
    }));
    t.out(JSON.stringify(list));
  } else if (problems.length === 0) t.out(t.say(msg('clint.cli.none')));
  else problemLines(t, problems).forEach((line) => t.out(line));
  const bad = reading.model === undefined || problems.some(({ level }) => level === 'error');
  return Promise.resolve(bad ? exit.badInput : exit.done);
};
