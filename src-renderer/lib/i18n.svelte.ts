import {
  msg,
  translate,
  type Locale,
  type Message,
  type MessageArgs,
  type MessageKey,
} from '@shared/i18n/index';
import { loadChinese } from './chinese';

let current = $state<Locale>('en');
let switching: Promise<void> = Promise.resolve();
let wanted: Locale = 'en';

/** The language that is shown. Read inside markup or $derived, it follows a switch live. */
export function locale(): Locale {
  return current;
}

/**
 * Switches the language of the whole window, <html lang> with it.
 *
 * @returns resolves when it is shown: a language may have to be fetched first
 */
export function setLocale(next: Locale): Promise<void> {
  wanted = next;
  const show = (): void => {
    // Switched again meanwhile: the last wish counts.
    if (wanted !== next) return;
    current = next;
    if (typeof document !== 'undefined') document.documentElement.lang = next;
  };
  if (next === 'en') show();
  else switching = loadChinese().then(show);
  return switching;
}

/** Resolves when the language that was last asked for is at hand: before the first frame. */
export function localeReady(): Promise<void> {
  return switching;
}

/** A message in the language that is shown. */
export function t(message: Message): string {
  return translate(current, message);
}

/** A text of the window by key; key and parameters are checked by the compiler. */
export function tr<K extends MessageKey>(key: K, ...args: MessageArgs<K>): string {
  return translate(current, msg(key, ...args));
}
