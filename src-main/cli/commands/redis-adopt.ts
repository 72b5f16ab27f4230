import { msg } from '@shared/i18n/index';
import { bad, listOf } from '../args';
import { addressIn, loginOf } from '../named';
import { exit, type Command } from '../session';
import { statusJson, statusLines } from './clusters';

/** `redis adopt NAME HOST:PORT`: takes in a cluster that stands elsewhere, by the address of one of its nodes. */
export const adopt: Command = async (session) => {
  const { t, args } = session;
  const [name = '', seed = ''] = args.words;
  const map = listOf(args, 'map').map((text) => {
    const [from, to, ...more] = text.split('=');
    if (from && to && more.length === 0) return [from, to];
    throw bad(msg('cli.map.bad', { text }), msg('tools.remote.map.hint'));
  });
  const at = addressIn(args, seed);
  const login = loginOf(args);
  const found = await (
    await session.withEngine()
  ).clusters.adoptRemote({
    ...{ name, ...at, ...login },
    ...(map.length > 0 && { map: Object.fromEntries(map) as Record<string, string> }),
  });
  if (args.json) t.out(JSON.stringify(statusJson(found), null, 2));
  else statusLines(t, found).forEach((line) => t.out(line));
  return exit.done;
};

/** `redis forget NAME`: an adopted cluster is listed no more; it stays as it is. */
export const forget: Command = async (session) => {
  const { t, args } = session;
  const name = args.words[0] ?? '';
  await (await session.withEngine()).clusters.forget(name);
  t.err(t.say(msg('cli.forgotten', { name })));
  return exit.done;
};
