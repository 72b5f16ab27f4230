import { en } from './en/index';
import type { Entry, Locale, Message, ParamsOf, Value } from './types';
import { zhCN } from './zh-CN/index';

export { locales } from './types';
export type { Locale, Message, Value } from './types';

export type MessageKey = keyof typeof en;
/** What `msg` takes after a key: its parameters, or nothing. */
export type MessageArgs<K extends MessageKey> = keyof ParamsOf<(typeof en)[K]> extends never
  ? []
  : [params: ParamsOf<(typeof en)[K]>];

const catalogues: Readonly<Record<Locale, Readonly<Record<string, Entry>>>> = { en, 'zh-CN': zhCN };

/** A message as data; key and parameters are checked by the compiler against the English catalogue. */
export function msg<K extends MessageKey>(key: K, ...args: MessageArgs<K>): Message {
  const params = args[0] as Record<string, Value> | undefined;
  return params === undefined ? { key } : { key, params };
}

/** Text that comes from elsewhere (an engine's own words) and is shown as it is. */
export function raw(text: string): Message {
  return msg('raw', { text });
}

/** A message in a language. An unknown key (from a newer journal) shows as the key itself. */
export function translate(locale: Locale, message: Message): string {
  const entry = catalogues[locale][message.key] ?? catalogues.en[message.key];
  if (entry === undefined) return message.key;
  const params = message.params ?? {};
  const template = typeof entry === 'string' ? entry : params['n'] === 1 ? entry.one : entry.other;
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name];
    if (value === undefined) return place;
    return typeof value === 'object' ? translate(locale, value) : String(value);
  });
}
