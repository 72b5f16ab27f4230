import type { MenuItemConstructorOptions } from 'electron';
import type { EngineState } from '@shared/engine';
import { msg, translate, type Locale, type Message } from '@shared/i18n/index';

/** What the tray shows, and what its items do. */
export interface TrayFacts {
  readonly engine: EngineState;
  readonly runs: readonly { readonly id: string; readonly title: Message }[];
  /** Brings a window up, at a path of its router. */
  readonly open: (path?: string) => void;
  readonly newWindow: () => void;
  readonly quit: () => void;
}

/** Runs that are named in the menu; the rest is counted. */
const most = 5;

/** The engine's state in a line: a tray icon has no room for more than words. */
export function engineLine(state: EngineState): Message {
  if (state.state === 'connected')
    return msg('tray.engine.connected', { name: state.engine.name, version: state.details.version });
  if (state.state === 'unreachable') return msg('tray.engine.unreachable', { name: state.engine.name });
  return msg(state.state === 'none' ? 'tray.engine.none' : 'tray.engine.searching');
}

/** The menu of the tray icon, in a language. */
export function trayMenu(locale: Locale, facts: TrayFacts): MenuItemConstructorOptions[] {
  const say = (message: Message): string => translate(locale, message);
  const item = (message: Message, click: () => void): MenuItemConstructorOptions => ({
    // A name's & would be taken for the mark of a key.
    label: say(message).replaceAll('&', '&&'),
    click,
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const named = facts.runs.slice(0, most);
  const more = facts.runs.length - named.length;
  const runs: MenuItemConstructorOptions[] =
    named.length === 0
      ? [{ label: say(msg('tray.noRuns')), enabled: false }]
      : named.map(({ id, title }) => item(title, () => facts.open(`runs/${encodeURIComponent(id)}`)));
  return [
    item(msg('tray.open'), () => facts.open()),
    item(msg('tray.newWindow'), facts.newWindow),
    line,
    item(engineLine(facts.engine), () => facts.open('settings/engines')),
    line,
    ...runs,
    ...(more > 0 ? [item(msg('tray.more', { n: more }), () => facts.open('runs'))] : []),
    line,
    item(msg('tray.newCluster'), () => facts.open('redis/new')),
    item(msg('tray.newStack'), () => facts.open('stacks/new')),
    line,
    item(msg('tray.settings'), () => facts.open('settings')),
    item(msg('tray.quit'), facts.quit),
  ];
}
