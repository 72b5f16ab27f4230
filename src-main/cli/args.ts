import { parseArgs } from 'node:util';
import { AppError } from '@shared/errors';
import { locales, msg, type Locale, type Message, type MessageKey } from '@shared/i18n/index';
import { suggest } from './suggest';

/** What stands behind a command's name, word by word. `<kind>` is a kind of cluster. */
export interface CommandSyntax {
  readonly words: readonly ('FILE' | 'KIND' | 'NAME' | 'RUN' | '[COMMAND]')[];
  readonly options: readonly OptionName[];
  readonly about: MessageKey;
}

export const options = {
  json: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  volumes: { type: 'boolean' },
  engine: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;
export type OptionName = keyof typeof options;
const everywhere: readonly OptionName[] = ['lang', 'help', 'version'];

export const commands = {
  plan: { words: ['FILE'], options: ['json', 'engine'], about: 'cli.command.plan' },
  apply: { words: ['FILE'], options: ['yes', 'json', 'engine'], about: 'cli.command.apply' },
  script: { words: ['FILE'], options: ['engine'], about: 'cli.command.script' },
  status: { words: ['KIND', 'NAME'], options: ['json', 'engine'], about: 'cli.command.status' },
  list: { words: [], options: ['json', 'engine'], about: 'cli.command.list' },
  remove: {
    words: ['KIND', 'NAME'],
    options: ['yes', 'volumes', 'json', 'engine'],
    about: 'cli.command.remove',
  },
  runs: { words: [], options: ['json'], about: 'cli.command.runs' },
  resume: { words: ['RUN'], options: ['yes', 'json'], about: 'cli.command.resume' },
  undo: { words: ['RUN'], options: ['yes', 'json'], about: 'cli.command.undo' },
  help: { words: ['[COMMAND]'], options: [], about: 'cli.command.help' },
} as const satisfies Record<string, CommandSyntax>;
export type CommandName = keyof typeof commands;

export const clusterKinds = ['redis-cluster'] as const;

export interface Arguments {
  readonly command: CommandName | undefined;
  readonly words: readonly string[];
  readonly json: boolean;
  readonly yes: boolean;
  readonly volumes: boolean;
  readonly engine?: string;
  readonly lang?: Locale;
  readonly help: boolean;
  readonly version: boolean;
}

/** Reads the command line (without node and the script). Throws AppError `cli.args`, with a nearby word where there is one. */
export function readArguments(argv: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: { -readonly [K in OptionName]?: string | boolean } = {};
  const words: string[] = [];
  const given: { name: string; raw: string }[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    given.push({ name: token.name, raw: token.rawName });
    if (!isOption(token.name)) continue;
    // `--lang --json`: parseArgs takes the next option for the value.
    const value = token.value?.startsWith('--') && !token.inlineValue ? undefined : token.value;
    if (options[token.name].type === 'string' && !value) {
      throw bad(msg('cli.option.needsValue', { name: token.rawName }), msg('cli.seeHelp'));
    }
    if (options[token.name].type === 'boolean' && token.inlineValue) {
      throw bad(msg('cli.option.noValue', { name: token.rawName }), msg('cli.seeHelp'));
    }
    values[token.name] = value ?? true;
  }
  const [name, ...rest] = words;
  const command = name === undefined ? undefined : commandNamed(name);
  const wanted: readonly string[] = [
    ...everywhere,
    ...(command === undefined ? [] : commands[command].options),
  ];
  for (const { name: option, raw } of given) {
    if (wanted.includes(option)) continue;
    const near = suggest(option, wanted);
    const shown = command === undefined ? 'flotilla' : `flotilla ${command}`;
    throw bad(
      msg('cli.unknown.option', { command: shown, name: raw }),
      near === undefined ? seeHelp(command) : msg('cli.didYouMean', { name: `--${near}` }),
    );
  }
  const asked = values.help === true || values.version === true;
  if (command !== undefined && !asked) checkWords(command, rest);
  return {
    command,
    words: rest,
    json: values.json === true,
    yes: values.yes === true,
    volumes: values.volumes === true,
    ...(typeof values.engine === 'string' && { engine: values.engine }),
    ...(typeof values.lang === 'string' && { lang: localeNamed(values.lang) }),
    help: values.help === true,
    version: values.version === true,
  };
}

function checkWords(command: CommandName, given: readonly string[]): void {
  const syntax: readonly string[] = commands[command].words;
  const shown = `flotilla ${command}`;
  const missing = syntax.find((word, n) => !word.startsWith('[') && given[n] === undefined);
  if (missing !== undefined) {
    // What can be told about the words that are there comes first: `status demo` lacks the kind, not the name.
    if (syntax[0] === 'KIND' && given[0] !== undefined) kindNamed(given[0]);
    throw bad(msg('cli.missing.argument', { command: shown, name: missing }), seeHelp(command));
  }
  const extra = given[syntax.length];
  if (extra !== undefined)
    throw bad(msg('cli.extra.argument', { command: shown, name: extra }), seeHelp(command));
  if (syntax[0] === 'KIND') kindNamed(given[0] ?? '');
  if (command === 'help' && given[0] !== undefined) commandNamed(given[0]);
}

export function commandNamed(name: string): CommandName {
  if (Object.hasOwn(commands, name)) return name as CommandName;
  const near = suggest(name, Object.keys(commands));
  throw bad(
    msg('cli.unknown.command', { name }),
    near === undefined ? msg('cli.seeHelp') : msg('cli.didYouMean', { name: near }),
  );
}

function kindNamed(name: string): void {
  if ((clusterKinds as readonly string[]).includes(name)) return;
  const near = suggest(name, clusterKinds);
  throw bad(
    msg('cli.unknown.kind', { name }),
    near === undefined
      ? msg('cli.hint.kinds', { kinds: clusterKinds.join(', ') })
      : msg('cli.didYouMean', { name: near }),
  );
}

function localeNamed(name: string): Locale {
  const found = locales.find((locale) => locale.toLowerCase() === name.toLowerCase().replace('_', '-'));
  if (found !== undefined) return found;
  if (/^zh\b/i.test(name)) return 'zh-CN';
  throw bad(msg('cli.unknown.lang', { name }), msg('cli.hint.kinds', { kinds: locales.join(', ') }));
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

function seeHelp(command: CommandName | undefined): Message {
  return command === undefined ? msg('cli.seeHelp') : msg('cli.seeHelp.command', { command });
}

/** Bad input on the command line: exit code 2. */
export function bad(what: Message, hint: Message): AppError {
  return new AppError({ code: 'cli.args', doing: msg('cli.doing.args'), what, hint });
}
