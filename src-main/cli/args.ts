import { parseArgs } from 'node:util';
import { AppError } from '@shared/errors';
import { locales, msg, type Locale, type Message } from '@shared/i18n/index';
import { suggest } from './suggest';
import {
  commands,
  commandsIn,
  everywhere,
  groups,
  isGroup,
  options,
  syntaxOf,
  type CommandName,
  type GroupName,
  type OptionName,
} from './syntax';

export { commands, options, type CommandName, type CommandSyntax, type OptionName } from './syntax';

export const clusterKinds = ['redis-cluster'] as const;

export interface Arguments {
  readonly command: CommandName | undefined;
  /** A group without a command of it: only its help can be meant. */
  readonly group?: GroupName;
  /** What stands behind the command's name. */
  readonly words: readonly string[];
  readonly json: boolean;
  readonly yes: boolean;
  /** Show the plan and leave with 0. */
  readonly dryRun: boolean;
  readonly volumes: boolean;
  readonly engine?: string;
  readonly lang?: Locale;
  readonly help: boolean;
  readonly version: boolean;
  /** What was given to each option, in order; `true` for one without a value. */
  readonly given: Readonly<Partial<Record<OptionName, readonly (string | true)[]>>>;
}

/** The last value of a string option. */
export function valueOf({ given }: Arguments, name: OptionName): string | undefined {
  const last = given[name]?.at(-1);
  return typeof last === 'string' ? last : undefined;
}

/** All values of a string option: it may come again, or hold several with commas between them. */
export function listOf({ given }: Arguments, name: OptionName): string[] {
  return (given[name] ?? [])
    .flatMap((value) => (value === true ? [] : value.split(',')))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

export const isGiven = ({ given }: Arguments, name: OptionName): boolean => given[name] !== undefined;

interface Read {
  readonly words: string[];
  readonly given: { name: string; raw: string; value?: string | true }[];
}

/** Reads the command line (without node and the script). Throws AppError `cli.args`, with a nearby word where there is one. */
export function readArguments(argv: readonly string[]): Arguments {
  const { words, given } = read(argv);
  const [first, second] = words;
  const group = isGroup(first) && second === undefined ? first : undefined;
  const command = first === undefined || group !== undefined ? undefined : commandNamed(first, second);
  const rest = words.slice(command?.split(' ').length ?? 0);
  const wanted: readonly string[] = [
    ...everywhere,
    ...(command === undefined ? [] : syntaxOf(command).options),
  ];
  const values: { -readonly [K in OptionName]?: (string | true)[] } = {};
  for (const { name, raw, value } of given) {
    if (!wanted.includes(name) || !isOption(name) || value === undefined) {
      const near = suggest(name, wanted);
      const shown = command === undefined ? 'flotilla' : `flotilla ${command}`;
      throw bad(
        msg('cli.unknown.option', { command: shown, name: raw }),
        near === undefined ? seeHelp(command) : msg('cli.didYouMean', { name: `--${near}` }),
      );
    }
    (values[name] ??= []).push(value);
  }
  const asked = values.help !== undefined || values.version !== undefined;
  if (group !== undefined && !asked) {
    throw bad(
      msg('cli.missing.argument', { command: `flotilla ${group}`, name: 'COMMAND' }),
      msg('cli.hint.kinds', { kinds: commandsIn(group).join(', ') }),
    );
  }
  if (command !== undefined && !asked) checkWords(command, rest);
  const [engine, lang] = [values.engine?.at(-1), values.lang?.at(-1)];
  return {
    command,
    ...(group !== undefined && { group }),
    words: rest,
    json: values.json !== undefined,
    yes: values.yes !== undefined || values['cluster-yes'] !== undefined,
    dryRun: values['dry-run'] !== undefined,
    volumes: values.volumes !== undefined,
    ...(typeof engine === 'string' && { engine }),
    ...(typeof lang === 'string' && { lang: localeNamed(lang) }),
    help: values.help !== undefined,
    version: values.version !== undefined,
    given: values,
  };
}

/** The words and options as they stand. An option without the value that it needs, or with one too many, is refused. */
function read(argv: readonly string[]): Read {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const given: Read['given'] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      words.push(token.value);
      // `run --dry-run -d -p 80:80 IMAGE`: ours come first, then docker's own.
      if (words.length === 1 && token.value === 'run') {
        const own = ownOptions(argv.slice(token.index + 1));
        given.push(...own.given);
        words.push(...own.rest);
        break;
      }
      const [first = '', second = ''] = words;
      const name = `${first} ${second}`;
      // `redis call NAME lrange list 0 -1`: what begins with a dash there is no option of ours.
      if (words.length === 3 && Object.hasOwn(commands, name) && syntaxOf(name as CommandName).verbatim) {
        const rest = argv.slice(token.index + 1);
        words.push(...(rest[0] === '--' ? rest.slice(1) : rest));
        break;
      }
    }
    if (token.kind !== 'option') continue;
    if (!isOption(token.name)) {
      given.push({ name: token.name, raw: token.rawName });
      continue;
    }
    // `--lang --json`: parseArgs takes the next option for the value.
    const value = token.value?.startsWith('--') && !token.inlineValue ? undefined : token.value;
    if (options[token.name].type === 'string' && !value) {
      throw bad(msg('cli.option.needsValue', { name: token.rawName }), msg('cli.seeHelp'));
    }
    if (options[token.name].type === 'boolean' && token.inlineValue) {
      throw bad(msg('cli.option.noValue', { name: token.rawName }), msg('cli.seeHelp'));
    }
    given.push({ name: token.name, raw: token.rawName, value: value ?? true });
  }
  return { words, given };
}

