import { msg } from '@shared/i18n/index';
import { clusterKinds } from './args';
import {
  commands,
  commandsIn,
  options,
  isGroup,
  syntaxOf,
  type CommandName,
  type GroupName,
  type OptionName,
} from './syntax';
import type { Terminal } from './terminal';

const kinds = clusterKinds.join('|');
/** Options that many commands take; the others stand in the help of theirs. */
const common: readonly OptionName[] = [
  ...(['json', 'yes', 'dry-run', 'volumes', 'engine', 'lang', 'help', 'version'] as const),
];

/** `apply FILE`, as one types it. */
export function shown(name: CommandName): string {
  const { words } = syntaxOf(name);
  return [name, ...words.map((word) => (word === 'KIND' ? kinds : word))].join(' ');
}

/** Help for all commands, for those of a group, or for one. */
export function helpLines(t: Terminal, about?: CommandName | GroupName): string[] {
  if (about === undefined) return overview(t);
  return isGroup(about) ? group(t, about) : one(t, about);
}

function overview(t: Terminal): string[] {
  return [
    t.say(msg('cli.about')),
    '',
    t.say(msg('cli.usage')),
    '',
    t.paint(t.say(msg('cli.help.commands')), 'bold'),
    ...columns(t, Object.keys(commands).filter(isPlain)),
    '',
    t.paint(t.say(msg('cli.help.redis')), 'bold'),
    ...columns(t, inGroup('redis')),
    '',
    t.paint(t.say(msg('cread.cli.group')), 'bold'),
    ...columns(t, inGroup('compose')),
    '',
    t.paint(t.say(msg('metrics.cli.group')), 'bold'),
    ...columns(t, inGroup('metrics')),
    '',
    t.paint(t.say(msg('cli.help.options')), 'bold'),
    ...rows(common.map((name) => optionRow(t, name))),
    '',
    t.paint(t.say(msg('cli.help.exit')), 'bold'),
    ...rows((['0', '1', '2', '3', '130'] as const).map((code) => [code, t.say(msg(`cli.exit.${code}`))])),
    '',
    t.say(msg('cli.help.more')),
  ];
}

const headOf = { redis: 'cli.help.redis', compose: 'cread.cli.group', metrics: 'metrics.cli.group' } as const;

function group(t: Terminal, name: GroupName): string[] {
  return [
    t.paint(t.say(msg(headOf[name])), 'bold'),
    ...columns(t, inGroup(name)),
    '',
    ...(name === 'redis' ? [t.say(msg('cli.help.nodes'))] : []),
    t.say(msg('cli.help.more')),
  ];
}

const isPlain = (name: string): name is CommandName => !name.includes(' ');
const inGroup = (name: GroupName): CommandName[] =>
  commandsIn(name).map((command) => `${name} ${command}` as CommandName);

function one(t: Terminal, command: CommandName): string[] {
  const syntax = syntaxOf(command);
  const given = syntax.options.filter((name) => name !== 'cluster-yes');
  const flags = given.map((name) => ` [${optionRow(t, name, command)[0]}]`).join('');
  const about = [...syntax.options, 'lang' as const, 'help' as const];
  const named = syntax.words.some((word) => word.includes('NODE'));
  return [
    t.say({ key: syntax.about }),
    '',
    `  flotilla ${shown(command)}${flags}`,
    '',
    t.paint(t.say(msg('cli.help.options')), 'bold'),
    ...rows(about.map((name) => optionRow(t, name, command))),
    ...(syntax.words.some((word) => /^\[?RUN\]?$/.test(word)) ? ['', t.say(msg('cli.help.run'))] : []),
    ...(named || syntax.options.some((name) => /^(cluster-(to|weight|master-id)|node)$/.test(name))
      ? ['', t.say(msg('cli.help.nodes'))]
      : []),
    ...(syntax.verbatim === true ? ['', t.say(msg('cli.help.verbatim'))] : []),
  ];
}

/** Commands that tell a run in lines of JSON. */
const inLines = (command: CommandName | undefined): boolean =>
  command !== undefined && syntaxOf(command).options.includes('yes');

export function optionRow(t: Terminal, name: OptionName, command?: CommandName): [string, string] {
  const option: { type: string; short?: string; value?: string } = options[name];
  const short = option.short === undefined ? '' : `-${option.short}, `;
  // There it is a server by itself that keys come from.
  const server = name === 'cluster-from' && command === 'redis import';
  const value = server ? 'HOST:PORT' : option.value;
  const key =
    name === 'json' && inLines(command)
      ? 'cli.option.json.lines'
      : server
        ? 'cli.option.cluster-from.import'
        : (`cli.option.${name}` as const);
  return [`${short}--${name}${value === undefined ? '' : ` ${value}`}`, t.say(msg(key))];
}

function columns(t: Terminal, names: readonly CommandName[]): string[] {
  return rows(names.map((name) => [shown(name), t.say(msg(commands[name].about))]));
}

function rows(given: readonly (readonly [string, string])[]): string[] {
  const widest = Math.max(...given.map(([left]) => left.length));
  return given.map(([left, right]) => `  ${left.padEnd(widest)}  ${right}`);
}
