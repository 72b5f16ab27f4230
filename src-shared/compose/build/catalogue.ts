import { z } from 'zod';
import { isMap, isScalar, isSeq, parseDocument, type Node as YamlNode } from 'yaml';
import type { Locale } from '../../i18n/index';
import {
  emptyDraft,
  type Comments,
  type Drafted,
  type DraftPart,
  type EnvLine,
  type StackDraft,
  type Value,
  type ValueMap,
} from './draft';

/** A text in both languages. */
const said = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) });
export type Said = z.infer<typeof said>;

const common = {
  label: said,
  hint: said.optional(),
  /** Shown and asked only where this field is on, or not empty. */ when: z.string().optional(),
};
const fieldSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    default: z.string(),
    /** May stay empty. */ optional: z.boolean().default(false),
    pattern: z.string().optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal('version'),
    default: z.string(),
    options: z.array(z.string()).min(1),
    ...common,
  }),
  z.strictObject({
    type: z.literal('choice'),
    default: z.string(),
    options: z.array(z.strictObject({ value: z.string(), label: said })).min(2),
    ...common,
  }),
  z.strictObject({
    type: z.literal('number'),
    default: z.number(),
    min: z.number(),
    max: z.number(),
    ...common,
  }),
  z.strictObject({ type: z.literal('port'), default: z.int().min(1).max(65535), ...common }),
  z.strictObject({ type: z.literal('switch'), default: z.boolean(), ...common }),
  /** Its value goes to `.env`, under this variable. Left empty by the person: one is made. */
  z.strictObject({
    type: z.literal('secret'),
    env: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
    /** What the software itself asks for. */ minLength: z.int().default(1),
    ...common,
  }),
]);
export type CatalogueField = z.infer<typeof fieldSchema>;

const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: said,
  about: said,
  group: z.enum(['stack', 'web', 'database', 'cache', 'queue', 'search', 'storage', 'config', 'ci']),
  fields: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), fieldSchema),
  /** A compose file with `{{field}}` in its texts; a key `ports?publish` is there only where that field is on. */
  stack: z.unknown(),
  /** Files beside it, by path; `{{field}}` in them as well. */
  files: z.record(z.string(), z.string()).default({}),
  /** What to do once it runs. */
  after: said.optional(),
});

/** An entry of the catalogue with its stack still as YAML nodes: their comments belong to it. */
export interface CatalogueEntry extends Omit<z.infer<typeof entrySchema>, 'stack'> {
  readonly stack: YamlNode;
}

export type Answers = Readonly<Record<string, string | number | boolean>>;

/** Reads one file of `resources/catalogue`. Throws in words where it is not in order: a mistake of its author. */
export function readEntry(text: string): CatalogueEntry {
  const document = parseDocument(text, { strict: true });
  const wrong = document.errors[0];
  if (wrong !== undefined) throw new Error(wrong.message);
  const stack = document.get('stack', true);
  if (!isMap(stack)) throw new Error('stack: a map is wanted');
  return { ...entrySchema.parse(document.toJS()), stack };
}

/** The answers that the form begins with. Secrets are empty: the window makes them. */
export function defaultAnswers(entry: Pick<CatalogueEntry, 'fields'>): Answers {
  return Object.fromEntries(
    Object.entries(entry.fields).map(([name, field]) => [name, field.type === 'secret' ? '' : field.default]),
  );
}

/** Whether a field counts with these answers: `when` names a field that is on. `!name` turns it round. */
export function isAsked(entry: Pick<CatalogueEntry, 'fields'>, name: string, answers: Answers): boolean {
  const when = entry.fields[name]?.when;
  return when === undefined || holds(when, answers);
}
const holds = (condition: string, answers: Answers): boolean => {
  if (condition.startsWith('!')) return !holds(condition.slice(1), answers);
  // `mode=debug`: a choice's value.
  const [name = '', value] = condition.split('=');
  const answer = answers[name];
  return value === undefined
    ? answer !== undefined && answer !== false && answer !== '' && answer !== 0
    : String(answer) === value;
};

/** Paths of the fields whose answers cannot be taken, with what is wrong in a word. */
export function wrongAnswers(
  entry: Pick<CatalogueEntry, 'fields'>,
  answers: Answers,
): Record<string, 'empty' | 'range' | 'pattern' | 'short'> {
  const wrong: Record<string, 'empty' | 'range' | 'pattern' | 'short'> = {};
  for (const [name, field] of Object.entries(entry.fields)) {
    if (!isAsked(entry, name, answers)) continue;
    const answer = answers[name];
    if (field.type === 'port' || field.type === 'number') {
      const [min, max] = field.type === 'port' ? [1, 65535] : [field.min, field.max];
      if (typeof answer !== 'number' || !Number.isInteger(answer) || answer < min || answer > max)
        wrong[name] = 'range';
    } else if (field.type === 'text' || field.type === 'version') {
      const text = String(answer ?? '');
      if (text.trim() === '') {
        if (field.type === 'version' || !field.optional) wrong[name] = 'empty';
      } else if (
        field.type === 'text' &&
        field.pattern !== undefined &&
        !new RegExp(field.pattern).test(text)
      )
        wrong[name] = 'pattern';
      else if (field.type === 'version' && !/^[A-Za-z0-9_][\w.-]{0,127}$/.test(text)) wrong[name] = 'pattern';
    } else if (field.type === 'secret' && String(answer ?? '').length < field.minLength)
      wrong[name] = 'short';
  }
  return wrong;
}

