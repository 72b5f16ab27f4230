import { msg } from '@shared/i18n/index';
import type { Stack, StackContainer } from '@shared/compose/stack';
import { bad, isGiven, listOf, seeHelp, type Arguments } from '../args';
import { projectOf } from '../compose-ref';
import { execute } from '../execute';
import { choiceOf } from '../named';
import { exit, type Command } from '../session';
import { table } from '../terminal';

/** `compose up [FILE…] --yes`: as its files say. */
export const up: Command = (session) => {
  const { args } = session;
  return execute(session, {
    kind: 'compose.up',
    project: projectOf(args, args.words),
    services: listOf(args, 'service'),
    recreate: isGiven(args, 'force-recreate') ? 'force' : isGiven(args, 'no-recreate') ? 'never' : 'auto',
    build: isGiven(args, 'build'),
    pull: isGiven(args, 'pull'),
    removeOrphans: isGiven(args, 'remove-orphans'),
    scale: scaleOf(args),
    by: choiceOf(args, 'by', ['auto', 'cli', 'own']) ?? 'auto',
  });
};

/** `SERVICE=N`, as often as one likes. */
function scaleOf(args: Arguments): Record<string, number> {
  return Object.fromEntries(
    listOf(args, 'scale').map((text) => {
      const match = /^([^=]+)=(\d{1,3})$/.exec(text);
      if (match === null) throw bad(msg('cops.cli.badScale', { text }), seeHelp(args.command));
      return [match[1] ?? '', Number(match[2])];
    }),
  );
}

/** `compose down NAME --yes`: by the labels alone; no file is needed. */
export const down: Command = (session) => {
  const { args } = session;
  return execute(session, {
    kind: 'compose.down',
    name: args.words[0] ?? '',
    volumes: args.volumes,
    images: choiceOf(args, 'rmi', ['local', 'all']) ?? 'none',
    orphans: true,
  });
};

const act =
  (kind: 'compose.start' | 'compose.stop' | 'compose.restart'): Command =>
  (session) => {
    const [name = '', ...services] = session.args.words;
    return execute(session, { kind, name, services });
  };
export const start = act('compose.start');
export const stop = act('compose.stop');
export const restart = act('compose.restart');

/** `compose ps`: every stack; `compose ps NAME`: the containers of one. */
export const ps: Command = async (session) => {
  const { t, args } = session;
  const { stacks } = await session.withEngine();
  const [name] = args.words;
  const found = name === undefined ? await stacks.list() : await stacks.get(name);
  if (args.json) {
    t.out(JSON.stringify(found, null, 2));
    return exit.done;
  }
  if ('services' in found) {
    const heads = (['container', 'service', 'state', 'ports'] as const).map((head) =>
      t.say(msg(`cops.cli.head.${head}`)),
    );
    const rows = found.services.flatMap(({ containers }) =>
      containers.map((each) => [each.name, each.service, stateOf(each), portsOf(each)]),
    );
    table(t, [heads, ...rows]).forEach((line) => t.out(line));
    return exit.done;
  }
  if (found.length === 0) {
    t.err(t.say(msg('cops.cli.noStacks')));
    return exit.done;
  }
  const heads = (['stack', 'services', 'files'] as const).map((head) => t.say(msg(`cops.cli.head.${head}`)));
  const rows = found.map((stack) => [stack.name, servicesOf(stack), (stack.ref?.files ?? []).join(', ')]);
  table(t, [heads, ...rows]).forEach((line) => t.out(line));
  return exit.done;
};

const servicesOf = ({ services }: Stack): string =>
  services.map(({ name, state }) => `${name} (${state})`).join(', ');

const stateOf = ({ state, health, exitCode }: StackContainer): string =>
  health !== undefined ? `${state} (${health})` : exitCode !== undefined ? `${state} (${exitCode})` : state;

const portsOf = ({ ports }: StackContainer): string =>
  ports
    .map(({ hostIp, hostPort, containerPort, protocol }) =>
      hostPort === undefined
        ? `${containerPort}/${protocol}`
        : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${hostPort}->${containerPort}/${protocol}`,
    )
    .join(', ');
