import { msg } from '@shared/i18n/index';
import {
  clusterKinds,
  commands,
  options,
  type CommandName,
  type CommandSyntax,
  type OptionName,
} from './args';
import type { Terminal } from './terminal';

const kinds = clusterKinds.join('|');

/** `apply FILE --yes`, as one types it. */
function syntaxOf(name: CommandName): string {
  const { words } = commands[name] as CommandSyntax;
  return [name, ...words.map((word) => (word === 'KIND' ? kinds : word))].join(' ');
}

/** Help for all commands, or for one. */
export function helpLines(t: Terminal, command?: CommandName): string[] {
  return command === undefined ? overview(t) : about(t, command);
}

function overview(t: Terminal): string[] {
  const names = Object.keys(commands) as CommandName[];
  return [
    t.say(msg('cli.about')),
    '',
    t.say(msg('cli.usage')),
    '',
    t.paint(t.say(msg('cli.help.commands')), 'bold'),
    ...columns(names.map((name) => [syntaxOf(name), t.say(msg(commands[name].about))])),
    '',
    t.paint(t.say(msg('cli.help.options')), 'bold'),
    ...columns((Object.keys(options) as OptionName[]).map((name) => optionRow(t, name))),
    '',
    t.paint(t.say(msg('cli.help.exit')), 'bold'),
    ...columns((['0', '1', '2', '3', '130'] as const).map((code) => [code, t.say(msg(`cli.exit.${code}`))])),
    '',
    t.say(msg('cli.help.more')),
  ];
}

function about(t: Terminal, command: CommandName): string[] {
  const syntax: CommandSyntax = commands[command];
  const flags = syntax.options.map((name) => ` [${optionRow(t, name)[0]}]`).join('');
  const rows = [...syntax.options, 'lang' as const, 'help' as const].map((name) =>
    optionRow(t, name, command),
  );
  return [
    t.say(msg(commands[command].about)),
    '',
    `  flotilla ${syntaxOf(command)}${flags}`,
    '',
    t.paint(t.say(msg('cli.help.options')), 'bold'),
    ...columns(rows),
    ...((syntax.words as readonly string[]).includes('RUN') ? ['', t.say(msg('cli.help.run'))] : []),
  ];
}

function optionRow(t: Terminal, name: OptionName, command?: CommandName): [string, string] {
  const option: { type: string; short?: string } = options[name];
  const short = option.short === undefined ? '' : `-${option.short}, `;
  const value = name === 'engine' ? ' NAME' : name === 'lang' ? ' en|zh-CN' : '';
  const lines = name === 'json' && (['apply', 'remove', 'resume', 'undo'] as unknown[]).includes(command);
  return [`${short}--${name}${value}`, t.say(msg(lines ? 'cli.option.json.lines' : `cli.option.${name}`))];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const widest = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(widest)}  ${right}`);
}