/**
 * The stack of an entry, filled with answers, with the comments of one language: lines that begin `en:` or `zh:` in the
 * catalogue's file. A remark behind a value is one for the catalogue's authors and goes.
 */
export function renderEntry(entry: CatalogueEntry, answers: Answers, locale: Locale): Drafted {
  const fill = (text: string): string => filled(text, answers, (answer) => answer.replaceAll('$', '$$$$'));
  const value = (node: unknown, path: readonly string[], comments: Record<string, string>): Value => {
    if (isMap(node)) {
      const entries: [string, Value][] = [];
      for (const item of node.items) {
        const written = isScalar(item.key) ? String(item.key.value) : '';
        const [name = '', condition] = written.split('?');
        if (condition !== undefined && !holds(condition, answers)) continue;
        const key = fill(name);
        const own = [...path, key];
        // The yaml library hands a comment above a map's first key to the map itself.
        const above = isScalar(item.key) ? item.key.commentBefore : undefined;
        const first =
          item === node.items[0] ? (node as { commentBefore?: string | null }).commentBefore : undefined;
        remember(comments, own, [first, above]);
        entries.push([key, value(item.value, own, comments)]);
      }
      return Object.fromEntries(entries);
    }
    if (isSeq(node)) {
      const items: Value[] = [];
      for (const [index, item] of node.items.entries()) {
        const first = index === 0 ? node.commentBefore : undefined;
        const own = value(item, [...path, String(items.length)], comments);
        if (own === '') continue;
        remember(
          comments,
          [...path, String(items.length)],
          [first, (item as YamlNode | null)?.commentBefore],
        );
        items.push(own);
      }
      return items;
    }
    if (!isScalar(node)) return null;
    const scalar = node.value as string | number | boolean | null;
    if (typeof scalar !== 'string') return scalar;
    return fill(scalar);
  };
  const remember = (
    into: Record<string, string>,
    path: readonly string[],
    texts: readonly (string | null | undefined)[],
  ): void => {
    const text = texts
      .map((each) => commentOf(each, locale))
      .filter((each) => each !== '')
      .join('\n');
    if (text !== '') into[path.join('\u0000')] = fill(text);
  };
  const comments: Record<string, string> = {};
  const whole = value(entry.stack, [], comments) as ValueMap;
  const env: EnvLine[] = Object.entries(entry.fields).flatMap(([name, field]) =>
    field.type === 'secret' && isAsked(entry, name, answers)
      ? [{ name: field.env, value: String(answers[name] ?? ''), comment: field.label[locale], secret: true }]
      : [],
  );
  const parts = (
    kind: 'services' | 'networks' | 'volumes' | 'secrets' | 'configs',
  ): Record<string, DraftPart> =>
    Object.fromEntries(
      Object.entries((whole[kind] ?? {}) as ValueMap).map(([name, fields]) => [
        name,
        { fields: (fields ?? {}) as ValueMap, comments: commentsBelow(comments, [kind, name]) },
      ]),
    );
  const draft: StackDraft = {
    ...emptyDraft,
    services: parts('services'), networks: parts('networks'), volumes: parts('volumes'), secrets: parts('secrets'), configs: parts('configs'),
    env,
    files: Object.entries(entry.files).flatMap(([written, text]) => {
      const [path = '', condition] = written.split('?');
      return condition === undefined || holds(condition, answers) ? [{ path, text: filled(text, answers) }] : [];
    }),
  }; // prettier-ignore
  return { draft, notes: [] };
}

/**
 * Puts answers into a text: `{{port}}`, `{{port+1000}}`, and `{{durable|yes|no}}` by whether a field is on. The texts of
 * a choice may hold places themselves.
 */
function filled(
  text: string,
  answers: Answers,
  write: (answer: string) => string = (answer) => answer,
): string {
  return text
    .replace(/\{\{(\w+)(?:\+(\d+))?\}\}/g, (_, name: string, more: string | undefined) => {
      const answer = answers[name] ?? '';
      return more === undefined ? write(String(answer)) : String(Number(answer) + Number(more));
    })
    .replace(/\{\{(\w+)\|([^|]*)\|([^|]*?)\}\}/g, (_, name: string, yes: string, no: string) =>
      holds(name, answers) ? yes : no,
    );
}

/** What one may do once it runs, in the language that is asked for. */
export function afterText(entry: CatalogueEntry, answers: Answers, locale: Locale): string | undefined {
  return entry.after === undefined ? undefined : filled(entry.after[locale], answers);
}

/** The lines of one language of a comment. */
function commentOf(text: string | null | undefined, locale: Locale): string {
  const mark = locale === 'en' ? /^\s*en:\s?/ : /^\s*zh:\s?/;
  return (text ?? '')
    .split('\n')
    .filter((line) => mark.test(line))
    .map((line) => line.replace(mark, ''))
    .join('\n');
}

function commentsBelow(all: Readonly<Record<string, string>>, path: readonly string[]): Comments {
  const head = path.join('\u0000');
  return Object.fromEntries(
    Object.entries(all).flatMap(([at, text]) => {
      if (at === head) return [['', text]];
      return at.startsWith(`${head}\u0000`)
        ? [[at.slice(head.length + 1).replaceAll('\u0000', '.'), text]]
        : [];
    }),
  );
}
