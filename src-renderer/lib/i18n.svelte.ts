import {
  msg,
  translate,
  type Locale,
  type Message,
  type MessageArgs,
  type MessageKey,
} from '@shared/i18n/index';

let current = $state<Locale>('en');

/** The language that is shown. Read inside markup or $derived, it follows a switch live. */
export function locale(): Locale {
  return current;
}

/** Switches the language of the whole window, <html lang> with it. */
export function setLocale(next: Locale): void {
  current = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** A message in the language that is shown. */
export function t(message: Message): string {
  return translate(current, message);
}

/** A text of the window by key; key and parameters are checked by the compiler. */
export function tr<K extends MessageKey>(key: K, ...args: MessageArgs<K>): string {
  return translate(current, msg(key, ...args));
}
