import { translate, type Locale, type MessageKey } from '@shared/i18n/index';
import { optionRow, shown } from './help';
import { commands, options, type CommandName, type OptionName } from './syntax';
import { createTerminal } from './terminal';

/**
 * Text as roff takes it: no line begins a request, a hyphen is the character that one types, and a backslash is one.
 * https://man7.org/linux/man-pages/man7/groff_man_style.7.html
 */
export const roff = (text: string): string =>
  text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq').replace(/^\./gm, '\\&.');

const heading = (locale: Locale, key: MessageKey): string => `.SH "${roff(translate(locale, { key }))}"`;
const entry = (term: string, text: string): string[] => ['.TP', `.B ${roff(term)}`, roff(text)];

/** The man page of `flotilla`, made of the very tables that the command reads its arguments by. */
export function manPage(locale: Locale, version: string): string {
  const t = createTerminal(locale);
  const say = (key: MessageKey): string => translate(locale, { key });
  const row = (name: OptionName): string[] => entry(...optionRow(t, name));
  const command = (name: CommandName): string[] => {
    const { about, options: own } = commands[name];
    const flags = own
      .filter((option) => option !== 'cluster-yes')
      .map((option) => optionRow(t, option, name)[0]);
    return [
      ...entry(`flotilla ${shown(name)}`, say(about)),
      ...(flags.length > 0 ? ['.br', flags.map((flag) => `[${roff(flag)}]`).join(' ')] : []),
    ];
  };
  const files: readonly (readonly [string, MessageKey])[] = [
    ['~/.local/share/flotilla', 'desk.man.home'],
    ['*.flotilla.yaml', 'desk.man.spec'],
  ];
  const environment: readonly (readonly [string, MessageKey])[] = [
    ['FLOTILLA_HOME', 'desk.man.env.home'],
    ['DOCKER_HOST, DOCKER_CONTEXT', 'desk.man.env.docker'],
    ['LC_ALL, LC_MESSAGES, LANG', 'desk.man.env.lang'],
    ['NO_COLOR', 'desk.man.env.color'],
  ];
  const lines = [
    `.TH FLOTILLA 1 "" "Flotilla ${version}" "${roff(say('desk.man.section'))}"`,
    heading(locale, 'desk.man.name'),
    `flotilla \\- ${roff(say('cli.about').replace(/[.。]$/, ''))}`,
    heading(locale, 'desk.man.synopsis'),
    ...['.B flotilla', '.br', '.B flotilla', '\\fICOMMAND\\fR [\\fIOPTIONS\\fR]'],
    heading(locale, 'desk.man.description'),
    roff(say('desk.man.about')),
    heading(locale, 'desk.man.commands'),
    ...(Object.keys(commands) as CommandName[]).flatMap(command),
    heading(locale, 'desk.man.options'),
    ...(Object.keys(options) as OptionName[]).flatMap(row),
    heading(locale, 'desk.man.exit'),
    ...(['0', '1', '2', '3', '130'] as const).flatMap((code) => entry(code, say(`cli.exit.${code}`))),
    heading(locale, 'desk.man.files'),
    ...files.flatMap(([name, key]) => entry(name, say(key))),
    heading(locale, 'desk.man.environment'),
    ...environment.flatMap(([name, key]) => entry(name, say(key))),
  ];
  return `${lines.join('\n')}\n`;
}
