import { resolve } from 'node:path';
import type { Check } from '@shared/diagnose/self-test';
import { msg } from '@shared/i18n/index';
import { exit, type Command } from '../session';
import { table, type Style } from '../terminal';

const styles: Readonly<Record<Check['state'], Style>> = {
  fine: 'green',
  warn: 'yellow',
  bad: 'red',
  skipped: 'dim',
};

/** `diagnose [FILE]`: the self-test; with a file the bundle as well. 1 where something does not work. */
export const diagnose: Command = async (session) => {
  const { t, args } = session;
  const flotilla = await session.flotilla();
  const checks = await flotilla.diagnose.checks();
  if (args.json) t.out(JSON.stringify(checks, null, 2));
  else {
    const heads = ['state', 'name', 'found'] as const;
    const rows = checks.map(({ id, state, what, hint }) => [
      t.paint(t.say(msg(`diagnose.state.${state}`)), styles[state]),
      t.say(msg(`diagnose.name.${id}`)),
      t.say(what) + (hint === undefined ? '' : ` → ${t.say(hint)}`),
    ]);
    table(t, [heads.map((head) => t.say(msg(`diagnose.cli.${head}`))), ...rows]).forEach((line) =>
      t.out(line),
    );
  }
  const [file] = args.words;
  if (file !== undefined) {
    const { path, files } = await flotilla.diagnose.save(resolve(file));
    t.err(t.say(msg('diagnose.cli.saved', { path, n: files.length })));
  }
  return checks.some(({ state }) => state === 'bad') ? exit.failed : exit.done;
};
