/** The languages that Flotilla speaks. */
export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** One catalogue entry: a template with `{name}` places, or two forms chosen by the parameter `n`. */
export type Entry = string | { readonly one: string; readonly other: string };
export type Entries = Readonly<Record<string, Entry>>;

/** The names between braces in a template. */
type Names<S> = S extends `${string}{${infer P}}${infer R}` ? P | Names<R> : never;
type EntryNames<E> = E extends string
  ? Names<E>
  : E extends { one: infer A; other: infer B }
    ? Names<A> | Names<B> | 'n'
    : never;

/** A value that fills a place: text, a number, or another message. */
export type Value = string | number | Message;

/** The parameters that an entry needs. */
export type ParamsOf<E> = { readonly [K in EntryNames<E>]: K extends 'n' ? number : Value };

/** A translation of a catalogue: every key, no other key. */
export type Translation<T extends Entries> = { readonly [K in keyof T]: Entry };

/**
 * A text as data: it crosses IPC, rests in journals, and is shown in whichever language is chosen.
 * Build one with `msg()`, which checks key and parameters.
 */
export interface Message {
  readonly key: string;
  readonly params?: Readonly<Record<string, Value>>;
}