/** Options of ours at the beginning of a line, and what follows them. */
function ownOptions(argv: readonly string[]): { given: Read['given']; rest: readonly string[] } {
  const known: readonly string[] = [...everywhere, ...syntaxOf('run').options];
  const given: Read['given'] = [];
  for (let at = 0; at < argv.length; at++) {
    const [raw = '', ...parts] = (argv[at] ?? '').split('=');
    const name = known.find((each) => raw === `--${each}`) ?? (raw === '-y' ? 'yes' : undefined);
    if (name === undefined || !isOption(name)) return { given, rest: argv.slice(at) };
    if (options[name].type === 'boolean') given.push({ name, raw, value: true });
    else {
      const value = parts.length > 0 ? parts.join('=') : argv[++at];
      if (!value) throw bad(msg('cli.option.needsValue', { name: raw }), msg('cli.seeHelp'));
      given.push({ name, raw, value });
    }
  }
  return { given, rest: [] };
}

function checkWords(command: CommandName, given: readonly string[]): void {
  const syntax = syntaxOf(command).words;
  const shown = `flotilla ${command}`;
  const missing = syntax.find((word, n) => !word.startsWith('[') && given[n] === undefined);
  if (missing !== undefined) {
    // What can be told about the words that are there comes first: `status demo` lacks the kind, not the name.
    if (syntax[0] === 'KIND' && given[0] !== undefined) kindNamed(given[0]);
    const name = missing.replace('…', '');
    throw bad(msg('cli.missing.argument', { command: shown, name }), seeHelp(command));
  }
  if (command === 'help') {
    if (given[0] !== undefined && !(isGroup(given[0]) && given[1] === undefined))
      commandNamed(given[0], given[1]);
    if (given.length > (isGroup(given[0]) ? 2 : 1)) throw extra(command, given.at(-1) ?? '');
    return;
  }
  const more = syntax.at(-1)?.includes('…') === true ? undefined : given[syntax.length];
  if (more !== undefined) throw extra(command, more);
  if (syntax[0] === 'KIND') kindNamed(given[0] ?? '');
}

const extra = (command: CommandName, name: string): AppError =>
  bad(msg('cli.extra.argument', { command: `flotilla ${command}`, name }), seeHelp(command));

/** The command that one word, or a group's word and another, name. Throws AppError `cli.args`. */
export function commandNamed(first: string, second?: string): CommandName {
  if (isGroup(first)) {
    const inside = commandsIn(first);
    if (second !== undefined && inside.includes(second)) return `${first} ${second}` as CommandName;
    throw unknown(`${first} ${second ?? ''}`.trim(), second ?? '', inside, (near) => `${first} ${near}`);
  }
  if (Object.hasOwn(commands, first)) return first as CommandName;
  const known = [...Object.keys(commands).filter((name) => !name.includes(' ')), ...groups];
  throw unknown(first, first, known, (near) => near);
}

function unknown(
  name: string,
  word: string,
  known: readonly string[],
  shown: (near: string) => string,
): AppError {
  const near = suggest(word, known);
  return bad(
    msg('cli.unknown.command', { name }),
    near === undefined ? msg('cli.seeHelp') : msg('cli.didYouMean', { name: shown(near) }),
  );
}

function kindNamed(name: string): void {
  if ((clusterKinds as readonly string[]).includes(name)) return;
  throw notAmong(msg('cli.unknown.kind', { name }), name, clusterKinds);
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

export function seeHelp(command: CommandName | undefined): Message {
  return command === undefined ? msg('cli.seeHelp') : msg('cli.seeHelp.command', { command });
}

/** A word that is none of the known ones: the nearest is proposed, or all are told. */
export function notAmong(what: Message, word: string, known: readonly string[]): AppError {
  const near = suggest(word, known);
  return bad(
    what,
    near === undefined
      ? msg('cli.hint.kinds', { kinds: known.join(', ') })
      : msg('cli.didYouMean', { name: near }),
  );
}

/** Bad input on the command line: exit code 2. */
export function bad(what: Message, hint: Message): AppError {
  return new AppError({ code: 'cli.args', doing: msg('cli.doing.args'), what, hint });
}
